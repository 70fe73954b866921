import type { INode } from 'n8n-workflow';
import type { StepResult } from '../../lifecycle/outcome';
import { cast } from '../../sandbox';
import { leaverItem, openCase, startSite, type Site } from '../harness/site';
import { node } from '../harness/workflow';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

const type = 'jmlJamfApi';
const devices = (parameters: INode['parameters']): INode =>
	node('Devices', 'jamfDevices', { ...parameters, options: { othersWaitSeconds: 60, readBackSeconds: 5 } as never }, { credentials: { [type]: { id: type, name: type } } });
const double = () => site.sandbox.jamf;
const mine = () => double().devicesOf(cast.leaver.workEmail);
const locked = async () => {
	const { items } = await site.n8n.run([openCase(), devices({ operation: 'lock' })], [leaverItem(cast.leaver.id)]);
	return (items('Devices')[0]!['steps'] as StepResult[]).map(({ outcome }) => outcome);
};
const locks = () => mine().map(({ kind, id }) => double().management.commandsOf(`${kind}/${id}`).length);

test('n8n keeps the token with the credential, and nowhere else', async () => {
	const ran = await site.n8n.run([openCase(), devices({ operation: 'inspect' })], [leaverItem(cast.leaver.id)]);
	const token = String(site.n8n.credentials.stored[type]!['sessionToken']);
	expect(double().state.tokens.get(token)!.clientId).toBe(double().connection.clientId);
	expect(JSON.stringify(ran.run) + site.ledgerBytes()).not.toContain(token);
});

test('a token that has run out is replaced, and each device is told once', async () => {
	await site.n8n.run([devices({ operation: 'inspect' })], [leaverItem(cast.leaver.id)]);
	double().state.tokens.clear();
	for (const outcome of await locked()) expect(outcome).toBe('done');
	expect(locks()).toEqual(mine().map(() => 1));
});

test('a token that runs out right before a device is told is replaced, and the device is told once', async () => {
	const refused = double().faults.add({ method: 'POST', path: /mdm\/commands/, times: 2, effect: { kind: 'status', status: 401 } });
	for (const outcome of await locked()) expect(outcome).toBe('done');
	expect(refused.hits).toBe(2);
	expect(locks()).toEqual(mine().map(() => 1));
});
