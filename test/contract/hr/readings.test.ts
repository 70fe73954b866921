import fc from 'fast-check';
import { endsAccess, type HrEvent } from '../../../lifecycle/event';
import { hibob } from '../../../systems/hr/hibob';
import { judge, type Known, type Rules, type Seen } from '../../../systems/hr/judge';
import type { Entry } from '../../../systems/hr/source';

const now = new Date('2026-11-20T12:00:00.000Z');
const rules: Rules = { source: 'hibob/kestrel', meaning: 'lastDayWorked', atTime: '18:00', zone: 'Europe/Berlin', zones: {}, labels: {} };
const seen: Seen = { name: 'Ada', workEmail: null, title: null, department: null, location: null, manager: null, workerType: null };

const dates = ['2026-11-01', '2026-11-19', '2026-11-20', '2026-11-25', '2026-12-31'];
const readings = fc.record({
	label: fc.constantFrom('employed', 'terminated', 'hired', 'garden leave', 'leave', 'Ausgeschieden', ''),
	firstDay: fc.constantFrom('2020-01-06', '2026-11-02', '2026-12-01', null),
	end: fc.constantFrom(null, null, ...dates),
	/** Whether the guard got what came of it, or n8n was stopped in between. */
	arrives: fc.boolean(),
	days: fc.integer({ min: 0, max: 3 }),
});

const entryOf = (label: string, firstDay: string | null, date: string | null): Entry => ({
	person: { id: '1', name: 'Ada', workEmail: null, title: null, department: null, location: null, manager: null, workerType: null, clearance: null },
	employeeNumber: null,
	timeZone: null,
	stints: [{ label, firstDay, end: date === null ? null : { date, kind: 'terminate', row: null } }],
	changedAt: null,
});

/** What HR shows at the end decides, whatever it showed before and whatever was lost on the way. */
test('100,000 readings in any order: every standing end is what HR says now, none is lost, and none comes twice', () => {
	let judged = 0;
	fc.assert(
		fc.property(fc.array(readings, { minLength: 20, maxLength: 20 }), (steps) => {
			let known: Known | null = null;
			let at = now.getTime();
			const guard = new Map<string, HrEvent>();
			const superseded = new Set<string>();
			for (const { label, firstDay, end: date, arrives, days } of steps) {
				at += days * 86_400_000;
				const entry = entryOf(label, firstDay, date);
				const found = judge({ source: hibob, rules, entry, seen, known, now: new Date(at) });
				judged += 1;
				if (found.kind !== 'judged') continue;
				for (const { key } of found.takenBack) {
					guard.delete(key);
					superseded.add(key);
				}
				const told = [...found.known.standing, ...found.known.open].filter(({ key }) => !guard.has(key));
				if (arrives) for (const event of told) guard.set(event.key, event);
				known = { ...found.known, open: found.known.open.filter(({ key }) => !guard.has(key)) };

				const standing = found.known.standing.filter(endsAccess);
				expect(standing.map(({ key }) => key.split('/').at(-2))).toEqual(standing.length === 0 ? [] : [date]);
				// The guard would take it for what was taken back.
				expect(found.known.standing.filter(({ key }) => superseded.has(key))).toEqual([]);
				if (label === 'terminated') expect(standing).toHaveLength(1);
				if (label === 'employed' && date === null) expect(standing).toEqual([]);
				if (arrives) for (const event of standing) expect(guard.has(event.key)).toBe(true);
				const alive = [...guard.values()].filter((event) => endsAccess(event) && !standing.some(({ key }) => key === event.key));
				// An end of an employment before this one is history: it was in effect, and nobody took it back.
				for (const event of alive) expect(Date.parse(event.effectiveAt)).toBeLessThanOrEqual(at);
			}
		}),
		{ numRuns: 5_000 },
	);
	expect(judged).toBe(100_000);
}, 120_000);
