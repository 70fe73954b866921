import type { Ledger } from '../../ledger/types';
import type { Person } from '../../lifecycle/person';
import { googleSteps } from '../../systems/google';
import { startGoogleCompany, type GoogleCompany } from '../support/googleCompany';
import { outcomes } from '../support/leaverCase';

let company: GoogleCompany;
beforeAll(async () => {
	company = await startGoogleCompany({ settings: { google: { transferMs: 0, deviceSyncMs: 0 } } });
});
beforeEach(() => company.rewind());
afterAll(() => company.stop());

const leaver = () => company.sandbox.cast.leaver;
const google = () => company.sandbox.google;
const everyStep = googleSteps.map(({ id }) => id);
const whole = { options: { steps: everyStep }, settings: { leaversOrgUnit: '/Leavers', autoReply: { subject: 'Gone', text: 'Please write to the team.' } } };
const inMailbox = ['stopForwarding', 'removeDelegates', 'setAutoReply'];
const other = { worker: 'another' };

/** Changes that Google took; the password is another one each time. */
const taken = () =>
	company.sandbox.journals.google.writes
		.filter(({ path, status = 0 }) => path !== '/token' && status < 300)
		.map(({ method, path, body }) => `${method} ${path} ${body.replace(/"password":"[^"]*"/, '"password":"…"')}`);
const refused = () => company.sandbox.journals.google.writes.filter(({ status = 0 }) => status >= 300);
const twice = (calls: readonly string[]) => calls.filter((call, index) => calls.indexOf(call) !== index);

const joiner = (): Person => ({
	id: '5001', name: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace', workEmail: `ada.lovelace@${google().connection.domain}`, title: 'Engineer', department: 'Engineering', location: 'London',
	timeZone: null, manager: null, startDate: null, lastDay: null, workerType: null, clearance: null,
});

describe('F03: two workers at once', () => {
	test('change everything exactly once, and both know that it is done', async () => {
		const [one, another] = await Promise.all([company.cut(leaver(), whole), company.cut(leaver(), { ...whole, work: other })]);
		expect(twice(taken())).toEqual([]);
		expect(taken().filter((call) => call.startsWith('PUT') && call.includes('suspended'))).toHaveLength(1);
		expect(google().state.transfers.size).toBe(1);
		for (const step of everyStep.filter((id) => !inMailbox.includes(id) && id !== 'removeFromGroups')) {
			expect([step, ...[outcomes(one)[step], outcomes(another)[step]].map((outcome) => outcome!.split('/')[0]).sort()]).toEqual([step, 'already_done', 'done']);
		}
		// A group filled by a query refuses each of them; nothing else is refused.
		expect(refused().map(({ path }) => path)).toEqual(refused().map(() => expect.stringContaining('/members/')));
	});

	test('give everything back exactly once', async () => {
		await company.cut(leaver(), whole);
		company.sandbox.journals.google.clear();
		const results = await Promise.all([company.restore(leaver(), whole), company.restore(leaver(), { ...whole, work: other })]);
		expect(twice(taken())).toEqual([]);
		expect(refused()).toEqual([]);
		expect(taken().length).toBeGreaterThan(8);
		for (const { step, outcome, reason } of results.flat()) expect([step, outcome, reason]).not.toEqual([step, 'failed', reason]);
	});

	test('make one account for somebody who joins', async () => {
		google().settings.searchLagMs = 3_600_000;
		const group = [...google().state.groups.values()].find(({ email }) => email.startsWith('engineering@'))!.email;
		await Promise.all([company.grant(joiner(), { join: [group] }), company.grant(joiner(), { join: [group] }, { work: other })]);
		expect(twice(taken())).toEqual([]);
		expect(refused()).toEqual([]);
		expect(google().usersOfPerson('5001')).toHaveLength(1);
	});

	test('who cut and give back end in one of the two states, with every change made for it', async () => {
		await company.cut(leaver());
		await Promise.all([company.restore(leaver()), company.cut(leaver(), { work: other })]);
		expect(refused().filter(({ path }) => !path.includes('/members/'))).toEqual([]);
		const { status, groups } = google().accessOf(leaver().workEmail!);
		expect([status, groups]).toEqual(status === 'suspended' ? ['suspended', 1] : ['active', 5]);
	});
});

describe('F09: a crash between what was intended and what came of it', () => {
	/** Whoever writes such a record dies of it, with the record written or not. */
	const dyingOf = (kind: string, written: boolean): Ledger => ({
		...company.ledger,
		append: async (record) => {
			if (record.kind !== kind) return await company.ledger.append(record);
			if (written) await company.ledger.append(record);
			throw new Error('The process was killed.');
		},
	});

	test('before anything was sent: everything is sent once, by whoever goes on', async () => {
		await company.cut(leaver(), { ...whole, work: { ledger: dyingOf('step.intended', true) } });
		expect(taken()).toEqual([]);
		const results = outcomes(await company.cut(leaver(), { ...whole, work: other }));
		for (const step of everyStep) expect([step, results[step]]).toEqual([step, expect.stringMatching(/^done\//)]);
		expect(twice(taken())).toEqual([]);
	});

	test('after everything was sent: it is found in effect, and nothing is sent again but the end of sessions nobody can see', async () => {
		await company.cut(leaver(), { ...whole, work: { ledger: dyingOf('step.settled', false) } });
		const before = taken().length;
		expect(before).toBeGreaterThan(20);
		const results = await company.cut(leaver(), { ...whole, work: other });
		expect(taken().slice(before)).toEqual([expect.stringContaining('/signOut')]);
		for (const step of everyStep) {
			const result = results.find((one) => one.step === step)!;
			if (inMailbox.includes(step) || step === 'removeFromGroups') expect([step, result.outcome]).toEqual([step, 'not_removable_here']);
			else expect([step, result.outcome]).toEqual([step, 'done']);
			if (result.outcome === 'done' && step !== 'signOut') expect(result.reason).toContain('had been sent when n8n stopped');
		}
		expect(google().state.transfers.size).toBe(1);
	});

	test.each([...everyStep])('in the middle, with %s sent and not written down', async (dying) => {
		const ledger: Ledger = {
			...company.ledger,
			append: async (record) => {
				if (record.kind === 'step.settled' && record.content?.['step'] === dying) throw new Error('The process was killed.');
				return await company.ledger.append(record);
			},
		};
		const steps = [...new Set(['suspend', 'transferOwnership', dying])];
		await company.cut(leaver(), { ...whole, options: { steps }, work: { ledger } });
		const before = taken().length;
		await company.cut(leaver(), { ...whole, options: { steps }, work: other });
		expect(taken().slice(before)).toEqual(dying === 'signOut' ? [expect.stringContaining('/signOut')] : []);
	});
});
