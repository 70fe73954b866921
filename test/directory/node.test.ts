import type { IDataObject, INode } from 'n8n-workflow';
import type { StepResult } from '../../lifecycle/outcome';
import { pressTest } from '../harness/credentialTest';
import { freshUserFolder } from '../harness/environment';
import { closeCase, openCase } from '../harness/site';
import { node, startInstance, type Instance } from '../harness/workflow';
import { startUnit, stateOf, told, withSamba, type Unit } from './support/domain';

const type = 'jmlActiveDirectoryApi';

withSamba('the node', () => {
	let unit: Unit;
	let n8n: Instance;
	const credential = (): IDataObject => ({ host: told().host, encryption: 'ldaps', port: 0, ca: told().caPem, user: told().user, password: told().password });
	beforeAll(async () => {
		freshUserFolder();
		unit = await startUnit();
		n8n = await startInstance({ stored: { [type]: credential() as never } });
	});
	afterAll(() => unit?.stop());

	const access = (parameters: INode['parameters'] = {}) =>
		node('Active Directory', 'activeDirectoryAccess', { ...parameters, options: { leaversOu: unit.ous.leavers, newAccountsOu: unit.ous.people, ...(parameters['options'] as object) } } as never, { credentials: { [type]: { id: type, name: type } } });
	const item = ({ person }: { person: { id: string; workEmail: string } }, kind = 'terminate', more: IDataObject = {}): IDataObject => ({
		person: { id: person.id, workEmail: person.workEmail, name: `Ada ${person.id}`, ...more },
		event: { kind, key: `test/${person.id}/${kind}/1`, source: 'bamboohr', effectiveAt: new Date().toISOString(), receivedAt: new Date().toISOString() },
	});
	const stepsOf = (json: IDataObject | undefined) => json!['steps'] as unknown as StepResult[];

	test('cuts, and gives back', async () => {
		const user = await unit.user();
		const cut = await n8n.run([openCase(), access({ operation: 'cut' }), closeCase()], [item(user)]);
		expect(cut.error).toBeUndefined();
		expect(Object.fromEntries(stepsOf(cut.items('Close Case')[0]).filter(({ remainder }) => !remainder).map(({ step, outcome }) => [step, outcome]))).toEqual({ disable: 'done', resetPassword: 'done', expire: 'done', removeFromGroups: 'already_done' });
		expect((await stateOf(unit.ad, user.id)).uac).toBe(514);
		const [restored] = (await n8n.run([access({ operation: 'restore' })], cut.items('Active Directory'))).items('Active Directory');
		expect(stepsOf(restored).find(({ step, operation }) => step === 'disable' && operation !== 'cut')).toBeDefined();
		expect((await stateOf(unit.ad, user.id)).uac).toBe(512);
		expect(JSON.stringify(cut.run)).not.toContain(told().password);
	});

	test('grants, changes, inspects and lists', async () => {
		const mark = unit.unique('node');
		const person = { id: `HR-${mark}`, workEmail: `${mark}@acme.test` };
		const granted = await n8n.run([openCase(), access({ operation: 'grant' })], [item({ person }, 'hire')]);
		expect(stepsOf(granted.items('Active Directory')[0])[0]).toMatchObject({ step: 'createAccount', outcome: 'done', verified: true });
		const changed = await n8n.run([openCase(), access({ operation: 'change' })], [item({ person }, 'move', { title: 'Head of Nodes' })]);
		expect(stepsOf(changed.items('Active Directory')[0])[0]).toMatchObject({ step: 'fillProfile', outcome: 'done' });
		const inspected = await n8n.run([access({ operation: 'inspect' })], [item({ person })]);
		expect(inspected.items('Active Directory')[0]).toMatchObject({ access: { activeDirectory: { account: { label: person.workEmail }, findings: expect.arrayContaining([expect.objectContaining({ step: 'disable', satisfied: true })]) as unknown[] } } });
		const listed = await n8n.run([access({ resource: 'account', operation: 'list', options: { searchBase: unit.ous.people } })], [{}]);
		expect(listed.items('Active Directory')).toContainEqual({ account: expect.objectContaining({ system: 'activeDirectory', personId: person.id, usable: false }) as unknown });
	});

	test('the credential tells what is wrong, and when nothing is', async () => {
		expect(await pressTest(n8n, type, credential() as never)).toMatchObject({ status: 'OK' });
		expect(await pressTest(n8n, type, { ...credential(), password: 'wrong' } as never)).toMatchObject({ status: 'Error', message: expect.stringMatching(/data 52e/) as string });
		expect(await pressTest(n8n, type, { ...credential(), ca: '' } as never)).toMatchObject({ status: 'Error', message: expect.stringMatching(/certificate of your authority/) as string });
	});
});
