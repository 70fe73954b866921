import fc from 'fast-check';
import { catalogueOf, holding, knownSystems, nothingRemembered, rightCalled, situationOf, type Row } from '../../test/support/accessPlan';
import { currentAccess } from './access';
import { readCatalogue } from './catalogue';
import { rightNamed } from './named';
import { planFor } from './plan';
import { askedOf, type Memory, type Plan, type Word } from './planned';
import type { Situation } from './situation';

const departments = ['A', 'B', 'C'] as const;
const systems = ['Okta', 'Google Workspace'] as const;
const rights = ['R1', 'R2', 'R3'] as const;
const full = systems.flatMap((system) => rights.map((right) => `${system}: ${right}`));

const row: fc.Arbitrary<Row> = fc.record({
	department: fc.constantFrom(...departments, ''),
	system: fc.constantFrom(...systems),
	right_name: fc.constantFrom(...rights, ...rights, 'id-R1'),
	privileged: fc.constantFrom(false, false, true),
	approver: fc.constantFrom('ciso@acme.test', 'manager', 'cto@acme.test, ciso@acme.test'),
	conflicts_with: fc.constantFrom('', '', ...full),
	needs_first: fc.constantFrom(...Array<string>(12).fill(''), ...full),
	overlap_days: fc.constantFrom(0, 0, 14),
});

const world = fc.record({
	kind: fc.constantFrom('hire', 'start', 'move', 'rehire', 'conversion', 'return', 'rename') as fc.Arbitrary<Situation['event']['kind']>,
	// Each department is known, so that most people are planned for.
	rows: fc.array(row, { minLength: 1, maxLength: 10 }).map((rows) => [...rows, ...departments.map((department) => ({ department }))]).filter((rows) => readCatalogue(rows, knownSystems).catalogue !== undefined),
	department: fc.constantFrom(...departments),
	held: fc.record({ okta: fc.subarray([...rights, 'Own']), google: fc.subarray([...rights, 'Own']) }),
	read: fc.record({ okta: fc.boolean(), google: fc.boolean() }),
	decisions: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
	mostRemovals: fc.constantFrom(0, 1, 10),
});
type World = typeof world extends fc.Arbitrary<infer One> ? One : never;

const accessOf = ({ held, read }: Pick<World, 'held' | 'read'>): object => ({ ...(read.okta ? { okta: holding(...held.okta.map((name) => rightCalled(name))) } : {}), google: read.google ? holding(...held.google.map((name) => rightCalled(name))) : { outcome: 'failed', reason: 'Down.' } });

const situationIn = ({ kind, rows, department, mostRemovals, ...access }: World, memory: Memory = nothingRemembered): Situation =>
	situationOf({ kind, rows, person: { department, manager: { id: '9', name: 'Boss', email: 'boss@acme.test' } }, access: accessOf(access), memory, mostRemovals });

/** Somebody decides on everything that is asked, one way or the other. */
const decided = ({ asks }: Plan, { decisions }: World, before: Memory = nothingRemembered): Memory => {
	const word: Word = { hold: 'hold_1', by: 'Jane', at: '2026-11-20T09:00:00.000Z' };
	const memory = { approved: new Map(before.approved), rejected: new Map(before.rejected), tries: before.tries };
	asks.flatMap(({ covers }) => covers).forEach((cover, index) => {
		if (decisions[index % decisions.length]) memory.approved.set(cover.hash, word);
		else memory.rejected.set(askedOf(cover.do, cover), word);
	});
	return memory;
};

const heldIn = (one: World, system: string): string[] => (one.read[system as 'okta'] ? one.held[system as 'okta'] : []);
const nameOf = (right: string): string => right.replace(/^id-/, '');
const conflicts = ({ rows }: World): [string, string][] =>
	catalogueOf(rows).roles.flatMap(({ gives, conflictsWith }) => (gives === null ? [] : conflictsWith.map((other): [string, string] => [`${gives.system} ${nameOf(gives.right)}`, `${other.system} ${nameOf(other.right)}`])));

const bothPlans = (one: World): { plan: Plan; memory: Memory }[] => {
	const first = planFor(situationIn(one));
	const memory = decided(first, one);
	return [{ plan: first, memory: nothingRemembered }, { plan: planFor(situationIn(one, memory)), memory }];
};

test('nothing is removed that no row governs, that is not held, or that a row gives', () => {
	fc.assert(
		fc.property(world, (one) => {
			const { roles } = catalogueOf(one.rows);
			for (const { plan } of bothPlans(one)) {
				for (const { system, right } of [...plan.removals, ...plan.later.filter((later) => later.do === 'remove')]) {
					const naming = roles.filter(({ gives }) => gives?.system === system && nameOf(gives.right) === right);
					expect(naming.length).toBeGreaterThan(0);
					expect(naming.some(({ where }) => where.department === '' || where.department === one.department)).toBe(false);
					expect(heldIn(one, system)).toContain(right);
					expect(['hire', 'start']).not.toContain(one.kind);
				}
			}
		}),
	);
});

test('nothing privileged is added without a decision on that very question', () => {
	fc.assert(
		fc.property(world, (one) => {
			for (const { plan, memory } of bothPlans(one)) {
				for (const { privileged, approved, system, right } of plan.additions) {
					const rows = catalogueOf(one.rows).roles.filter(({ gives, where }) => gives?.system === system && nameOf(gives.right) === nameOf(right) && (where.department === '' || where.department === one.department));
					if (rows.some((given) => given.privileged && given.gives!.right === right)) expect(privileged).toBe(true);
					if (!privileged) continue;
					expect(approved.length).toBeGreaterThan(0);
					const forgotten = planFor(situationIn(one, { ...memory, approved: new Map() }));
					expect(forgotten.additions.some((other) => other.system === system && other.right === right)).toBe(false);
				}
			}
		}),
	);
});

/** That a name and an ID are the same right is seen only where it is held. */
const byNameAlone = world.map((one): World => ({ ...one, rows: one.rows.map((given) => ('right_name' in given ? { ...given, right_name: nameOf(String(given['right_name'])) } : given)) })).filter(({ rows }) => readCatalogue(rows, knownSystems).catalogue !== undefined);

test('no two rights that conflict are added at once, and none beside one that is held', () => {
	fc.assert(
		fc.property(byNameAlone, (one) => {
			const pairs = conflicts(one).flatMap(([a, b]) => [[a, b], [b, a]] as const).filter(([a, b]) => a !== b);
			for (const { plan } of bothPlans(one)) {
				const added = plan.additions.map(({ system, right }) => `${system} ${right}`);
				const has = new Set([...added, ...['okta', 'google'].flatMap((system) => heldIn(one, system).map((right) => `${system} ${right}`))]);
				for (const right of added) for (const [a, b] of pairs) if (a === right) expect(has.has(b)).toBe(false);
			}
		}),
		{ numRuns: 500 },
	);
});

test('carried out and planned again, there comes an end, and then there is nothing to do', () => {
	fc.assert(
		fc.property(world, (given) => {
			let one: World = { ...given, read: { okta: true, google: true } };
			let memory = nothingRemembered;
			for (let round = 0; ; round++) {
				const plan = planFor(situationIn(one, memory));
				const { additions, removals, asks } = plan;
				if (additions.length + removals.length + asks.length === 0) break;
				expect(round).toBeLessThan(20);
				memory = decided(plan, one, memory);
				const after = (system: 'okta' | 'google'): string[] => [
					...new Set([...one.held[system].filter((right) => !removals.some((gone) => gone.system === system && gone.right === right)), ...additions.filter((come) => come.system === system).map(({ right }) => nameOf(right))]),
				];
				one = { ...one, held: { okta: after('okta'), google: after('google') } };
			}
		}),
	);
});

test('a plan that was carried out leaves nothing of itself to do', () => {
	fc.assert(
		fc.property(world, (one) => {
			const situation = situationIn({ ...one, read: { okta: true, google: true } });
			const { additions, removals } = planFor(situation);
			const held = (system: 'okta' | 'google'): string[] => [...new Set([...one.held[system].filter((right) => !removals.some((gone) => gone.system === system && gone.right === right)), ...additions.filter((come) => come.system === system).map(({ right }) => nameOf(right))])];
			const again = planFor({ ...situation, access: currentAccess({ okta: holding(...held('okta')), google: holding(...held('google')) }) });
			const names = (list: readonly { system: string; right: string }[]) => list.map(({ system, right }) => `${system} ${nameOf(right)}`);
			for (const done of names(additions)) expect(names([...again.additions, ...again.removals])).not.toContain(done);
			for (const done of names(removals)) expect(names([...again.additions, ...again.removals])).not.toContain(done);
		}),
	);
});

test('who is not mapped is left alone, whatever they hold', () => {
	fc.assert(
		fc.property(world, fc.constantFrom('', ' ', 'D', 'AA'), (one, department) => {
			const { additions, removals, asks, later, again, refused } = planFor(situationIn({ ...one, department: department as World['department'] }));
			expect([additions, removals, asks, later, again]).toEqual([[], [], [], [], []]);
			expect(refused.length).toBeGreaterThan(0);
		}),
	);
});

test('a right has one name in a list', () => expect(rightNamed('Okta: R1', knownSystems)).toEqual({ system: 'okta', label: 'Okta', right: 'R1' }));
