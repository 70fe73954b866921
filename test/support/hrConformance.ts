import fc from 'fast-check';
import type { Ledger } from '../../ledger/types';
import { inspect } from 'node:util';
import { cutInstant } from '../../lifecycle/calendar';
import { endsAccess, type HrEvent } from '../../lifecycle/event';
import { noteResumed, takeIn } from '../../lifecycle/inbox';
import { keep } from '../../lifecycle/keep';
import { placeOf, trailSubject } from '../../lifecycle/pending';
import type { Person } from '../../lifecycle/person';
import { asProblem } from '../../lifecycle/problem';
import { answerIn } from '../../systems/hr/answer';
import type { Rules } from '../../systems/hr/judge';
import { observe, type Observed, type Observer } from '../../systems/hr/observe';
import type { Door, Entry, HrSource, Keys, Message, ReadOptions, Said, Surroundings } from '../../systems/hr/source';
import { temporaryLedger } from './temporaryLedger';

/** What a test wants an HR system to say of somebody. Everything else of the answer is as it was recorded. */
export interface Wish {
	id: unknown;
	status: 'preboarding' | 'active' | 'leave' | 'terminated' | 'unmapped';
	firstDay: string;
	lastDay?: string;
	title?: string;
}

export interface Examples {
	/** An answer about these people, in the vendor's shape. */
	answer(people: readonly Wish[]): { answer: unknown; options?: ReadOptions };
	/** An id as the vendor writes them, and another one. */
	ids: readonly [string, string];
	/** What the vendor documents its date to be, where it does. */
	meaning?: 'lastDayWorked';
	/** Fields without which nobody can be told to stay or to go: their names, wherever they stand in the answer. */
	needed: readonly string[];
	/** Answers that hold nobody, although the request went well. */
	empty: readonly unknown[];
	/** Absent where the HR system sends no messages of its own. */
	messages?: {
		door: Door;
		keys: Keys;
		/** Signed with this secret, now. */
		message(secret: string, now: Date, about: string, nonce: number): Message;
		/** Whether one byte of the body that was changed on the way is noticed. */
		bodyIsSigned: boolean;
		at?: Partial<Surroundings>;
	};
}

const now = new Date('2026-11-20T12:00:00.000Z');
const daysAway = (count: number): string => new Date(now.getTime() + count * 86_400_000).toISOString().slice(0, 10);
const elsewhere = async (): Promise<string> => {
	throw new Error('Nothing may be fetched here.');
};

/**
 * What every HR source has to hold to. One call, with examples in the shape the vendor sends, describes all of it:
 * docs/adding-an-hr-source.md.
 */
export const conforms = (source: HrSource, examples: Examples): void => {
	const [id, other] = examples.ids;
	const said = (people: readonly Wish[]): Said[] => {
		const { answer, options } = examples.answer(people);
		return readAsTheNodeDoes(source, answer, options);
	};
	const entryOf = (wish: Wish): Entry => {
		const [first] = said([wish]);
		if (first?.kind !== 'entry') throw new Error(`No entry: ${inspect(first)}`);
		return first.entry;
	};

	describe(`${source.label}: what it says of people`, () => {
		let ledger: Ledger;
		beforeEach(async () => {
			ledger = await temporaryLedger(() => now);
		});
		afterEach(() => ledger.close());

		const at = (more: { now?: Date; rules?: Partial<Rules> } = {}): Observer => ({
			ledger,
			taker: { source: `${source.id}/kestrel`, workflow: 'wf1' },
			source,
			rules: { source: `${source.id}/kestrel`, meaning: 'lastDayWorked', atTime: '18:00', zone: 'Europe/Berlin', zones: {}, labels: {}, ...more.rules },
			now: more.now ?? now,
			trying: false,
		});
		const observed = (wish: Wish, observer = at()): Promise<Observed> => observe(observer, entryOf(wish));
		const told = async (wish: Wish, observer = at()): Promise<{ person: Person; events: HrEvent[] }> => {
			const found = await observed(wish, observer);
			if (found.kind !== 'told') throw new Error(`Not told: ${inspect(found)}`);
			return found;
		};
		const kinds = async (wish: Wish, observer = at()): Promise<string[]> => (await told(wish, observer)).events.map(({ kind }) => kind);
		/** What the Lifecycle Guard does with what it gets. */
		const guarded = async (wish: Wish, observer = at()): Promise<HrEvent[]> => {
			const { person, events } = await told(wish, observer);
			for (const event of events) {
				const started = await takeIn(ledger, observer.taker, { person, event }, observer.now, 'guard');
				if (started) await keep(ledger, { kind: 'guard.passed', subject: trailSubject(placeOf(observer.taker, event)), content: { workflow: observer.taker.workflow, key: event.key } });
			}
			return events;
		};
		const working: Wish = { id, status: 'active', firstDay: '2020-01-06' };

		test('somebody who has worked there for years is no news', async () => {
			expect(await kinds(working)).toEqual([]);
		});

		test('B05: a termination ahead is an event of its day, and the same one at every reading', async () => {
			const leaving: Wish = { ...working, lastDay: daysAway(30) };
			const [first] = (await told(leaving)).events;
			expect(first).toMatchObject({ kind: expect.stringMatching(/^(terminate|contract-end)$/), effectiveAt: '2026-12-20T17:00:00.000Z' });
			const later = at({ now: new Date(now.getTime() + 3_600_000) });
			expect((await told(leaving, later)).events).toEqual([first]);
			expect(first!.key).toMatch(new RegExp(`^${source.id}/kestrel/${id}/${first!.kind}/${daysAway(30)}/`));
		});

		test('what the guard has taken in is not told again, until its moment has come', async () => {
			const leaving: Wish = { ...working, lastDay: daysAway(30) };
			await guarded(leaving);
			expect(await kinds(leaving)).toEqual([]);
			const due = at({ now: new Date('2026-12-20T17:00:01.000Z') });
			expect((await guarded(leaving, due)).map(({ kind }) => kind)).toEqual([expect.stringMatching(/^(terminate|contract-end)$/)]);
			expect(await kinds(leaving, due)).toEqual([]);
		});

		test('a termination that has taken effect is told at once', async () => {
			const { person, events } = await told({ ...working, status: 'terminated', lastDay: daysAway(-2) });
			expect(events).toEqual([expect.objectContaining({ kind: expect.stringMatching(/^(terminate|contract-end)$/), effectiveAt: '2026-11-18T17:00:00.000Z', source: `${source.id}/kestrel` })]);
			expect(person).toMatchObject({ id, lastDay: daysAway(-2), startDate: '2020-01-06', timeZone: 'Europe/Berlin' });
		});

		test('B04: what the date means is a day of difference', async () => {
			const leaving: Wish = { ...working, lastDay: daysAway(3) };
			const [event] = (await told(leaving, at({ rules: { meaning: 'firstDayGone' } }))).events;
			expect(event!.effectiveAt).toBe(examples.meaning === 'lastDayWorked' ? '2026-11-23T17:00:00.000Z' : '2026-11-22T23:00:00.000Z');
		});

		test.each(['Pacific/Honolulu', 'Pacific/Kiritimati', 'Australia/Sydney', 'UTC'])('B01: a date stays the day it is in %s', async (zone) => {
			const { person, events } = await told({ ...working, lastDay: '2026-12-31' }, at({ rules: { zone, meaning: 'lastDayWorked', atTime: '23:59' } }));
			expect(person).toMatchObject({ startDate: '2020-01-06', lastDay: '2026-12-31' });
			expect(events[0]!.effectiveAt).toBe(cutInstant('2026-12-31', { zone, meaning: 'lastDayWorked', atTime: '23:59' })!.toISOString());
		});

		test('what the guard asks for again is told again', async () => {
			const left: Wish = { ...working, status: 'terminated', lastDay: daysAway(-1) };
			const [event] = await guarded(left);
			expect(await kinds(left)).toEqual([]);
			await noteResumed(ledger, at().taker, { person: (await told(left)).person, event: event! });
			expect((await told(left)).events).toEqual([event]);
		});

		test('B07: a termination that was taken back in time is superseded, and nobody is touched', async () => {
			const [planned] = await guarded({ ...working, lastDay: daysAway(30) });
			expect(await kinds(working)).toEqual([]);
			const superseded = await ledger.records({ kinds: ['event.superseded'] });
			expect(superseded.map(({ content }) => content!['key'])).toEqual([planned!.key]);
		});

		test('B08: entered again for the same day after it was taken back, it is another event', async () => {
			const leaving: Wish = { ...working, lastDay: daysAway(30) };
			const [planned] = await guarded(leaving);
			await guarded(working);
			const [again] = await guarded(leaving);
			expect(endsAccess(again!)).toBe(true);
			expect(again!.key).not.toBe(planned!.key);
		});

		test('a termination that was moved is superseded by the new one', async () => {
			const [planned] = await guarded({ ...working, lastDay: daysAway(30) });
			const events = await guarded({ ...working, lastDay: daysAway(10) });
			expect(events.map((event) => [endsAccess(event), event.effectiveAt])).toEqual([[true, '2026-11-30T17:00:00.000Z']]);
			expect((await ledger.records({ kinds: ['event.superseded'] })).map(({ content }) => content!['key'])).toEqual([planned!.key]);
		});

		test('a termination that had taken effect and was taken back is a rescind', async () => {
			await guarded({ ...working, status: 'terminated', lastDay: daysAway(-1) });
			expect(await kinds(working)).toEqual(['rescind']);
		});

		test('A07: somebody who comes back with a new first day is rehired', async () => {
			await guarded({ ...working, status: 'terminated', lastDay: daysAway(-10) });
			const events = await guarded({ ...working, firstDay: daysAway(-1) });
			expect(events.map(({ kind }) => kind)).toEqual(['rehire']);
		});

		test('H01: somebody who has not begun is announced, and begins on their first day', async () => {
			const hired: Wish = { id, status: 'preboarding', firstDay: daysAway(14) };
			const events = await guarded(hired);
			expect(events.map(({ kind, effectiveAt }) => [kind, effectiveAt])).toEqual([
				['hire', now.toISOString()],
				['start', '2026-12-03T23:00:00.000Z'],
			]);
			const begun = at({ now: new Date('2026-12-04T09:00:00.000Z') });
			expect((await guarded({ ...hired, status: 'active' }, begun)).map(({ key }) => key)).toEqual([events[1]!.key]);
			expect(await kinds({ ...hired, status: 'active' }, begun)).toEqual([]);
		});

		test('B11: a first day that passes without anybody beginning is told to people, and starts nothing', async () => {
			expect(await observed({ id, status: 'preboarding', firstDay: daysAway(-2) })).toEqual({ kind: 'unclear', why: expect.stringContaining('has passed') });
		});

		test('A08: a first day that is moved ahead does not touch somebody who works there', async () => {
			await guarded(working);
			expect(await observed({ ...working, firstDay: daysAway(60) })).toEqual({ kind: 'unclear', why: expect.stringContaining('although they work there') });
		});

		test('another title is a move that says what changed', async () => {
			await guarded({ ...working, title: 'Engineer' });
			const events = await guarded({ ...working, title: 'Lead Engineer' });
			expect(events).toEqual([expect.objectContaining({ kind: 'move', changes: [{ field: 'title', from: 'Engineer', to: 'Lead Engineer' }] })]);
			expect(await kinds({ ...working, title: 'Lead Engineer' })).toEqual([]);
		});

		test('F05: an event that nobody took in is told again at the next reading', async () => {
			await guarded({ ...working, title: 'Engineer' });
			const [lost] = (await told({ ...working, title: 'Lead Engineer' })).events;
			expect((await told({ ...working, title: 'Lead Engineer' }, at({ now: new Date(now.getTime() + 86_400_000) }))).events).toEqual([lost]);
		});

		test('C10: a status nobody mapped is told, with what to do, and never acted upon', async () => {
			const found = await observed({ ...working, status: 'unmapped', lastDay: daysAway(-2) });
			expect(found).toEqual({ kind: 'unclear', why: expect.stringMatching(/nobody said what the status ".+" means; add it to "Status Labels"/) });
		});

		test('the label the company writes can be mapped', async () => {
			const entry = entryOf({ ...working, status: 'unmapped', lastDay: daysAway(-2) });
			const found = await observe(at({ rules: { labels: { [entry.stints[0].label]: 'terminated' } } }), entry);
			expect(found).toMatchObject({ kind: 'told', events: [{ source: `${source.id}/kestrel` }] });
		});

		test('terminated without a date, or before the first day, is told and never acted upon', async () => {
			expect((await observed({ ...working, status: 'terminated' })).kind).toBe('unclear');
			expect((await observed({ ...working, status: 'terminated', lastDay: '2019-01-01' })).kind).toBe('unclear');
		});

		test('somebody who works on after their last day is told to people', async () => {
			expect(await observed({ ...working, lastDay: daysAway(-5) })).toEqual({ kind: 'unclear', why: expect.stringContaining('make the two agree') });
		});

		test('whoever left long before anybody looked is history', async () => {
			expect((await observed({ ...working, status: 'terminated', lastDay: '2022-03-31' })).kind).toBe('longGone');
		});

		test('on leave, and back', async () => {
			await guarded(working);
			expect(await guardedKinds({ ...working, status: 'leave' })).toEqual(['leave']);
			expect(await guardedKinds({ ...working, status: 'leave' })).toEqual([]);
			expect(await guardedKinds(working)).toEqual(['return']);
		});
		const guardedKinds = async (wish: Wish): Promise<string[]> => (await guarded(wish)).map(({ kind }) => kind);

		test('C02: whoever is missing in an answer is never taken for a leaver', async () => {
			await guarded(working);
			const people = said([{ ...working, id: other }]);
			expect(people.map((one) => one.kind === 'entry' && one.entry.person.id)).toEqual([other]);
			expect(await ledger.records({ kinds: ['event.received', 'event.scheduled', 'event.superseded'] })).toEqual([]);
		});

		test.each([...new Map(([[], {}, '', '[]', '{}', null, undefined, 0, true, '<html><body>Sign in</body></html>', { statusCode: 302, body: '' }, { statusCode: 500, body: {} }, { error: 'x' }, { data: '<html>' }, ...examples.empty] as unknown[]).map((value) => [inspect(value), value]))])(
			'C03: %s is no answer, and nothing is concluded from it',
			(_, answer) => {
				const { options } = examples.answer([working]);
				expect(conclusionsOf(source, answer, options)).toEqual([]);
			},
		);

		test('ids stay the text they are', () => {
			const long = '3332883884017713238';
			expect(said([{ ...working, id: long }])).toEqual([expect.objectContaining({ entry: expect.objectContaining({ person: expect.objectContaining({ id: long }) }) })]);
			expect(entryOf({ ...working, id: 5005 }).person.id).toBe('5005');
			expect(said([{ ...working, id: 3332883884017713000 }]).filter(({ kind }) => kind === 'entry')).toEqual([]);
		});

		test.each(['30/11/2026', '2026-02-30', '2026-13-01', 'soon', '2026-11-30T23:00:00.000Z'])('the date %j is told and never guessed', (lastDay) => {
			expect(said([{ ...working, lastDay }])).toEqual([{ kind: 'unclear', employeeId: id, why: expect.stringContaining('is not a date') }]);
		});

		test.each(examples.needed)('an answer that leaves out %s says nothing', (field) => {
			const { answer, options } = examples.answer([{ ...working, lastDay: daysAway(30) }]);
			expect(conclusionsOf(source, without(answer, field), options && (without(options, field) as ReadOptions))).toEqual([]);
		});

		test('any answer at all: no crash, and nobody leaves who is not said to', () => {
			const { options } = examples.answer([working]);
			fc.assert(
				fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }), (answer) => {
					expect(conclusionsOf(source, answer, options).filter((entry) => entry.stints.some(({ end }) => end !== null))).toEqual([]);
				}),
				{ numRuns: 1_000 },
			);
		});

		test('an answer in which anything was changed: whoever leaves does so on a day that stands in it', async () => {
			const recorded = examples.answer([{ ...working, lastDay: daysAway(30) }]);
			const paths = pathsIn(recorded);
			await fc.assert(
				fc.asyncProperty(fc.array(fc.tuple(fc.nat(paths.length - 1), fc.oneof(fc.jsonValue(), fc.constantFrom('', null, '2026-11-01', '0000-00-00', 'Terminated', 'TERMINATED', false, true))), { minLength: 1, maxLength: 4 }), async (changes) => {
					const changed = changes.reduce<unknown>((whole, [index, value]) => put(whole, paths[index]!, value), structuredClone(recorded)) as typeof recorded;
					const text = JSON.stringify(changed);
					for (const entry of conclusionsOf(source, changed.answer, changed.options)) {
						const found = await observe({ ...at(), trying: true }, entry);
						const events = found.kind === 'told' ? found.events.filter(endsAccess) : [];
						for (const { key } of events) expect(text).toContain(key.split('/').at(-2));
					}
				}),
				{ numRuns: 300 },
			);
		});
	});

	const { messages } = examples;
	if (!messages) return;
	describe(`${source.label}: who sent a message`, () => {
		const [secret] = messages.keys.secrets;
		const surroundings: Surroundings = { now, fetchText: elsewhere, ...messages.at };
		const enter = async (message: Message, keys = messages.keys) => await messages.door(message, keys, surroundings);
		const genuine = messages.message(secret!, now, id, 1);

		test('a genuine one is let in, and names whom to read', async () => {
			const verdict = await enter(genuine);
			expect(verdict).toMatchObject({ kind: 'genuine' });
			const deliveries = verdict.kind === 'genuine' ? verdict.deliveries : [];
			expect(deliveries.flatMap(({ payload }) => source.hints(payload)).map(({ employeeId }) => employeeId)).toEqual([id]);
		});

		test('F03: the same message is known again, and another one is not taken for it', async () => {
			const idsOf = async (message: Message) => {
				const verdict = await enter(message);
				return verdict.kind === 'genuine' ? verdict.deliveries.map((delivery) => delivery.id) : [];
			};
			expect(await idsOf(genuine)).toEqual(await idsOf(structuredCopy(genuine)));
			expect(await idsOf(genuine)).not.toEqual(await idsOf(messages.message(secret!, now, id, 2)));
		});

		test('the secret before still counts while it is being changed', async () => {
			expect(await enter(genuine, { ...messages.keys, secrets: ['the-new-secret-of-somebody', secret!] })).toMatchObject({ kind: 'genuine' });
		});

		test('G10: signed with another secret, it is refused', async () => {
			expect(await enter(messages.message('some-other-secret-altogether', now, id, 1))).toMatchObject({ kind: 'refused', reason: 'wrong signature' });
		});

		test('G10: without a signature, or without a secret to check it, it is refused', async () => {
			expect(await enter({ ...genuine, headers: {}, query: {} })).toMatchObject({ kind: 'refused', reason: 'unsigned' });
			expect(await enter(genuine, { ...messages.keys, secrets: [] })).toMatchObject({ kind: 'refused', reason: 'no key' });
		});

		if (messages.bodyIsSigned) {
			test('G10: with one byte changed, anywhere, it is refused', async () => {
				await fc.assert(
					fc.asyncProperty(fc.nat(genuine.body.length - 1), fc.integer({ min: 1, max: 255 }), async (where, difference) => {
						const body = Buffer.from(genuine.body);
						body[where] = body[where]! ^ difference;
						expect((await enter({ ...genuine, body })).kind).toBe('refused');
					}),
					{ numRuns: 200 },
				);
			});
		}

		test('G10: any bytes with any headers: no crash, and never let in', async () => {
			await fc.assert(
				fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.dictionary(fc.constantFrom(...Object.keys(genuine.headers), 'x'), fc.string()), async (bytes, headers) => {
					expect((await enter({ headers, query: {}, body: Buffer.from(bytes) })).kind).not.toBe('genuine');
				}),
				{ numRuns: 500 },
			);
		});

		test('no secret, and no signature that would have been right, is in anything that comes out', async () => {
			const outcomes = await Promise.all([enter(genuine), enter(messages.message('some-other-secret-altogether', now, id, 1)), enter({ ...genuine, headers: {} }), enter({ ...genuine, body: Buffer.from('{}') })]);
			const text = inspect(outcomes, { depth: null, maxStringLength: null });
			for (const hidden of [secret!, ...Object.values(genuine.headers).filter((value) => value.length > 40)]) expect(text).not.toContain(hidden);
		});
	});
};

const structuredCopy = ({ headers, query, body }: Message): Message => ({ headers: { ...headers }, query: { ...query }, body: Buffer.from(body) });

const readAsTheNodeDoes = (source: HrSource, answer: unknown, options?: ReadOptions | null): Said[] => source.read(source.id === 'generic' ? answer : answerIn(answer, source.label), Object(options) as ReadOptions);

/** What was concluded of people; nothing, where the answer as a whole was refused in a sentence. */
const conclusionsOf = (source: HrSource, answer: unknown, options?: ReadOptions): Entry[] => {
	try {
		return readAsTheNodeDoes(source, answer, options).flatMap((one) => (one.kind === 'entry' ? [one.entry] : []));
	} catch (error) {
		const { code, message } = asProblem(error);
		expect(code).toBe('bad_answer');
		expect(message).toMatch(/Nothing was concluded from (?:it|the answer)/);
		return [];
	}
};

const without = (value: unknown, field: string): unknown => {
	if (Array.isArray(value)) return value.map((one) => without(one, field));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).filter(([name]) => name !== field).map(([name, member]) => [name, without(member, field)]));
};

type Path = readonly (string | number)[];

const pathsIn = (value: unknown, above: Path = []): Path[] => {
	if (typeof value !== 'object' || value === null) return [above];
	return Object.entries(value).flatMap(([name, member]) => [...(above.length > 0 ? [above] : []), ...pathsIn(member, [...above, name])]);
};

const put = (whole: unknown, path: Path, value: unknown): unknown => {
	const [name, ...rest] = path;
	if (name === undefined) return value;
	if (typeof whole !== 'object' || whole === null) return whole;
	const copy: Record<string, unknown> = Array.isArray(whole) ? (Object.assign([], whole) as never) : { ...whole };
	copy[name] = put(copy[name], rest, value);
	return copy;
};
