import type { Person } from '../../lifecycle/person';
import { startGoogleCompany, type GoogleCompany } from '../support/googleCompany';
import { outcomes } from '../support/leaverCase';

let company: GoogleCompany;
beforeAll(async () => {
	company = await startGoogleCompany();
});
beforeEach(() => company.rewind());
afterAll(() => company.stop());

const google = () => company.sandbox.google;
const joiner = (changes: Partial<Person> = {}): Person => ({
	id: '5001', name: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace', workEmail: `ada.lovelace@${google().connection.domain}`, title: 'Engineer', department: 'Engineering', location: 'London',
	timeZone: 'Europe/London', manager: { id: '1', name: null, email: company.sandbox.cast.leaverManager.workEmail }, startDate: '2026-12-01', lastDay: null, workerType: null, clearance: null, ...changes,
});
const aGroup = () => [...google().state.groups.values()].find(({ dynamicDepartment }) => dynamicDepartment === undefined)!;

describe('somebody who joins', () => {
	test('H01: before the first day the account is made suspended, with everything it will need', async () => {
		const results = await company.grant(joiner(), { usable: false, join: [aGroup().email], orgUnitPath: '/Staff' });
		for (const { reason, outcome } of results) expect([reason, outcome]).not.toEqual([reason, 'failed']);
		const user = google().user(joiner().workEmail!);
		expect(user).toMatchObject({ suspended: true, changePasswordAtNextLogin: true, orgUnitPath: '/Staff', name: { givenName: 'Ada', familyName: 'Lovelace' } });
		expect(user.profile).toMatchObject({ externalIds: [{ type: 'organization', value: '5001' }], organizations: [expect.objectContaining({ title: 'Engineer', department: 'Engineering' })], relations: [{ type: 'manager', value: company.sandbox.cast.leaverManager.workEmail }] });
		expect(aGroup().members.has(user.id)).toBe(true);
	});

	test('an account whose creation is not complete is waited for', async () => {
		google().settings.creationMs = 1_500;
		const results = outcomes(await company.grant(joiner(), { usable: true, join: [aGroup().email] }));
		expect(results).toMatchObject({ createAccount: 'done/true', joinGroups: 'done/true', signIn: expect.stringMatching(/done/) });
	});

	test('found at once although the search lags behind', async () => {
		google().settings.searchLagMs = 3_600_000;
		expect(outcomes(await company.grant(joiner()))).toMatchObject({ createAccount: 'done/true' });
	});

	test('on the first day the same account is let in', async () => {
		await company.grant(joiner(), { usable: false });
		expect(outcomes(await company.grant(joiner(), { usable: true }))).toMatchObject({ createAccount: 'already_done/true', signIn: 'done/true' });
		expect(google().user(joiner().workEmail!).suspended).toBe(false);
	});

	test('an address somebody else has stops it, and is named', async () => {
		const other = company.sandbox.cast.leeWhoStays.workEmail!;
		const [result, ...rest] = await company.grant(joiner({ workEmail: other }));
		expect(rest).toEqual([]);
		expect(result).toMatchObject({ outcome: 'failed', reason: expect.stringContaining(other) });
	});

	test('A07: somebody who comes back gets the account they had', async () => {
		const { leaver } = company.sandbox.cast;
		await company.cut(leaver, { options: { steps: ['suspend'] } });
		const results = outcomes(await company.grant(joiner({ id: leaver.id, workEmail: leaver.workEmail! }), { usable: true, orgUnitPath: '/Staff' }, { work: { caseId: 'hr_event_rehire' } }));
		expect(results).toMatchObject({ createAccount: 'already_done/true', signIn: 'done/true', moveToOrgUnit: 'done/true' });
	});

	test('an archived account is said to be one, and nobody is told that it can be used', async () => {
		const { leaver } = company.sandbox.cast;
		google().user(leaver.workEmail!).archived = true;
		const results = await company.grant(joiner({ id: leaver.id, workEmail: leaver.workEmail! }));
		expect(results.find(({ step }) => step === 'signIn')).toMatchObject({ outcome: 'pending', reason: expect.stringContaining('Un-archive') });
	});

	test('no password is in the ledger', async () => {
		await company.grant(joiner());
		expect(JSON.stringify(await company.ledger.records({}))).not.toMatch(/"password":/);
	});
});

describe('somebody who moves or is renamed', () => {
	test('A05: the new address is the primary one, the old one goes on reaching them', async () => {
		await company.grant(joiner());
		const renamed = joiner({ name: 'Ada Byron', lastName: 'Byron', workEmail: `ada.byron@${google().connection.domain}`, title: 'Lead' });
		const results = outcomes(await company.change(renamed));
		expect(results).toMatchObject({ rename: 'done/true', fillProfile: 'done/true' });
		expect(google().user('ada.byron')).toMatchObject({ aliases: [joiner().workEmail], name: { familyName: 'Byron' } });
		expect(google().usersOfPerson('5001')).toHaveLength(1);
	});

	test('what others put into the profile stays', async () => {
		await company.grant(joiner());
		const user = google().user(joiner().workEmail!);
		(user.profile['externalIds'] as unknown[]).push({ type: 'custom', customType: 'badge', value: 'B7' });
		await company.change(joiner({ department: 'Operations' }));
		expect(user.profile['externalIds']).toEqual(expect.arrayContaining([{ type: 'custom', customType: 'badge', value: 'B7' }, { type: 'organization', value: '5001' }]));
		expect(user.profile['organizations']).toEqual([expect.objectContaining({ department: 'Operations', title: 'Engineer' })]);
	});

	test('groups are joined and left', async () => {
		await company.grant(joiner(), { join: [aGroup().email] });
		const { id } = google().user(joiner().workEmail!);
		expect(outcomes(await company.change(joiner(), { leave: [aGroup().email] }))).toMatchObject({ leaveGroups: 'done/true' });
		expect(aGroup().members.has(id)).toBe(false);
	});
});
