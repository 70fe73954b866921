import { announced, caseOf, company, hour, source, workflow } from '../../test/support/guarded';
import { temporaryLedger } from '../../test/support/temporaryLedger';
import { virtualClock } from '../../test/support/virtualClock';
import { workingOn } from '../account';
import { openCase } from '../caseRecords';
import { closeCase } from '../closing';
import { cutAccess } from '../cut';
import type { EventKind, HrEvent } from '../event';
import type { Announcement } from '../inbox';
import type { StepResult } from '../outcome';
import { pendingIn } from '../pending';
import { restoreAccess } from '../restore';
import { change, onlyThePersonCan, satisfied, step, type Step } from '../step';
import { summary } from '../summary';
import type { AccountRef, System } from '../system';
import type { Work } from '../work';
import { recentCuts } from './cutCases';
import { objectionTo } from './objection';
import { openGivingBack } from './open';

type Desk = { id: string; personId: string; open: boolean; keys: string[]; badge: boolean };

/** Small enough to see everything that is taken from it and given back. */
const house = (id = 'house') => {
	const desks: Desk[] = [{ id: 'd1', personId: '1', open: true, keys: ['front', 'cellar'], badge: true }, { id: 'd2', personId: '2', open: true, keys: [], badge: true }];
	const world = { desks, broken: new Set<string>() };
	const desk = (account: AccountRef) => desks.find((one) => one.id === account.id)!;
	const common = { danger: 'It is gone.', needs: [], readBackFrom: 'the desk', givenBack: 'yes', closes: 'entitlements', stage: 'cut' } as const;
	const working = (name: string) => {
		if (world.broken.has(name)) throw new Error(`${name} is broken`);
	};
	const steps = [
		step<typeof world, AccountRef>()<{ open: boolean }>({
			...common, id: 'lock', label: 'Lock', stage: 'cut',
			read: async (_, account) => ({ open: desk(account).open }),
			plan: ({ open }) => (open ? change('Lock it') : satisfied('It is locked')),
			apply: async (_, account) => void (desk(account).open = false),
			undo: {
				plan: (now, before) => (before.open && !now.open ? change('Unlock it') : satisfied(before.open ? 'It is open' : 'It was locked before')),
				apply: async (_, account) => {
					working('lock');
					desk(account).open = true;
				},
			},
		}),
		step<typeof world, AccountRef>()<{ keys: string[] }>({
			...common, id: 'keys', label: 'Take keys',
			read: async (_, account) => ({ keys: [...desk(account).keys] }),
			plan: ({ keys }) => (keys.length > 0 ? change('Take the keys') : satisfied('No keys')),
			apply: async (_, account) => void (desk(account).keys = []),
			undo: {
				plan: (now, before) => (before.keys.every((key) => now.keys.includes(key)) ? satisfied('The keys are there') : change('Hand them out')),
				apply: async (_, account, now, before) => void (desk(account).keys = [...new Set([...now.keys, ...before.keys])]),
			},
		}),
		step<typeof world, AccountRef>()<{ badge: boolean }>({
			...common, id: 'badge', label: 'Void badge',
			read: async (_, account) => ({ badge: desk(account).badge }),
			plan: ({ badge }) => (badge ? change('Void it') : satisfied('No badge')),
			apply: async (_, account) => void (desk(account).badge = false),
			undo: onlyThePersonCan((now, before) => (before.badge && !now.badge ? 'The person has a new badge made' : null)),
		}),
	] as unknown as Step<unknown, AccountRef>[];
	const system: System = {
		id,
		label: 'House',
		steps,
		connect: () => world,
		find: async (_: unknown, person: { id: string }) => {
			const found = desks.find(({ personId }) => personId === person.id);
			return found === undefined ? { kind: 'none', why: 'No desk.' } : { kind: 'one', account: { id: found.id, label: `desk ${found.id}` } };
		},
		untouchable: async () => null,
		rights: async () => [],
	} as unknown as System;
	return { world, system, desk: (personId = '1') => desks.find((one) => one.personId === personId) };
};

const usual = ['lock', 'keys', 'badge'];

let clock: ReturnType<typeof virtualClock>;
let ledger: Awaited<ReturnType<typeof temporaryLedger>>;
let acme: ReturnType<typeof company>;
let runs: number;
beforeEach(async () => {
	clock = virtualClock('2026-11-20T09:00:00.000Z');
	ledger = await temporaryLedger(clock.now);
	acme = company(ledger, clock);
	runs = 0;
});
afterEach(() => ledger.close());

const workIn = (caseId: string, dryRun = false): Work => ({ ledger, clock, patience: { readBackMs: 0, proofMs: 0, tries: 1 }, caseId, run: `run-${runs}`, node: 'Node', dryRun, worker: 'test' });
const terms = (dryRun = false) => ({ dryRun, deadlineMinutes: 5, run: `run-${++runs}`, workflow });

const cut = async (announcement: Announcement, system: System, { steps = usual, close = true, dryRun = false } = {}) => {
	const { id } = await openCase(ledger, announcement.person, announcement.event, terms(dryRun));
	await cutAccess(system, announcement.person, { steps, missingAccountIsFine: true }, workIn(id, dryRun));
	clock.advance(60_000);
	if (close) await closeCase(ledger, id, `run-${runs}`);
	return id;
};
const givingBack = (kind: 'rescind' | 'return', row = 'back', more: Partial<HrEvent> = {}) => announced('1', { kind, ...more }, {}, row);
const open = async (announcement: Announcement, linkedTo: string[], dryRun = false) => (await openGivingBack(ledger, announcement.person, announcement.event, { ...terms(dryRun), linkedTo, now: clock.now() })).id;
const restore = async (announcement: Announcement, linkedTo: string[], system: System, dryRun = false) => {
	const caseId = await open(announcement, linkedTo, dryRun);
	const results = await restoreAccess(system, announcement.person, workIn(caseId, dryRun));
	const closed = await closeCase(ledger, caseId, `run-${runs}`);
	return { caseId, results, closed, text: summary({ caseId, person: announcement.person.name, closed, steps: closed.steps }) };
};
const outcomes = (results: readonly StepResult[]) => Object.fromEntries(results.map(({ step: name, outcome }) => [name, outcome]));
const objection = (caseId: string, personId = '1') => objectionTo(ledger, caseId, { person: { id: personId }, by: 'nobody' });

describe('what was cut is given back', () => {
	test('as it was before, in a case of its own, with a verdict in words of a restore', async () => {
		const { system, desk } = house();
		const taken = await cut(announced('1'), system);
		expect(desk()).toMatchObject({ open: false, keys: [], badge: false });
		const { caseId, results, closed, text } = await restore(givingBack('rescind'), [taken], system);
		expect(caseId).not.toBe(taken);
		expect(desk()).toMatchObject({ open: true, keys: ['front', 'cellar'], badge: false });
		expect(outcomes(results)).toEqual({ badge: 'pending', keys: 'done', lock: 'done' });
		expect(closed).toMatchObject({ verdict: 'Complete', gaveBack: true, open: [] });
		expect(text).toMatch(/^Complete: Person 1 has back what was taken, and it was read back\. 1 thing only they can set up again\./);
		expect(text).toMatch(/Only the person can set this up again:\n- house \/ badge: pending\. The person has a new badge made/);
		expect(text).toMatch(/Is as it was before:\n- house \/ keys: done, read back/);
	});

	test('what cannot be given back now is named, and running it again finishes it', async () => {
		const { system, world, desk } = house();
		const taken = await cut(announced('1'), system);
		world.broken.add('lock');
		const back = givingBack('rescind');
		const first = await restore(back, [taken], system);
		expect(first.closed).toMatchObject({ verdict: 'Incomplete', gaveBack: true });
		expect(first.text).toMatch(/^INCOMPLETE: Person 1 does not have back everything that was taken\. 1 thing needs somebody\.[^]*Not back yet, and needs somebody:\n- house \/ lock: failed/);
		world.broken.clear();
		const second = await restore(back, [taken], system);
		expect(second.caseId).toBe(first.caseId);
		expect(outcomes(second.results)).toEqual({ badge: 'pending', keys: 'already_done', lock: 'done' });
		expect(second.closed.verdict).toBe('Complete');
		expect(desk()).toMatchObject({ open: true });
	});

	test('what could not be given back comes again by itself, and what is back does not', async () => {
		const { system, world } = house();
		const taken = await cut(announced('1'), system);
		world.broken.add('lock');
		const caseId = await open(givingBack('rescind'), [taken]);
		await restoreAccess(system, { id: '1', workEmail: null }, workIn(caseId));
		const again = { now: clock.now(), lookAgainAfter: [15], tryAgain: true, toBeTold: false };
		expect(await closeCase(ledger, caseId, `run-${runs}`, again)).toMatchObject({ again: [{ at: new Date(clock.now().getTime() + 15 * 60_000).toISOString(), why: expect.stringMatching(/^what was still open is tried again/) }] });
		world.broken.clear();
		await open(givingBack('rescind'), [taken]);
		await restoreAccess(system, { id: '1', workEmail: null }, workIn(caseId));
		expect(await closeCase(ledger, caseId, `run-${runs}`, again)).toMatchObject({ verdict: 'Complete', again: [] });
	});

	test('a dry run says what it would do, changes nothing, and lets the case come again', async () => {
		const { system, desk } = house();
		const taken = await cut(announced('1'), system);
		const { results, text } = await restore(givingBack('rescind'), [taken], system, true);
		expect(outcomes(results)).toMatchObject({ keys: 'planned', lock: 'planned' });
		expect(desk()).toMatchObject({ open: false });
		expect(text).toMatch(/^Dry run for Person 1: nothing was given back\.[^]*Would be given back:/);
		expect(await acme.kinds('event.givenBack')).toBe(0);
		expect(await objection(taken)).toBeNull();
	});

	test('a system where the case took nothing is no reason against the verdict, and neither is one without an account', async () => {
		const [worked, other] = [house(), house('shed')];
		const taken = await cut(announced('1'), worked.system);
		const caseId = await open(givingBack('rescind'), [taken]);
		const results = await restoreAccess(other.system, { id: '1', workEmail: null }, workIn(caseId));
		expect(results).toMatchObject([{ outcome: 'already_done', verified: true, reason: expect.stringMatching(/took nothing from desk d1 in House/) }]);
		other.world.desks.length = 0;
		expect(await restoreAccess(other.system, { id: '1', workEmail: null }, workIn(caseId))).toMatchObject([{ outcome: 'not_found', accepted: true }]);
	});

	test('a case that somebody entered is not believed where it has seen nothing', async () => {
		const { system } = house();
		const taken = await cut(announced('1'), system);
		await openCase(ledger, announced('2').person, announced('2').event, terms());
		expect(await restoreAccess(system, { id: '1', workEmail: null }, workIn(caseOf(announced('2'))))).toMatchObject([{ step: 'protection', outcome: 'refused' }]);
		expect(outcomes(await restoreAccess(system, { id: '1', workEmail: null }, workIn(taken)))).toMatchObject({ lock: 'done' });
	});

	test('an emergency that HR confirmed later is given back with what the emergency found', async () => {
		const { system, desk } = house();
		const first = await cut(announced('1', { source: 'form/emergency', urgency: 'immediate' }, {}, 'e'), system);
		clock.advance(hour);
		const hr = await cut(announced('1'), system);
		await restore(givingBack('rescind'), [hr], system);
		expect(desk()).toMatchObject({ open: true, keys: ['front', 'cellar'] });
		for (const one of [first, hr]) expect(await objection(one)).toMatch(/was given back already/);
	});

	test('a departure of years ago is no part of it', async () => {
		const { system, desk } = house();
		await cut(announced('1', {}, {}, 'old'), system);
		clock.advance(40 * 24 * hour);
		desk()!.open = true;
		const taken = await cut(announced('1', {}, {}, 'new'), system);
		await restore(givingBack('rescind'), [taken], system);
		expect(desk()).toMatchObject({ open: true, keys: [] });
	});
});

describe('from then on nothing that comes by itself takes it away again', () => {
	const leaving = announced('1');
	const lookedAgain = { lookAgainAfter: [15], tryAgain: true, toBeTold: false };

	test('the leaver that HR still announces is not looked at again', async () => {
		const { system } = house();
		await acme.fromTrigger([leaving]);
		const taken = await cut(leaving, system, { close: false });
		await closeCase(ledger, taken, `run-${runs}`, { ...lookedAgain, now: clock.now() });
		expect((await pendingIn(ledger)).again.size).toBe(1);
		await open(givingBack('rescind', 'form', { source: 'form/undo' }), [taken]);
		expect((await pendingIn(ledger)).again.size).toBe(0);
		clock.advance(48 * hour);
		expect(await acme.takeUp()).toEqual([]);
	});

	test('a cut that was broken off is not taken up again', async () => {
		const { system } = house();
		await acme.fromTrigger([leaving]);
		const taken = await cut(leaving, system, { close: false });
		clock.advance(hour);
		await open(givingBack('rescind', 'form', { source: 'form/undo' }), [taken]);
		clock.advance(48 * hour);
		expect(await acme.takeUp()).toEqual([]);
	});

	test('a run of the leaver that ends late makes no new appointments', async () => {
		const { system } = house();
		await acme.fromTrigger([leaving]);
		const taken = await cut(leaving, system, { close: false });
		const run = `run-${runs}`;
		clock.advance(hour);
		await open(givingBack('rescind'), [taken]);
		expect(await closeCase(ledger, taken, run, { ...lookedAgain, now: clock.now() })).toMatchObject({ again: [] });
	});

	test('given back under the case itself, as without a form, the case is over as well', async () => {
		const { system } = house();
		await acme.fromTrigger([leaving]);
		const taken = await cut(leaving, system, { close: false });
		await closeCase(ledger, taken, `run-${runs}`, { ...lookedAgain, now: clock.now() });
		await restoreAccess(system, leaving.person, { ...workIn(taken), run: '' });
		expect(await closeCase(ledger, taken, null)).toMatchObject({ gaveBack: true });
		clock.advance(48 * hour);
		expect(await acme.takeUp()).toEqual([]);
	});
});

describe('what is refused', () => {
	const openOther = async (kind: EventKind, row: string, more: Partial<HrEvent> = {}, id = '1') => {
		const other = announced(id, { kind, ...more }, {}, row);
		clock.advance(60_000);
		return (await openCase(ledger, other.person, other.event, terms())).id;
	};

	test.each<[string, () => Promise<string>, RegExp]>([
		['a case nobody knows', async () => 'hr_event_1', /no case hr_event_1/],
		['another person\'s case', () => cut(announced('2'), house().system), /about HR ID 2, and not about HR ID 1/],
		['a case that takes nothing', () => openOther('move', 'm'), /is a move, which takes nothing/],
		['a dry run', () => cut(announced('1'), house().system, { dryRun: true }), /was a dry run/],
	])('%s', async (_, make, why) => {
		const caseId = await make();
		expect(await objection(caseId)).toMatch(why);
		await expect(open(givingBack('rescind'), [caseId])).rejects.toThrow(/^Nothing was given back to Person 1, because/);
		expect(await acme.kinds('event.givenBack')).toBe(0);
	});

	test('what was given back already', async () => {
		const { system } = house();
		const taken = await cut(announced('1'), system);
		await restore(givingBack('rescind', 'first'), [taken], system);
		await expect(open(givingBack('rescind', 'second'), [taken])).rejects.toThrow(/was given back already, at 2026-11-20 09:01 UTC, with the case hr_event_/);
	});

	test('given back and cut once more, it can be given back once more', async () => {
		const { system, desk } = house();
		const taken = await cut(announced('1'), system);
		await restore(givingBack('rescind', 'first'), [taken], system);
		await cut(announced('1'), system);
		expect(desk()).toMatchObject({ open: false });
		await restore(givingBack('rescind', 'second'), [taken], system);
		expect(desk()).toMatchObject({ open: true });
	});

	test('somebody who has left again since', async () => {
		const { system, desk } = house();
		const first = await cut(announced('1', {}, {}, 'a'), system);
		desk()!.open = true;
		const second = await cut(announced('1', {}, {}, 'b'), system);
		await expect(open(givingBack('rescind'), [first])).rejects.toThrow(new RegExp(`they have left since, at .* with the case ${second}\\. If that is the mistake`));
		expect(desk()).toMatchObject({ open: false });
	});

	test('somebody who has left since by an emergency, which HR knows nothing of', async () => {
		const { system } = house();
		const first = await cut(announced('1'), system);
		clock.advance(60_000);
		await cut(announced('1', { source: 'form/emergency' }, {}, 'e'), system);
		expect(await objection(first)).toMatch(/they have left since/);
	});

	test('somebody who was hired again since', async () => {
		const taken = await cut(announced('1'), house().system);
		await openOther('rehire', 'r');
		expect(await objection(taken)).toMatch(/they came back since, .* and have what belongs to them now/);
	});

	test('a person of the same number in another HR system is somebody else', async () => {
		const taken = await cut(announced('1'), house().system);
		await openOther('rehire', 'r', { source: 'personio/acme' });
		expect(await objection(taken)).toBeNull();
	});

	test('a cut that is under way, until it has ended', async () => {
		const { system } = house();
		const taken = await cut(announced('1'), system, { close: false });
		await expect(open(givingBack('rescind'), [taken])).rejects.toThrow(/was not closed yet.*It is taken up again by itself/);
		clock.advance(10 * 60_000);
		const rest = await workingOn(ledger, clock, taken);
		await expect(open(givingBack('rescind'), [taken])).rejects.toThrow(/still being worked on/);
		await rest();
		await open(givingBack('rescind'), [taken]);
	});

	test('nor one that the guard has let pass once more, and that is about to be opened', async () => {
		const taken = await cut(announced('1'), house().system);
		await ledger.append({ kind: 'guard.passed', caseId: taken, content: { workflow, key: announced('1').event.key, kind: 'terminate' } });
		await expect(open(givingBack('rescind'), [taken])).rejects.toThrow(/was not closed yet.*It is taken up again by itself/);
		clock.advance(6 * 60_000);
		await open(givingBack('rescind'), [taken]);
	});
});

describe('a leave', () => {
	const away = announced('1', { kind: 'leave' }, {}, 'away');

	test('takes what is ticked, and says until when', async () => {
		const { system, desk } = house();
		const { id } = await openCase(ledger, away.person, away.event, terms());
		await cutAccess(system, away.person, { steps: ['lock'], missingAccountIsFine: true }, workIn(id));
		const closed = await closeCase(ledger, id, `run-${runs}`);
		expect(desk()).toMatchObject({ open: false, keys: ['front', 'cellar'], badge: true });
		expect(summary({ caseId: id, person: 'Ada', closed, steps: closed.steps })).toMatch(/^Complete: Ada is cut off until the return from leave, and it was read back\./);
	});

	test('the return gives back what the leave took, and leaves alone what changed meanwhile', async () => {
		const { system, desk } = house();
		const taken = await cut(away, system, { steps: ['lock'] });
		desk()!.keys = ['front'];
		const { results, closed } = await restore(givingBack('return'), [taken], system);
		expect(outcomes(results)).toEqual({ lock: 'done' });
		expect(closed.verdict).toBe('Complete');
		expect(desk()).toMatchObject({ open: true, keys: ['front'] });
	});

	test('a termination that is taken back while somebody is away leaves them away', async () => {
		const { system, desk } = house();
		await cut(away, system, { steps: ['lock'] });
		const taken = await cut(announced('1'), system);
		expect(desk()).toMatchObject({ open: false, keys: [] });
		await restore(givingBack('rescind'), [taken], system);
		expect(desk()).toMatchObject({ open: false, keys: ['front', 'cellar'] });
	});

	test('without a case to give back it says so, and asks for somebody', async () => {
		const { system } = house();
		const { results, closed } = await restore(givingBack('return'), [], system);
		expect(results).toMatchObject([{ outcome: 'refused', reason: expect.stringMatching(/no case is known that took access from them/) }]);
		expect(closed.verdict).toBe('Incomplete');
			const other = await open(givingBack('return', 'other'), []);
		const empty = await closeCase(ledger, other, `run-${runs}`);
		expect(summary({ caseId: other, person: 'Ada', closed: empty, steps: empty.steps })).toMatch(/^INCOMPLETE: nothing was given back to Ada, because no case is known that took it\./);
	});
});

describe('the list to choose from', () => {
	test('the newest first, without dry runs and without what was given back', async () => {
		const { system } = house();
		const ada = await cut(announced('1'), system);
		clock.advance(hour);
		const bob = await cut(announced('2'), system, { steps: ['lock'] });
		await cut(announced('2', {}, {}, 'tried'), system, { dryRun: true });
		expect((await recentCuts(ledger, { limit: 10, givenBackToo: false })).map(({ id }) => id)).toEqual([bob, ada]);
		expect(await recentCuts(ledger, { limit: 1, givenBackToo: false })).toMatchObject([{ id: bob, person: { name: 'Person 2' }, systems: ['house'], verdict: 'Complete', givenBack: null }]);
		const { caseId } = await restore(givingBack('rescind'), [ada], system);
		expect((await recentCuts(ledger, { limit: 10, givenBackToo: false })).map(({ id }) => id)).toEqual([bob]);
		expect((await recentCuts(ledger, { limit: 10, givenBackToo: true })).find(({ id }) => id === ada)).toMatchObject({ givenBack: { by: caseId } });
	});

	test('is as long as it is asked to be, however many other cases there are', async () => {
		for (let index = 0; index < 230; index++) {
			const other = announced('7', { kind: 'move' }, {}, String(index));
			await openCase(ledger, other.person, other.event, terms());
		}
		const { system } = house();
		const ada = await cut(announced('1'), system);
		for (let index = 0; index < 230; index++) {
			const other = announced('8', { kind: 'move' }, {}, String(index));
			await openCase(ledger, other.person, other.event, terms());
		}
		expect((await recentCuts(ledger, { limit: 5, givenBackToo: false })).map(({ id }) => id)).toEqual([ada]);
	}, 30_000);
});

test('the guard names the case, and the case gives it back', async () => {
	const { system, desk } = house();
	await acme.check([announced('1')]);
	const taken = await cut(announced('1'), system);
	const back = announced('1', { kind: 'rescind', source });
	const [judgement] = await acme.check([back]);
	expect(judgement).toMatchObject({ to: 'proceed', linkedTo: [taken] });
	await restore(back, judgement!.linkedTo!, system);
	expect(desk()).toMatchObject({ open: true });
});
