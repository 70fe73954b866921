import fc from 'fast-check';
import SCIMMY from 'scimmy';
import type { Ledger } from '../../../ledger/types';
import { cutAccess } from '../../../lifecycle/cut';
import { changeAccess, grantAccess } from '../../../lifecycle/give';
import type { Person } from '../../../lifecycle/person';
import { restoreAccess } from '../../../lifecycle/restore';
import type { Work } from '../../../lifecycle/work';
import { createBudget } from '../../../systems/http/budget';
import { patient } from '../../../systems/http/patient';
import { scimSteps, scimSystem } from '../../../systems/scim';
import { applicationOf, usualSettings } from '../../../systems/scim/application';
import { checkScim } from '../../../systems/scim/check';
import { equals } from '../../../systems/scim/filter';
import type { Dialect } from '../../../systems/scim/kinds';
import { probeApplication } from '../../../systems/scim/probe';
import { parseFilter } from '../../../sandbox/scim/language/filter';
import { impatientClock, outcomes } from '../../support/leaverCase';
import { nobodyYet, wishFor } from '../../support/scimCase';
import { overScimToken } from '../../support/scimHttp';
import { startScimmyServer, type ScimmyServer } from '../../support/scimmyServer';
import { temporaryLedger } from '../../support/temporaryLedger';

let server: ScimmyServer;
let ledger: Ledger;
const clock = impatientClock();
beforeEach(async () => {
	server = await startScimmyServer();
	ledger = await temporaryLedger(clock.now);
});
afterEach(async () => {
	await ledger.close();
	await server.stop();
});

const ada: Person = { ...nobodyYet, id: 'hr-1001', name: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace', workEmail: 'ada@example.com' };
const http = () => patient(overScimToken(server), { system: 'Wiki', clock, budget: createBudget(16), random: () => 0 });
const application = (dialect: Partial<Dialect> = {}) => applicationOf('Wiki', 'generic', usualSettings, { inactive: 'disables', deletion: 'deletes', ...dialect });
const system = (dialect: Partial<Dialect> = {}) => scimSystem(http(), application(dialect));
const work = (): Work => ({ ledger, clock, patience: { readBackMs: 5_000, proofMs: 5_000, tries: 4 }, caseId: 'hr_event_1', run: 'run-1', node: 'Wiki', dryRun: false, worker: 'test' });
const ticked = scimSteps.filter(({ optional }) => !optional).map(({ id }) => id);

const people = () => {
	const userId = server.addUser({ userName: 'ada@example.com', externalId: 'hr-1001', displayName: 'Ada Lovelace', name: { givenName: 'Ada', familyName: 'Lovelace' }, emails: [{ value: 'ada@example.com', type: 'work' }], nickName: 'Countess', roles: [{ value: 'editor', display: 'Editor' }], entitlements: [{ value: 'seat' }] });
	const other = server.addUser({ userName: 'eve@example.com', externalId: 'hr-1002', emails: [{ value: 'eve@example.com' }] });
	const groups = ['Engineering', 'Authors'].map((name) => server.addGroup(name, [userId, other]));
	return { userId, other, groups };
};
const membersOf = (group: string) => (server.groups.get(group)!.members ?? []).map(({ value }) => value);

describe('a SCIM server made by others', () => {
	test.each(['path', 'capital', 'value', 'put'] as const)('the full cut and the way back, active said by %s', async (patch) => {
		const { userId, other, groups } = people();
		const before = structuredClone(server.users.get(userId)!);
		const results = await cutAccess(system({ patch }), ada, { steps: ticked, missingAccountIsFine: false }, work());
		expect(outcomes(results)).toEqual({ disable: 'done/true', removeFromGroups: 'done/true', removeRoles: 'done/true' });
		expect(server.users.get(userId)).toMatchObject({ active: false, nickName: 'Countess', userName: 'ada@example.com' });
		for (const group of groups) expect(membersOf(group)).toEqual([other]);

		expect(outcomes(await restoreAccess(system({ patch }), ada, work()))).toMatchObject({ disable: 'done/true', removeFromGroups: 'done/true', removeRoles: 'done/true' });
		const { meta: _, ...given } = server.users.get(userId)!;
		const { meta: __, ...had } = before;
		expect(given).toMatchObject(had);
		for (const group of groups) expect(membersOf(group).sort()).toEqual([userId, other].sort());
	});

	test('members are removed by value as well', async () => {
		const { other, groups } = people();
		const results = await cutAccess(system({ removeMember: 'value' }), ada, { steps: ['removeFromGroups'], missingAccountIsFine: false }, work());
		expect(outcomes(results)).toEqual({ removeFromGroups: 'done/true' });
		for (const group of groups) expect(membersOf(group)).toEqual([other]);
	});

	test('the account is deleted, and Restore Access is pending', async () => {
		people();
		await cutAccess(system(), ada, { steps: ['disable', 'deleteAccount'], missingAccountIsFine: false }, work());
		expect(server.users.size).toBe(1);
		expect(outcomes(await restoreAccess(system(), ada, work()))).toMatchObject({ deleteAccount: 'pending/false', disable: 'pending/false' });
	});

	test('somebody joins, moves, and is listed', async () => {
		const engineering = server.addGroup('Engineering', [server.addUser({ userName: 'eve@example.com', externalId: 'hr-1002' })]);
		const manager = { id: 'hr-1002', name: 'Eve', email: 'eve@example.com' };
		expect(outcomes(await grantAccess(system(), wishFor({ ...ada, manager }, { join: ['Engineering'] }), work()))).toEqual({ createAccount: 'done/true', fillProfile: 'done/true', signIn: 'already_done/true', joinGroups: 'done/true' });
		const made = [...server.users.values()].find(({ userName }) => userName === 'ada@example.com')!;
		expect(made).toMatchObject({ externalId: 'hr-1001', active: true, title: 'Analyst', name: { givenName: 'Ada' } });
		expect(membersOf(engineering)).toContain(made.id);
		expect(outcomes(await changeAccess(system(), wishFor({ ...ada, title: 'Lead', workEmail: 'ada.king@example.com' }, { leave: ['Engineering'], usable: null }), work()))).toMatchObject({ fillProfile: 'done/true', leaveGroups: 'done/true' });
		expect(server.users.get(made.id)).toMatchObject({ title: 'Lead', userName: 'ada.king@example.com' });
		const { accounts, connect } = system();
		const listed = [];
		for await (const page of accounts(connect(() => {}))) listed.push(...page.map(({ label }) => label));
		expect(listed.sort()).toEqual(['ada.king@example.com', 'eve@example.com']);
	});

	test('a list longer than a page is read to its end, everybody once', async () => {
		for (let number = 0; number < 450; number++) server.addUser({ userName: `member.${number}@example.com` });
		const { accounts, connect } = system();
		const listed = new Set<string>();
		let rows = 0;
		for await (const page of accounts(connect(() => {}))) for (const { id } of page) [rows] = [rows + 1, listed.add(id)];
		expect([rows, listed.size]).toEqual([450, 450]);
	});

	test('Probe finds out how it wants to be spoken to, and leaves nothing behind', async () => {
		const report = await probeApplication(http(), application({ inactive: null }), 'probe@example.com', clock);
		expect(report.settings).toMatchObject({ 'What Active: False Does': 'Disables the Account', 'Active Is Said By': 'Replace With a Path', 'Remove Member': 'By Filter', 'Groups Found By': 'Every Group' });
		expect(report.leftBehind).toEqual([]);
		expect([server.users.size, server.groups.size]).toEqual([0, 0]);
	});

	test('the credential is tested without changing anything, and a wrong token is told', async () => {
		expect(await checkScim(http())).toMatchObject({ ok: true });
		expect(await checkScim(patient(overScimToken({ ...server, token: 'wrong' }), { system: 'Wiki', clock, budget: createBudget(1) }))).toMatchObject({ ok: false, message: expect.stringContaining('did not accept the token') });
		expect(server.journal.every(({ method }) => method === 'GET')).toBe(true);
	});
});

describe('a filter, as others read it', () => {
	const hostile = fc.oneof(fc.string({ minLength: 1 }), fc.string({ unit: 'binary', minLength: 1 }), fc.constantFrom('"', '\\', '" or userName pr or userName eq "', 'a\\"b', ')', 'x" and active eq "y', '%22', '\n', 'null', 'true'));

	test('asks for exactly the value that was meant, or is refused, whatever is in it', () => {
		fc.assert(
			fc.property(hostile, (value) => {
				const users = [{ userName: value }, { userName: `${value}x` }, { userName: 'root' }];
				// The library takes no escaped quote, which is a refusal and no other question.
				const ask = () => (new SCIMMY.Types.Filter(equals('userName', value)).match(users as never[]) as unknown as typeof users).map(({ userName }) => userName);
				let found: string[] = [];
				try {
					found = ask();
				} catch (error) {
					expect(error).toMatchObject({ scimType: 'invalidFilter' });
				}
				return found.every((userName) => userName === value);
			}),
		);
	});

	test('is one comparison with that value, for a reader that takes everything', () => {
		fc.assert(
			fc.property(hostile, (value) => {
				expect(parseFilter(equals('userName', value))).toEqual({ kind: 'compare', path: 'userName', operator: 'eq', literal: value });
			}),
		);
	});
});
