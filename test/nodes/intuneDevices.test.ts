import type { INode } from 'n8n-workflow';
import type { StepResult } from '../../lifecycle/outcome';
import { cast } from '../../sandbox';
import { pressTest } from '../harness/credentialTest';
import { credentialsOf, leaverItem, openCase, startSite, type Site } from '../harness/site';
import { node } from '../harness/workflow';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

const type = 'jmlIntuneApi';
const devices = (parameters: INode['parameters']): INode =>
	node('Devices', 'intuneDevices', { ...parameters, options: { othersWaitSeconds: 60, readBackSeconds: 1 } as never }, { credentials: { [type]: { id: type, name: type } } });
const entra = () => site.sandbox.entra;
const stepOn = (items: readonly { [key: string]: unknown }[], id: string) => (items[0]!['steps'] as StepResult[]).find(({ account }) => account?.id === id)!;

test.each([403, 412] as const)('E04: the code of an approval comes through n8n (%s), and the very same request goes out with it', async (approvalFiledAnswers) => {
	Object.assign(entra().settings, { multiAdminApproval: true, approvalFiledAnswers });
	const id = entra().intune.find('KST-C02-3030');
	const filed = await site.n8n.run([openCase(), devices({ operation: 'wipe', when: 'atOnce' })], [leaverItem(cast.leaver.id)]);
	expect(stepOn(filed.items('Devices'), id)).toMatchObject({ outcome: 'pending', reason: expect.stringContaining('waits for an approval') });
	const request = entra().intune.approvals.waiting().find(({ deviceId }) => deviceId === id)!;
	entra().intune.approvals.approve(request.requestId, cast.orgAdmin.workEmail!);
	await site.n8n.run([openCase(), devices({ operation: 'wipe', when: 'atOnce' })], [leaverItem(cast.leaver.id)]);
	expect(entra().intune.commandsOf(id).map(({ action }) => action)).toEqual(['wipe']);
});

test('Test names what is missing, and is content with what the documentation asks for', async () => {
	const test = () => pressTest(site.n8n, type, credentialsOf(site.sandbox)[type]!);
	expect(await test()).toMatchObject({ status: 'OK' });
	const app = [...entra().state.servicePrincipals.values()].find(({ appId }) => appId === entra().connection.devices.clientId)!;
	app.permissions = app.permissions.filter((name) => !name.includes('PrivilegedOperations'));
	expect(await test()).toMatchObject({ status: 'Error', message: expect.stringContaining('DeviceManagementManagedDevices.PrivilegedOperations.All (Lock, Retire, Wipe)') });
});
