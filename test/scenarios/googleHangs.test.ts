import type { FaultSpec } from '../../sandbox';
import { startGoogleCompany, type GoogleCompany } from '../support/googleCompany';
import { virtualClock } from '../support/virtualClock';

/** No request ends by itself while one of these tests runs: what passes is only the time that is counted here. */
const never = 60_000;
const bound = 30_000;

let company: GoogleCompany;
beforeAll(async () => {
	company = await startGoogleCompany({ settings: { google: { transferMs: 0, deviceSyncMs: 0 } } }, { requestTimeoutMs: never });
});
beforeEach(() => company.rewind());
afterAll(() => company.stop());

const leaver = () => company.sandbox.cast.leaver;
const journal = () => company.sandbox.journals.google;
const isSuspension = ({ method, path }: { method: string; path: string }) => method === 'PUT' && /\/users\/\d+$/.test(path);

/** Everything that was asked has been answered, or hangs. */
const quiet = async (asked = journal()): Promise<void> => {
	const seen = () => asked.entries.length + asked.entries.filter(({ endedMs }) => endedMs !== undefined).length;
	for (let [before, still] = [-1, 0]; still < 5; still = before === seen() ? still + 1 : 0) {
		before = seen();
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
};

const withdrawTokensOfTheMailbox = () => {
	const { accessTokens } = company.sandbox.google.state;
	const { id } = company.sandbox.google.user(leaver().workEmail!);
	for (const [value, { userId }] of accessTokens) if (userId === id) accessTokens.delete(value);
};

describe('preparation that hangs delays the suspension until the bound, and not a moment longer', () => {
	test.each<[string, Pick<FaultSpec, 'method' | 'path'>, string[]]>([
		['the mailbox', { path: /\/gmail\// }, ['stopForwarding', 'removeDelegates']],
		['tokens for the mailbox', { path: /^\/token$/ }, ['stopForwarding', 'removeDelegates']],
		['what is read first', { method: 'GET', path: /\/(asps|verificationCodes|tokens|roleassignments|groups|mobile|chromeos|transfers)$/ }, ['deleteAppPasswords', 'invalidateBackupCodes']],
		['what is changed first', { path: /\/asps\/|invalidate$/ }, ['deleteAppPasswords', 'invalidateBackupCodes', 'turnOffTwoStep']],
	])('%s', async (_name, where, late) => {
		// So that the token of the admin is there.
		await company.cut(leaver(), { work: { dryRun: true } });
		withdrawTokensOfTheMailbox();
		journal().clear();
		const clock = virtualClock();
		const hanging = company.sandbox.faults.google.add({ ...where, effect: { kind: 'hold' } });
		const cutting = company.cut(leaver(), { work: { clock } });
		await hanging.struck;
		await quiet();
		clock.advance(bound - 1);
		await quiet();
		expect(journal().entries.filter(isSuspension)).toEqual([]);
		clock.advance(1);
		await journal().waitFor(isSuspension);
		hanging.release();
		const results = await cutting;
		const of = (step: string) => results.find((result) => result.step === step)!;
		expect(of('suspend')).toMatchObject({ outcome: 'done', verified: true });
		for (const step of late) expect([step, of(step)]).toEqual([step, expect.objectContaining({ outcome: 'failed', reason: expect.stringContaining('the cut does not wait longer') })]);
	});
});

test('more mailboxes hang than requests are sent at once, and each of their owners is suspended at the bound all the same', async () => {
	const few = await startGoogleCompany({}, { requestTimeoutMs: never, requestsAtOnce: 4 });
	try {
		const { cast, faults, journals } = few.sandbox;
		const leavers = [cast.leaver, cast.sydney, cast.otherLogin];
		for (const one of leavers) await few.cut(one, { work: { dryRun: true } });
		const hanging = faults.google.add({ path: /\/gmail\//, effect: { kind: 'hold' } });
		const clock = virtualClock();
		const cutting = Promise.all(leavers.map((one) => few.cut(one, { work: { clock } })));
		await hanging.struck;
		await quiet(journals.google);
		expect(hanging.hits).toBe(4);
		clock.advance(bound);
		await quiet(journals.google);
		expect(journals.google.entries.filter(isSuspension)).toHaveLength(leavers.length);
		hanging.release();
		for (const results of await cutting) expect(results.find(({ step }) => step === 'suspend')).toMatchObject({ outcome: 'done', verified: true });
	} finally {
		await few.stop();
	}
});
