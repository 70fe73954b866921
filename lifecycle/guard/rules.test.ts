import { announced, source } from '../../test/support/guarded';
import type { Exception } from '../exceptions/exception';
import { breakerFinding, isOpen, shareOf } from './breaker';
import { announcementIn } from './brought';
import { emergencyFinding } from './emergency';
import { exceptionFindings, keptBy } from './exceptions';
import { gateFinding } from './gates';
import { identityFinding } from './identity';
import type { Known, People } from './people';
import { traitsOf } from './people';

const limits = { absolute: 3, percent: 10, windowMs: 24 * 3_600_000 };

describe('the breaker', () => {
	test.each<[string, number, number, number | null, boolean]>([
		['nobody', 0, 0, 40, false],
		['as many as may', 3, 3, 40, false],
		['C01: one more', 4, 4, 40, true],
		['a company of 30, at its share and at its number', 3, 3, 30, false],
		['a company of 12: two are more than a tenth', 2, 2, 12, true],
		['a company of 5: one may always leave', 1, 1, 5, false],
		['a company of 3,000 whose number was not raised', 4, 4, 3_000, true],
		['without a headcount only the number counts', 3, 3, null, false],
		['without a headcount the number counts', 4, 4, null, true],
		['the number counts over all sources', 4, 1, 3_000, true],
		['the share counts in one source', 3, 1, 12, false],
	])('%s', (_, all, ofSource, headcount, open) => {
		expect(isOpen({ all, ofSource, headcount }, limits)).toBe(open);
		expect(breakerFinding({ all, ofSource, headcount }, limits, 'hr') !== null).toBe(open);
	});

	test.each([[30, 10, 3], [39, 10, 3], [40, 10, 4], [5, 10, 1], [0, 10, 1], [3_000, 1, 30], [100, 0, 1], [100, 100, 100]])('of %i people %i percent are %i', (headcount, percent, share) => {
		expect(shareOf(headcount, percent)).toBe(share);
	});

	test.each<[object, number]>([[{ absolute: 20, percent: 1 }, 30], [{ absolute: 20, percent: 100 }, 20], [{ absolute: 0 }, 0]])('of 3,000 with %j at most %i', (more, most) => {
		const all = (count: number) => ({ all: count, ofSource: count, headcount: 3_000 });
		const least = Math.min(most, 20);
		expect([isOpen(all(least), { ...limits, ...more }), isOpen(all(least + 1), { ...limits, ...more })]).toEqual([false, true]);
	});
});

describe('gates', () => {
	test.each<[Parameters<typeof gateFinding>[0], unknown, boolean]>([
		['hire', true, false],
		['hire', false, true],
		['start', undefined, true],
		['rehire', 'true', true],
		['rehire', 'false', true],
		['start', {}, true],
		['terminate', false, false],
		['move', false, false],
		['return', false, false],
	])('%s with %j: held %p', (kind, met, held) => {
		expect(gateFinding(kind, [{ name: 'NDA', met }]) !== null).toBe(held);
	});

	test('all that is missing is named', () => {
		expect(gateFinding('start', [{ name: 'NDA', met: false }, { name: 'MFA', met: true }, { name: 'Device', met: null }])!.why).toMatch(/^NDA and Device are not there yet/);
	});
});

test.each<[object, number | undefined]>([
	[{}, undefined],
	[{ urgency: 'immediate', requestedBy: 'Ada' }, 1],
	[{ urgency: 'immediate' }, 2],
	[{ urgency: 'immediate', requestedBy: '' }, 2],
	[{ urgency: 'immediate', requestedBy: 'Ada', kind: 'move' }, undefined],
	[{ requestedBy: 'Ada' }, undefined],
	[{ urgency: 'immediate', requestedBy: 'Ada', kind: 'contract-end' }, 1],
	[{ urgency: 'immediate', requestedBy: 'Ada', kind: 'rescind' }, 1],
	[{ urgency: 'immediate', kind: 'rescind' }, 2],
	[{ kind: 'rescind' }, undefined],
])('an emergency: %j needs %p', (more, needs) => {
	expect(emergencyFinding(announced('1', more).event)?.needs).toBe(needs);
});

const exception = (type: Exception['type']): Exception => ({ id: `ex_${type}`, type, who: ['1'], system: type === 'exception' ? 'okta' : null, step: null, owner: 'CISO', reason: 'because', expiresAt: null, registeredBy: 'IT', registeredAt: '2026-11-01T00:00:00.000Z', ended: null });

test.each<[Exception['type'], string | undefined, number]>([['protected', 'protected', 0], ['vip', 'vip', 0], ['exception', undefined, 1], ['legalHold', undefined, 1]])('%s: held as %s, keeps %i', (type, code, keeps) => {
	expect(exceptionFindings([exception(type)]).map((one) => one.code)).toEqual(code === undefined ? [] : [code]);
	expect(keptBy([exception(type)])).toHaveLength(keeps);
});

describe('who somebody is', () => {
	const ada: Known = { who: 'hr/7', id: '7', source: 'hr', name: 'ada lovelace', email: 'ada@acme.test', number: '1815', startDate: '2026-11-01', left: false, seqs: [1] };
	const knowing = (known: Partial<Known>, settled: string[] = []): People => {
		const one = { ...ada, ...known };
		return { known: new Map([[one.who, one]]), alike: new Map(traitsOf(one).map(({ key }) => [key, new Set([one.who])])), settled: new Set(settled) };
	};
	const newcomer = (person: object, kind: 'hire' | 'start' | 'rehire' | 'move' = 'hire', id = '99') => announced(id, { kind, source: 'hr' }, { name: 'Grace Hopper', workEmail: null, startDate: '2026-11-20', ...person });

	test.each<[string, ReturnType<typeof newcomer>, People, RegExp | null]>([
		['nothing in common', newcomer({}), knowing({}), null],
		['the same work e-mail', newcomer({ workEmail: 'ADA@acme.test ' }), knowing({}), /same work email as HR ID 7 of hr/],
		['the same employee number', newcomer({ employeeNumber: 1815 }), knowing({}), /same employee number/],
		['the same name, starting within a month', newcomer({ name: ' Ada LOVELACE' }), knowing({}), /same name/],
		['the same name, starting long after', newcomer({ name: 'Ada Lovelace', startDate: '2027-11-20' }), knowing({}), null],
		['the same name, and nobody knows when they started', newcomer({ name: 'Ada Lovelace' }), knowing({ startDate: '' }), null],
		['the name of somebody who has left', newcomer({ name: 'Ada Lovelace', startDate: null }), knowing({ left: true, startDate: '' }), /who has left/],
		['their own record', newcomer({ workEmail: 'ada@acme.test' }, 'hire', '7'), knowing({}), null],
		['the same id in another source', newcomer({ workEmail: 'ada@acme.test' }, 'hire', '7'), knowing({ who: 'old/7', source: 'old' }), /HR ID 7 of old/],
		['a first day', newcomer({ workEmail: 'ada@acme.test' }, 'start'), knowing({}), /same work email/],
		['a rehire under a new id', newcomer({ workEmail: 'ada@acme.test' }, 'rehire'), knowing({ left: true }), /same work email/],
		['somebody who moves', newcomer({ workEmail: 'ada@acme.test' }, 'move'), knowing({}), null],
		['somebody who was let pass before', newcomer({ workEmail: 'ada@acme.test' }), knowing({}, ['hr/99']), null],
		['no name, no address, no number', newcomer({ name: '', workEmail: '' }), knowing({ name: '', email: '', number: '' }), null],
	])('%s', (_, announcement, people, why) => {
		const finding = identityFinding(announcement, people);
		if (why === null) expect(finding).toBeNull();
		else expect(finding!.why).toMatch(why);
	});
});

test('an employee number that only the trigger has seen counts as well', () => {
	const both: Known[] = [['1', 'ada'], ['99', 'grace']].map(([id, name]) => ({ who: `${source}/${id}`, id: id!, source, name: name!, email: '', number: '1815', startDate: '', left: false, seqs: [1] }));
	const people: People = { known: new Map(both.map((one) => [one.who, one])), alike: new Map([['number 1815', new Set(both.map(({ who }) => who))]]), settled: new Set() };
	expect(identityFinding(announced('99', { kind: 'hire' }), people)!.why).toMatch(/same employee number as HR ID 1/);
});

describe('what an item brings', () => {
	const now = new Date('2026-11-20T09:00:00.000Z');
	const good = () => JSON.parse(JSON.stringify(announced('1'))) as { person: Record<string, unknown>; event: Record<string, unknown> };

	test('a number is an id as well, and what is not said is filled in', () => {
		const { person, event } = good();
		expect(announcementIn({ person: { ...person, id: 1 }, event: { ...event, source: undefined, receivedAt: undefined } }, now)).toMatchObject({ person: { id: '1' }, event: { source: 'workflow', receivedAt: now.toISOString() } });
	});

	test.each<[string, (item: ReturnType<typeof good>) => object, RegExp]>([
		['nothing at all', () => ({}), /names nobody.*Connect the guard/],
		['no person', ({ event }) => ({ event }), /names nobody/],
		['a person that is a text', ({ event }) => ({ person: 'Ada', event }), /names nobody/],
		['a blank id', ({ person, event }) => ({ person: { ...person, id: '  ' }, event }), /names nobody/],
		['an id that is an object', ({ person, event }) => ({ person: { ...person, id: {} }, event }), /names nobody/],
		['no event', ({ person }) => ({ person }), /has no key/],
		['an event that is null', ({ person }) => ({ person, event: null }), /has no key/],
		['an unknown kind', ({ person, event }) => ({ person, event: { ...event, kind: 'fired' } }), /unknown kind "fired".*terminate/],
		['a kind every object has', ({ person, event }) => ({ person, event: { ...event, kind: 'constructor' } }), /unknown kind/],
		['a bare date', ({ person, event }) => ({ person, event: { ...event, effectiveAt: '2026-11-20' } }), /"2026-11-20", is not an instant/],
		['a day there is not', ({ person, event }) => ({ person, event: { ...event, effectiveAt: '2026-13-20T00:00:00Z' } }), /not an instant/],
		['a time without an offset', ({ person, event }) => ({ person, event: { ...event, effectiveAt: '2026-11-20T00:00:00' } }), /not an instant/],
		['no date', ({ person, event }) => ({ person, event: { ...event, effectiveAt: null } }), /not an instant/],
		['an unreadable time of receipt', ({ person, event }) => ({ person, event: { ...event, receivedAt: 'now' } }), /received, "now"/],
	])('%s is refused with a sentence', (_, broken, message) => {
		expect(() => announcementIn(broken(good()) as Record<string, unknown>, now)).toThrow(message);
		expect(() => announcementIn(broken(good()) as Record<string, unknown>, now)).toThrow(/^An event was neither let through nor held, because [^]+\. [^]+\. Nobody's access was changed/);
	});
});
