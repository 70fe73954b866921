import '../support/environment';
import type { StepResult } from '../../../lifecycle/outcome';
import { inspectAccess } from '../../../lifecycle/inspect';
import type { Person } from '../../../lifecycle/person';
import { googleSteps } from '../../../systems/google';
import { checkGoogle, scopesNeeded } from '../../../systems/google/check';
import type { Meant } from '../support/request';
import { rows } from './rows';
import { startWorld, type World } from './world';

/** Google publishes clients for these as well; they are no dependency of the tests, so nothing here has judged these calls. */
const unjudged = [
	// Enterprise License Manager
	'DELETE /apps/licensing/v1/product/{product}/sku/{sku}/user/{login} ?',
	'GET /apps/licensing/v1/product/{product}/sku/{sku}/user/{login} ?',
	'GET /apps/licensing/v1/product/{product}/users ?customerId,maxResults',
	'POST /apps/licensing/v1/product/{product}/sku/{sku}/user ?',
	// Cloud Identity
	'GET /v1/devices/-/deviceUsers ?customer,filter',
	'GET /v1/devices/{id} ?customer',
	'GET /v1/devices/{id}/deviceUsers ?customer',
	'POST /v1/devices/{id}:cancelWipe ?',
	'POST /v1/devices/{id}:wipe ?',
];

let world: World;
const known = new Set<string>();
const seen = new Set<string>();
beforeAll(async () => {
	world = await startWorld();
	for (const [, , , oracle] of rows) {
		world.company.rewind();
		for (const request of (await world.during(() => oracle(world.sdk(), world))).sent) known.add(shapeOf(request));
	}
});
beforeEach(() => world.company.rewind());
afterAll(() => world.company.stop());

/** The call without whom it is about: its path, and what it can be asked for. */
const shapeOf = ({ method, path, query }: Meant): string => {
	const place = path
		.replace(/(\/product\/)[^/]+/, '$1{product}')
		.replace(/(\/sku\/)[^/]+/, '$1{sku}')
		.replace(/(\/tokens\/).+/, '$1{client}')
		.replace(/(\/asps\/)\d+/, '$1{code}')
		.replace(/(\/filters\/).+/, '$1{filter}')
		.replace(/(\/transfers\/).+/, '$1{transfer}')
		.replace(/(\/(?:mobile|groups)\/)[^/]+/, '$1{id}')
		.replace(/(\/projects\/)[^/-][^/]*/, '$1{project}')
		.replace(/(\/keys\/)[^:]+/, '$1{key}')
		.replaceAll(/[\w.+-]+@[\w.-]+/g, '{login}')
		.replaceAll(/\d{12,}/g, '{id}')
		.replaceAll(/(\/(?:users|members)\/)\{(?:login|id)\}/g, '$1{user}');
	const names = Object.keys(query).filter((name) => name !== 'pageToken').sort();
	return `${method} ${place} ?${names.join(',')}`;
};

const uncoveredBy = async (work: () => Promise<unknown>): Promise<string[]> => {
	const { sent, failure } = await world.during(work);
	if (failure !== undefined) throw failure;
	expect(sent.length).toBeGreaterThan(4);
	const shapes = [...new Set(sent.map(shapeOf))];
	for (const shape of shapes) seen.add(shape);
	return shapes.filter((shape) => !known.has(shape) && !unjudged.includes(shape));
};

const cast = () => world.company.sandbox.cast;
const google = () => world.company.sandbox.google;
const everyStep = googleSteps.map(({ id }) => id);
const whole = { options: { steps: everyStep }, settings: { leaversOrgUnit: '/Leavers', autoReply: { subject: 'Gone', text: 'Write to the team.' } } };
const done = (results: readonly StepResult[]) => results.filter(({ outcome }) => outcome === 'done').map(({ step }) => step);

const joiner = (changes: Partial<Person> = {}): Person => ({
	id: '5001', name: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace', workEmail: 'ada.lovelace@kestrel.example', title: 'Engineer', department: 'Engineering', location: 'London', timeZone: null,
	manager: { id: '1', name: null, email: cast().leaverManager.workEmail }, startDate: null, lastDay: null, workerType: null, clearance: null, ...changes,
});
const licence = { product: 'Google-Apps', sku: '1010020028' };

describe('no call is made that Google’s own clients would not make', () => {
	test('in the whole cut and restore of somebody who has everything', async () => {
		google().operate('make_admin', cast().leaver.workEmail!);
		const results: StepResult[][] = [];
		expect(
			await uncoveredBy(async () => {
				results.push(await world.company.cut(cast().leaver, whole));
				results.push(await world.company.restore(cast().leaver, whole));
			}),
		).toEqual([]);
		// A step that had nothing to do would have sent nothing to be covered.
		expect(done(results[0]!)).toEqual(expect.arrayContaining(everyStep));
		expect(done(results[1]!)).toEqual(expect.arrayContaining(['disableChromeDevices', 'disableCloudKeys', 'moveToOrgUnit', 'removeDelegates', 'removeFromGroups', 'removeLicences', 'revokeAdminRoles', 'setAutoReply', 'suspend']));
	});

	test('in calling off what no device has begun, and in following a transfer', async () => {
		google().settings.deviceSyncMs = 3_600_000;
		google().settings.transferMs = 3_600_000;
		let restored: StepResult[] = [];
		expect(
			await uncoveredBy(async () => {
				await world.company.cut(cast().leaver, { options: { steps: ['transferOwnership', 'wipeMobileAccounts', 'wipeCompanyDevices'] } });
				restored = await world.company.restore(cast().leaver);
			}),
		).toEqual([]);
		expect(done(restored)).toEqual(expect.arrayContaining(['wipeMobileAccounts', 'wipeCompanyDevices']));
	});

	test('in the cut of an administrator, where the last one is looked for', async () => {
		expect(await uncoveredBy(() => world.company.cut(cast().superAdmin))).toEqual([]);
	});

	test('over OAuth', async () => {
		expect(await uncoveredBy(() => world.company.cut(cast().leaver, { ...whole, oauth: true }))).toEqual([]);
	});

	test('in granting a joiner everything', async () => {
		let results: StepResult[] = [];
		expect(await uncoveredBy(async () => (results = await world.company.grant(joiner(), { usable: true, join: ['on-call@kestrel.example', 'Release Managers'], orgUnitPath: '/Staff', licence })))).toEqual([]);
		expect(done(results)).toEqual(expect.arrayContaining(['createAccount', 'joinGroups', 'assignLicence']));
	});

	test('in changing a mover who is renamed as well, and in letting them back in', async () => {
		const { id } = cast().leaver;
		google().operate('suspend', cast().leaver.workEmail!);
		let results: StepResult[] = [];
		expect(await uncoveredBy(async () => (results = await world.company.change(joiner({ id }), { usable: true, join: ['product-news@kestrel.example', 'Finance'], leave: ['on-call@kestrel.example'], orgUnitPath: '/Staff' })))).toEqual([]);
		expect(done(results).sort()).toEqual(['fillProfile', 'joinGroups', 'leaveGroups', 'moveToOrgUnit', 'rename', 'signIn']);
	});

	test('in listing every account, an inspection, and by the Test button of the credential', async () => {
		expect(
			await uncoveredBy(async () => {
				const system = world.company.system();
				for await (const _ of system.accounts(system.connect(() => {}))) continue;
				await inspectAccess(system, cast().leaver);
				expect(await checkGoogle(world.company.connections(), google().connection.adminEmail, scopesNeeded)).toMatchObject({ ok: true });
			}),
		).toEqual([]);
	});

	test('what nothing has judged is sent, and judged by nothing', () => {
		expect(unjudged.filter((call) => !seen.has(call) || known.has(call))).toEqual([]);
	});
});

test('a call without a row would be noticed', async () => {
	const { sent } = await world.during(() => world.google.directory.get('/admin/directory/v1/users', { customer: 'my_customer', showDeleted: true }));
	expect(known).not.toContain(shapeOf(sent[0]!));
});
