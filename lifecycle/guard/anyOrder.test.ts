import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openLedger, type Ledger } from '../../ledger';
import type { LedgerRecord } from '../../ledger/types';
import { announced, caseOf, company, hour, jane, joe, workflow, type Company } from '../../test/support/guarded';
import { virtualClock } from '../../test/support/virtualClock';
import type { Announcement } from '../inbox';
import { placeOf } from '../pending';
import { holdsIn, type Decider } from './hold';
import type { Judgement } from './judgement';

const sources = ['bamboohr/acme', 'form'] as const;

interface Act {
	what: 'bring' | 'rescind' | 'approve' | 'reject' | 'takeUp' | 'close' | 'wait';
	source: (typeof sources)[number];
	id: string;
	row: string;
	ahead: boolean;
	gate: boolean;
	by: 'jane' | 'joe';
	limit: number;
	worker: 0 | 1;
}

const act: fc.Arbitrary<Act> = fc.record({
	what: fc.constantFrom('bring', 'bring', 'bring', 'bring', 'rescind', 'approve', 'approve', 'reject', 'takeUp', 'takeUp', 'close', 'wait'),
	source: fc.constantFrom(...sources),
	id: fc.constantFrom('1', '1', '2'),
	row: fc.constantFrom('a', 'a', 'b'),
	ahead: fc.boolean(),
	gate: fc.boolean(),
	by: fc.constantFrom('jane', 'joe'),
	limit: fc.constantFrom(0, 1, 3),
	worker: fc.constantFrom(0, 1),
});

const people: { [name in Act['by']]: Decider } = { jane, joe };

/** A start from the trigger, with its gates; a termination from a source that has none. */
const eventOf = ({ source, id, row, ahead, what }: Act): Announcement => {
	const kind = what === 'rescind' ? 'rescind' : source === 'form' ? 'terminate' : id === '1' ? 'terminate' : 'start';
	const moment = ahead ? '2026-11-20T15:00:00.000Z' : '2026-11-20T08:00:00.000Z';
	return announced(id, { kind, source, key: `${source}/${id}/${kind}/${row}-${kind}-${sources.indexOf(source)}`, effectiveAt: moment });
};

/** Whoever loses a race over a decision is told so, and that is no fault. */
const orRefused = <Result>(work: Promise<Result>): Promise<Result | undefined> =>
	work.catch((error: unknown) => {
		if (String(error).includes('No decision was recorded')) return undefined;
		throw error;
	});

const decideOn = async ({ ledger, decide }: Company, one: Announcement, by: Decider, decision: string): Promise<Judgement[]> => {
	const hold = (await holdsIn(ledger)).byPlace.get(placeOf({ workflow }, one.event));
	if (hold !== undefined) await orRefused(decide([hold.id], by, { decision }));
	return [];
};

const carryOut = (given: Act, acme: Company): Promise<Judgement[]> | Judgement[] => {
	const one = eventOf(given);
	const terms = { absolute: given.limit };
	const gates = [{ name: 'NDA', met: given.gate }];
	const comes = given.source === 'form' ? acme.check : acme.fromTrigger;
	const works: { [What in Act['what']]: () => Promise<Judgement[]> | Judgement[] } = {
		bring: () => comes([one], terms, gates),
		rescind: () => comes([one], terms, gates),
		approve: () => decideOn(acme, one, people[given.by], 'approved'),
		reject: () => decideOn(acme, one, people[given.by], 'rejected'),
		takeUp: async () => [...(await acme.takeUp(terms, gates)), ...(await acme.check((await acme.resume()).map(({ waited: { person, event } }) => ({ person, event })), terms, gates))],
		close: async () => {
			const [passed] = await acme.ledger.records({ caseId: caseOf(one), kinds: ['guard.passed'], limit: 1 });
			if (passed !== undefined) await acme.ledger.append({ kind: 'case.closed', caseId: caseOf(one), content: { workflow, verdict: 'Complete' } });
			return [];
		},
		wait: () => {
			acme.clock.advance(3 * hour);
			return [];
		},
	};
	return works[given.what]();
};

const keyIn = ({ content }: LedgerRecord): string => String(content?.['key'] ?? (content?.['event'] as { key?: string } | undefined)?.key);

/** Who passes what HR had taken back meanwhile sees it in the ledger, and lets nothing through. */
const isVoid = ({ content }: LedgerRecord, before: readonly LedgerRecord[]): boolean => before.filter(({ kind }) => kind === 'event.superseded').length > Number(content!['takenBack']);

/** What must hold of the records of one event, whoever wrote them and in whatever order. */
const expectSound = (records: readonly LedgerRecord[]): void => {
	for (const [index, record] of records.entries()) {
		const before = records.slice(0, index);
		if (record.kind !== 'guard.passed' || isVoid(record, before)) continue;
		const passes = before.filter(({ kind }) => kind === 'guard.passed').length;
		const since = before.slice(before.findLastIndex((one, at) => one.kind === 'guard.passed' && !isVoid(one, before.slice(0, at))) + 1);
		// Never twice for nothing: taken up again, or said anew by HR.
		const isAgain = before.some((one, at) => one.kind === 'guard.passed' && !isVoid(one, before.slice(0, at)));
		if (isAgain) expect(before.some(({ kind, content }) => kind === 'event.resumed' && content!['after'] === passes) || since.some(({ kind }) => kind === 'event.superseded')).toBe(true);
		// Never undecided, unless HR brought what was missing.
		const edition = before.slice(before.findLastIndex(({ kind }) => kind === 'event.superseded') + 1);
		const takenBack = before.filter(({ kind }) => kind === 'event.superseded').length;
		const held = edition.filter(({ kind, content }) => kind !== 'guard.held' || content!['takenBack'] === takenBack).findLast(({ kind }) => kind === 'guard.held' || kind === 'guard.passed');
		if (held?.kind !== 'guard.held') continue;
		const words = before.filter(({ kind, content }) => kind === 'hold.decided' && content!['hold'] === held.content!['hold']);
		const onlyGates = (held.content!['reasons'] as { code: string }[]).every(({ code }) => code === 'gate');
		expect(words.every(({ content }) => content!['decision'] === 'approved') && (onlyGates || words.length >= Number(held.content!['needs']))).toBe(true);
	}
	for (const hold of records.filter(({ kind }) => kind === 'guard.held')) {
		const words = records.filter(({ kind, content }) => kind === 'hold.decided' && content!['hold'] === hold.content!['hold']);
		expect(words.length).toBeLessThanOrEqual(Number(hold.content!['needs']));
		expect(new Set(words.map(({ content }) => (content!['by'] as { id: string }).id)).size).toBe(words.length);
	}
};

const like = (what: Act['what'], source: Act['source'], more: Partial<Act> = {}): Act => ({ what, source, id: '1', row: 'a', ahead: false, gate: false, by: 'jane', limit: 0, worker: 0, ...more });

/** Orders in which something was lost once. */
const orders: [Act[][]][] = [
	// A cut closes its case after HR took the end back, and then HR says it anew.
	[[[like('bring', 'form', { limit: 1 })], [like('rescind', 'form'), like('bring', 'bamboohr/acme')], [like('close', 'form')], [like('bring', 'bamboohr/acme')], [like('bring', 'bamboohr/acme')], [like('bring', 'form')]]],
	[[[like('bring', 'bamboohr/acme', { limit: 3 })], [like('rescind', 'bamboohr/acme')], [like('bring', 'bamboohr/acme')], [like('close', 'bamboohr/acme')], [like('bring', 'bamboohr/acme')]]],
	// HR takes back what falls due at that moment.
	[[[like('wait', 'bamboohr/acme'), like('bring', 'form', { ahead: true })], [like('wait', 'bamboohr/acme')], [like('takeUp', 'bamboohr/acme'), like('rescind', 'form')], [like('bring', 'bamboohr/acme')], [like('bring', 'bamboohr/acme')]]],
];

test('nothing passes twice, nothing passes undecided, nothing is lost, in any order and from several workers', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.array(act, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 12 }), async (rounds) => {
			const clock = virtualClock('2026-11-20T09:00:00.000Z');
			const directory = mkdtempSync(join(tmpdir(), 'jml-ledger-'));
			const open = (): Promise<Ledger> => openLedger({ directory, origin: 'unit.test/jml', now: clock.now });
			const ledgers = [await open(), await open()];
			const workers = ledgers.map((ledger) => company(ledger, clock));
			try {
				const judgements: Judgement[] = [];
				for (const round of rounds) judgements.push(...(await Promise.all(round.map((one) => carryOut(one, workers[one.worker]!)))).flat());

				// In the end everybody decides, HR brings what is missing, and every day comes.
				for (let turn = 0; turn < 4; turn++) {
					clock.advance(12 * hour);
					for (const { id, needs } of [...(await holdsIn(ledgers[0]!)).byId.values()]) for (const by of [jane, joe].slice(0, needs)) await orRefused(workers[0]!.decide([id], by));
					judgements.push(...(await carryOut({ what: 'takeUp', source: 'form', id: '1', row: 'a', ahead: false, gate: true, by: 'jane', limit: 3, worker: 0 }, workers[0]!)));
				}

				const all = await ledgers[1]!.records({});
				const passed = all.filter(({ kind }) => kind === 'guard.passed');
				expect(judgements.filter(({ to }) => to === 'proceed').length).toBeLessThanOrEqual(passed.length);
				expect((await holdsIn(ledgers[1]!)).byId.size).toBe(0);
				for (const key of new Set(all.filter(({ kind }) => kind.startsWith('event.')).map(keyIn))) {
					const own = all.filter((record) => keyIn(record) === key);
					expectSound(own);
					const since = own.slice(own.findLastIndex(({ kind }) => kind === 'event.superseded') + 1);
					// What a slower worker took in as it was before HR took it back counts no more.
					const takenBack = own.filter(({ kind }) => kind === 'event.superseded').length;
					const taken = since.find(({ kind, content }) => (kind === 'event.scheduled' || kind === 'event.received') && Number(content!['edition'] ?? 0) === takenBack);
					if (taken === undefined) continue;
					const closed = all.some(({ kind, caseId }) => kind === 'case.closed' && caseId === taken.caseId);
					expect(closed || since.some(({ kind }) => kind === 'guard.passed' || kind === 'guard.ignored')).toBe(true);
				}
			} finally {
				for (const ledger of ledgers) await ledger.close();
				rmSync(directory, { recursive: true, force: true });
			}
		}),
		{ numRuns: 60, examples: orders },
	);
}, 120_000);
