import { verdictOf } from '../../lifecycle/case';
import { cast } from '../../sandbox';
import { startEntraCase, type EntraCase, type EntraChanges } from '../support/entraCase';
import { outcomes } from '../support/leaverCase';

let company: EntraCase;
beforeEach(async () => {
	company = await startEntraCase();
	// Whoever takes part in this has everything, the licence with the mailbox included, by a group and by themselves.
	for (const group of company.entra.state.groups.values()) if (group.displayName === 'Microsoft 365 Users') group.members.add(user().id);
});
afterEach(() => company.stop());

const login = cast.leaver.workEmail!;
const user = () => company.entra.user(login);
const licences = () => company.entra.accessOf(login).licences;
const both = ['leaveLicenceGroups', 'removeLicences'];
const cut = (changes: EntraChanges = {}) => company.cut(cast.leaver, { steps: both, settings: { licencesWaitForMailbox: true }, ...changes });
const taken = () => company.writes().filter(({ path }) => /assignLicense|members/.test(path));
const reasonOf = (results: Awaited<ReturnType<typeof cut>>, step: string) => results.find((result) => result.step === step)!.reason;

describe('F15: licences wait for the conversion of the mailbox', () => {
	test('F15: while it is the mailbox of a user nothing is taken, and it is said who converts it, and where', async () => {
		const held = licences();
		const results = await cut();
		expect(outcomes(results)).toEqual({ leaveLicenceGroups: 'pending/false', removeLicences: 'pending/false' });
		expect(reasonOf(results, 'leaveLicenceGroups')).toMatch(/^Microsoft 365 Users \(gives licences\): kept, because the mailbox is not shared yet.*Exchange administrator convert it.*run the case again.*switch off Keep Licences/s);
		expect(reasonOf(results, 'removeLicences')).toMatch(/POWER_BI_PRO.*: kept/);
		expect(results.filter(({ outcome }) => outcome === 'not_removable_here')).toEqual([expect.objectContaining({ step: 'removeLicences', reason: expect.stringMatching(/comes with the group/) })]);
		expect(taken()).toEqual([]);
		expect(licences()).toBe(held);
		expect(verdictOf(false, results)).toBe('Incomplete');
	});

	test('F15: once it is shared they go, and the mailbox stays', async () => {
		await cut();
		company.entra.operate('share', login);
		const results = await cut({ work: { run: 'run-2' } });
		expect(outcomes(results)).toEqual({ leaveLicenceGroups: 'done/true', removeLicences: 'done/true' });
		expect(licences()).toBe(0);
		expect(verdictOf(false, results)).toBe('Complete');
		expect(outcomes(await cut({ work: { run: 'run-3' } }))).toEqual({ leaveLicenceGroups: 'already_done/true', removeLicences: 'already_done/true' });
	});

	test('F15: converted, and Graph does not say so yet: kept until it does', async () => {
		const lag = company.entra.faults.add({ method: 'GET', path: /mailboxSettings/, effect: { kind: 'lag', ms: 3_600_000 } });
		company.entra.operate('share', login);
		expect(outcomes(await cut())).toEqual({ leaveLicenceGroups: 'pending/false', removeLicences: 'pending/false' });
		lag.remove();
		expect(outcomes(await cut({ work: { run: 'run-2' } }))).toEqual({ leaveLicenceGroups: 'done/true', removeLicences: 'done/true' });
	});

	test('F15: an answer that does not say what the mailbox is keeps the licences as well', async () => {
		company.entra.faults.add({ method: 'GET', path: /mailboxSettings/, effect: { kind: 'status', status: 200, body: { timeZone: 'UTC' } } });
		expect(reasonOf(await cut(), 'removeLicences')).toMatch(/calls its purpose "unknown"/);
		expect(taken()).toEqual([]);
	});

	test('F15: where it may not be asked, nothing is taken, and the permission is named', async () => {
		company.entra.faults.add({ method: 'GET', path: /mailboxSettings/, effect: { kind: 'forbidden' } });
		const results = await cut();
		expect(outcomes(results)).toEqual({ leaveLicenceGroups: 'failed/false', removeLicences: 'failed/false' });
		for (const step of both) expect(reasonOf(results, step)).toMatch(/MailboxSettings\.Read/);
		expect(taken()).toEqual([]);
	});

	test('a meeting room keeps its mailbox without a licence', async () => {
		company.entra.faults.add({ method: 'GET', path: /mailboxSettings/, effect: { kind: 'status', status: 200, body: { userPurpose: 'room' } } });
		expect(outcomes(await cut())).toEqual({ leaveLicenceGroups: 'done/true', removeLicences: 'done/true' });
	});

	test('where there is no mailbox in the cloud, none is waited for', async () => {
		company.entra.faults.add({ method: 'GET', path: /mailboxSettings/, effect: { kind: 'status', status: 404, body: { error: { code: 'MailboxNotEnabledForRESTAPI', message: 'The mailbox is either inactive, soft-deleted, or is hosted on-premise.' } } } });
		expect(outcomes(await cut())).toEqual({ leaveLicenceGroups: 'done/true', removeLicences: 'done/true' });
	});

	test('switched off, nobody asks and nobody waits', async () => {
		expect(outcomes(await cut({ settings: { licencesWaitForMailbox: false } }))).toEqual({ leaveLicenceGroups: 'done/true', removeLicences: 'done/true' });
		expect(company.entra.journal.entries.filter(({ query }) => JSON.stringify(query).includes('userPurpose'))).toEqual([]);
	});

	test('a dry run foresees it', async () => {
		expect(outcomes(await cut({ work: { dryRun: true } }))).toEqual({ leaveLicenceGroups: 'pending/false', removeLicences: 'pending/false' });
		expect(company.writes()).toEqual([]);
	});
});
