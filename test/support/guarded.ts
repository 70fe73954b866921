import type { Ledger } from '../../ledger';
import { caseIdOf } from '../../lifecycle/case';
import type { EventKind, HrEvent } from '../../lifecycle/event';
import { check, type Brought, type CheckTerms } from '../../lifecycle/guard/check';
import { decide, type Decided, type Deciding } from '../../lifecycle/guard/decide';
import type { Gate } from '../../lifecycle/guard/gates';
import { holdsIn, type Decider } from '../../lifecycle/guard/hold';
import type { Judgement } from '../../lifecycle/guard/judgement';
import { resumeDue, type Resumed } from '../../lifecycle/guard/release';
import { together } from '../../lifecycle/guard/shown';
import { takeIn, waiting, type Announcement, type Taker } from '../../lifecycle/inbox';
import type { Person } from '../../lifecycle/person';
import type { virtualClock } from './virtualClock';

export const hour = 3_600_000;
export const source = 'bamboohr/acme';

export const jane: Decider = { id: 'u-1', name: 'Jane Doe', email: 'jane@acme.test' };
export const joe: Decider = { id: 'u-2', name: 'Joe Roe', email: 'joe@acme.test' };

export const personOf = (id: string, more: object = {}): Person => ({ id, name: `Person ${id}`, workEmail: `p${id}@acme.test`, title: null, department: null, location: null, timeZone: null, manager: null, startDate: null, lastDay: null, workerType: null, clearance: null, ...more });

export const announced = (id: string, more: Partial<HrEvent> = {}, person: object = {}, row = '1'): Announcement => {
	const kind: EventKind = more.kind ?? 'terminate';
	return { person: personOf(id, person), event: { kind, key: `${more.source ?? source}/${id}/${kind}/${row}`, source, effectiveAt: '2026-11-20T08:00:00.000Z', receivedAt: '2026-11-20T09:00:00.000Z', ...more } };
};

export interface Company {
	clock: ReturnType<typeof virtualClock>;
	ledger: Ledger;
	terms: CheckTerms;
	/** As HR Event or a form brings them: nobody has taken them in. */
	check(announcements: Announcement[], terms?: Partial<CheckTerms>, gates?: Gate[]): Promise<Judgement[]>;
	/** As a trigger of ours brings them, which has read them from HR and taken them in. */
	fromTrigger(announcements: Announcement[], terms?: Partial<CheckTerms>, gates?: Gate[]): Promise<Judgement[]>;
	/** What the trigger takes up, as it comes to the guard again. */
	takeUp(terms?: Partial<CheckTerms>, gates?: Gate[]): Promise<Judgement[]>;
	resume(): Promise<Resumed[]>;
	/** Decides on all of these as they are shown now. */
	decide(ids: (string | undefined)[], by: Decider, more?: Partial<Deciding>): Promise<Decided[]>;
	kinds(...kinds: string[]): Promise<number>;
}

export const workflow = 'w1';

export const company = (ledger: Ledger, clock: Company['clock']): Company => {
	const terms: CheckTerms = { workflow, absolute: 3, percent: 10, windowMs: 24 * hour, headcount: null, settleMs: 0, escalateMs: 4 * hour };
	const judge = (announcements: Announcement[], more: Partial<CheckTerms> = {}, gates: Gate[] = []) => check({ ledger, clock }, announcements.map((one): Brought => ({ ...structuredClone(one), gates })), { ...terms, ...more });
	const takerOf = ({ event }: Announcement): Taker => ({ source: event.source, workflow });
	return {
		clock,
		ledger,
		terms,
		check: judge,
		fromTrigger: async (announcements, more, gates) => {
			const mine: Announcement[] = [];
			for (const one of announcements) if (await takeIn(ledger, takerOf(one), one, clock.now())) mine.push(one);
			return judge(mine, more, gates);
		},
		takeUp: async (more, gates) => {
			const { noteResumed } = await import('../../lifecycle/inbox');
			const { due, unfinished, released } = await waiting(ledger, { source, workflow }, clock.now(), 5 * 60_000);
			for (const one of [...unfinished, ...released]) await noteResumed(ledger, { source, workflow }, one);
			const begun: Announcement[] = [];
			for (const one of due) if (await takeIn(ledger, { source, workflow }, one, clock.now())) begun.push(one);
			return judge([...begun, ...unfinished, ...released].map(({ person, event }) => ({ person, event })), more, gates);
		},
		resume: () => resumeDue({ ledger, workflow, now: clock.now() }, 5 * 60_000),
		decide: async (ids, by, more = {}) => {
			const wanted = ids.filter((id) => id !== undefined);
			const { byId } = await holdsIn(ledger);
			const shown = wanted.flatMap((id) => byId.get(id) ?? []);
			return decide(ledger, { holds: wanted, decision: 'approved', by, reason: 'HR agrees', what: together(shown).text, ...more });
		},
		kinds: async (...kinds) => (await ledger.records({ kinds })).length,
	};
};

export const caseOf = ({ event, person }: Announcement): string => caseIdOf(event, person);
