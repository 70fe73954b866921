import type { StepResult } from '../../lifecycle/outcome';
import { personOf, wishFor } from '../support/leaverCase';
import { rows } from './rows';
import { saidByTheOracle } from './rows/run';
import { shapeOf } from './support/request';
import { everyStep, wholeCase, type WholeCase } from './support/wholeCase';
import { credentials, startWorld, type Credential, type World } from './support/world';

let world: World;
beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.stop());

/** What the oracle would send over one credential, without ids and moments. */
const known = new Map<Credential, Set<string>>();

beforeAll(async () => {
	for (const credential of credentials) {
		const shapes = new Set<string>();
		for (const row of rows) {
			if (row.only !== undefined && row.only !== credential) continue;
			for (const request of await saidByTheOracle(row, world, credential)) shapes.add(shapeOf(request));
		}
		known.set(credential, shapes);
	}
});

const uncoveredBy = async (credential: Credential, work: (whole: WholeCase) => Promise<unknown>): Promise<string[]> => {
	const whole = await wholeCase(world, credential);
	try {
		const sent = await world.during(() => work(whole));
		expect(sent.length).toBeGreaterThan(5);
		// A name given twice would be one in the journal, and two to Okta.
		for (const { target } of world.wire.seen) {
			const names = [...new URL(target, 'http://okta.invalid').searchParams.keys()];
			expect(names).toEqual([...new Set(names)]);
		}
		// The row of this one is the whole of authentication.test.ts.
		for (const { method, path, body } of world.tokenRequests()) {
			expect(`${method} ${path} ${[...new URLSearchParams(body).keys()].sort().join(' ')}`).toBe('POST /oauth2/v1/token client_assertion client_assertion_type grant_type scope');
		}
		return [...new Set(sent.map(shapeOf))].filter((shape) => !known.get(credential)!.has(shape));
	} finally {
		await whole.close();
	}
};

const groupCalled = (name: string) => [...world.okta.state.groups.values()].find((group) => group.name === name)!;

const changed = (results: StepResult[]) => results.filter(({ outcome }) => outcome === 'done').map(({ step }) => step);

describe.each(credentials)('over %s, no request is sent that no row covers', (credential) => {
	beforeEach(() => world.rewind());

	test('in the whole cut and restore of somebody who has everything', async () => {
		const { user } = world;
		user().roles.push({ id: 'ra1custom00000000000', type: 'CUSTOM', label: 'Badge Office', created: '2026-01-01T00:00:00.000Z', role: 'cr0badge0office00000', resourceSet: 'iamoJDFKaJxGIr0oamd9g' });
		let cut: StepResult[] = [];
		let restored: StepResult[] = [];
		const uncovered = await uncoveredBy(credential, async (whole) => {
			cut = await whole.cut();
			restored = await whole.restore();
		});
		expect(uncovered).toEqual([]);
		// A step that had nothing to do would have sent nothing to be covered.
		expect(changed(cut)).toEqual(expect.arrayContaining(everyStep));
		expect(changed(restored)).toEqual(expect.arrayContaining(['removeFromGroups', 'revokeAdminRoles', 'suspendDevices']));
		expect(world.user().status).not.toBe('DEPROVISIONED');
	});

	test('in the cut and restore of somebody who is only suspended', async () => {
		let restored: StepResult[] = [];
		const uncovered = await uncoveredBy(credential, async (whole) => {
			await whole.cut({ steps: everyStep.filter((step) => step !== 'deactivate') });
			restored = await whole.restore();
		});
		expect(uncovered).toEqual([]);
		expect(changed(restored)).toContain('blockSignIn');
	});

	test('in the cut of an administrator, where the last one is looked for', async () => {
		const { id, workEmail } = world.sandbox.cast.superAdmin;
		expect(await uncoveredBy(credential, (whole) => whole.cut({ person: { id, workEmail: workEmail! } }))).toEqual([]);
	});

	test('in granting a joiner everything, and letting in whoever was locked out', async () => {
		let granted: StepResult[] = [];
		const { cast } = world.sandbox;
		world.okta.setStatus(cast.contractor.workEmail, 'LOCKED_OUT');
		const uncovered = await uncoveredBy(credential, async (whole) => {
			granted = await whole.grant(wishFor(personOf(cast.futureHire), { join: ['VPN Users'], leave: ['Release Managers'] }));
			await whole.grant(wishFor(personOf(cast.contractor)));
		});
		expect(uncovered).toEqual([]);
		expect(changed(granted)).toEqual(['createAccount', 'signIn', 'joinGroups', 'activationMail']);
	});

	test('in changing a mover who is renamed as well', async () => {
		let moved: StepResult[] = [];
		const { id } = groupCalled('IT Support Leads');
		const person = { ...personOf(world.sandbox.cast.leaver), title: 'Sales Engineer', lastName: 'Soto', name: 'Mateo Soto', workEmail: 'mateo.soto@kestrel.example' };
		const uncovered = await uncoveredBy(credential, async (whole) => (moved = await whole.change(wishFor(person, { usable: null, join: [id], leave: ['Release Managers'] }))));
		expect(uncovered).toEqual([]);
		expect(changed(moved)).toEqual(['fillProfile', 'joinGroups', 'leaveGroups']);
	});

	test('in listing every account', async () => {
		for (let index = 0; index < 1_000; index++) {
			const id = `00ucov${String(index).padStart(14, '0')}`;
			world.okta.state.users.set(id, { ...world.user(), id });
		}
		let listed = 0;
		expect(await uncoveredBy(credential, async (whole) => (listed = await whole.accounts()))).toEqual([]);
		expect(listed).toBe(world.okta.state.users.size);
	});

	test('in an inspection', async () => {
		expect(await uncoveredBy(credential, (whole) => whole.inspect())).toEqual([]);
	});

	test('by the Test button of the credential', async () => {
		const uncovered = await uncoveredBy(credential, async () => {
			expect(await world.ours(credential).pressTest()).toMatchObject({ status: 'OK' });
		});
		expect(uncovered).toEqual([]);
	});
});

describe('no request is sent that no row covers', () => {
	beforeEach(() => world.rewind());

	test.each(['STAGED', 'PROVISIONED', 'RECOVERY', 'LOCKED_OUT', 'PASSWORD_EXPIRED', 'SUSPENDED', 'DEPROVISIONED'] as const)('in a cut and restore that begin with %s', async (status) => {
		world.okta.setStatus(world.account.id, status);
		expect(await uncoveredBy('withDpop', (whole) => whole.cut().then(() => whole.restore()))).toEqual([]);
	});
});

test('a request without a row would be noticed', async () => {
	const { okta } = world.ours('apiToken');
	const [sent] = await world.during(() => okta.list('/api/v1/users', { search: 'profile.employeeNumber eq "30"', limit: 100 }));
	expect(known.get('apiToken')).not.toContain(shapeOf(sent!));
});
