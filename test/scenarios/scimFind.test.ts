import { cast } from '../../sandbox';
import { outcomes } from '../support/leaverCase';
import { startScimCase, type ScimCase } from '../support/scimCase';

let company: ScimCase;
beforeEach(async () => {
	company = await startScimCase();
});
afterEach(() => company.stop());

const settings = () => company.scim.settings.generic;
const leaver = () => company.scim.user('generic', cast.leaver.id);
const cut = (person = cast.leaver as { id: string; workEmail: string | null }, changes = {}) => company.cut(person, { steps: ['disable'], ...changes });

describe('whose account is it', () => {
	test('an application that ignores filters gives everybody, and the right one is cut all the same', async () => {
		settings().filters = 'ignored';
		settings().largestCount = 20;
		expect(await cut()).toEqual([expect.objectContaining({ outcome: 'done', account: { id: leaver().id, label: cast.leaver.workEmail } })]);
		expect([...company.scim.state.applications.generic.users.values()].filter(({ resource }) => resource.active === false).map(({ personId }) => personId).sort()).toEqual([cast.leaver.id, cast.former.id].sort());
	});

	test('an application that ignores filters, and somebody it does not know: nobody is touched', async () => {
		settings().filters = 'ignored';
		expect(outcomes(await cut({ id: 'x', workEmail: 'x@kestrel.example' }))).toEqual({ findAccount: 'not_found/false' });
		expect(company.scim.journal.writes).toEqual([]);
	});

	test('A01: two people of nearly one name are told apart', async () => {
		expect(await cut(cast.leeWhoLeaves)).toEqual([expect.objectContaining({ account: { id: company.scim.ids.generic.get(cast.leeWhoLeaves.id), label: cast.leeWhoLeaves.workEmail } })]);
	});

	test('an account with the work e-mail that carries another HR id is never touched', async () => {
		leaver().resource.externalId = 'somebody-else';
		const [result] = await cut();
		expect(result).toMatchObject({ outcome: 'not_found', reason: expect.stringMatching(/carries HR id somebody-else, so it is somebody else's/) });
		expect(company.scim.journal.writes).toEqual([]);
	});

	test('several are ambiguous', async () => {
		expect(outcomes(await cut(cast.ambiguous))).toEqual({ findAccount: 'ambiguous/false' });
	});

	test('an application that knows no HR ids is asked by the work e-mail, unless that is switched off', async () => {
		expect(outcomes(await cut(cast.leaver, { app: 'slack' }))).toEqual({ disable: 'done/true' });
		expect(await cut(cast.sydney, { app: 'slack', settings: { matchByEmail: false } })).toEqual([expect.objectContaining({ outcome: 'not_found', reason: expect.stringContaining('switched off in the node') })]);
	});

	test('somebody whose name to sign in with is another than the address', async () => {
		expect(outcomes(await cut(cast.otherLogin, { app: 'slack' }))).toEqual({ disable: 'done/true' });
	});

	test('an application that minds the case of letters', async () => {
		settings().caseSensitiveUserName = true;
		leaver().resource.externalId = '';
		expect(outcomes(await cut({ id: cast.leaver.id, workEmail: cast.leaver.workEmail.toUpperCase() }))).toEqual({ disable: 'done/true' });
	});

	test('one that can be asked by the name alone', async () => {
		settings().filterable = ['userName'];
		expect(outcomes(await cut())).toEqual({ disable: 'done/true' });
	});

	test('one that can be asked by nothing says so', async () => {
		settings().filterable = ['nickName'];
		expect(await cut()).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed', reason: expect.stringMatching(/invalidFilter.*Looked Up By/) })]);
	});

	test('where the identity provider keeps its own id in externalId, the work e-mail alone counts', async () => {
		leaver().resource.externalId = '00u1okta';
		expect(outcomes(await cut(cast.leaver, { settings: { hrIdAttribute: null } }))).toEqual({ disable: 'done/true' });
	});

	test('by the employee number of the enterprise extension', async () => {
		leaver().resource.externalId = '00u1okta';
		expect(outcomes(await cut(cast.leaver, { settings: { hrIdAttribute: 'employeeNumber' } }))).toEqual({ disable: 'done/true' });
	});

	test('roles are taken away and given back the same', async () => {
		const roles = [{ value: 'admin', display: 'Administrator', type: 'app' }];
		Object.assign(leaver().resource, { roles });
		expect(outcomes(await company.cut(cast.leaver))).toMatchObject({ removeRoles: 'done/true' });
		expect(leaver().resource['roles'] ?? []).toEqual([]);
		await company.restore(cast.leaver);
		expect(leaver().resource).toMatchObject({ roles });
	});

	test('roles that the application keeps are said to stay', async () => {
		Object.assign(leaver().resource, { roles: [{ value: 'admin' }] });
		company.scim.faults.add({ method: 'PATCH', path: /Users/, after: 1, effect: { kind: 'status', status: 400, body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '400', scimType: 'mutability', detail: 'roles are read-only' } } });
		const results = await company.cut(cast.leaver);
		expect(results.find(({ step }) => step === 'removeRoles')).toMatchObject({ outcome: 'not_removable_here', reason: expect.stringContaining('roles are read-only') });
	});
});
