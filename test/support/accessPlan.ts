import { currentAccess } from '../../lifecycle/accessPlan/access';
import { readCatalogue, type Catalogue } from '../../lifecycle/accessPlan/catalogue';
import type { KnownSystem } from '../../lifecycle/accessPlan/named';
import { planFor } from '../../lifecycle/accessPlan/plan';
import type { Memory, Plan } from '../../lifecycle/accessPlan/planned';
import type { Situation } from '../../lifecycle/accessPlan/situation';
import type { EventKind } from '../../lifecycle/event';
import type { Right } from '../../lifecycle/rights';
import { announced } from './guarded';

export const knownSystems: readonly KnownSystem[] = [
	{ id: 'okta', label: 'Okta' },
	{ id: 'google', label: 'Google Workspace' },
	{ id: 'aws', label: 'AWS IAM', places: { called: 'account', required: false } },
	{ id: 'github', label: 'GitHub', places: { called: 'organisation', required: true } },
];

export type Row = { [column: string]: unknown };

/** A catalogue that is in order; with what is wrong as an error otherwise. */
export const catalogueOf = (rows: readonly Row[]): Catalogue => {
	const { catalogue, faults } = readCatalogue(rows, knownSystems);
	if (catalogue === undefined) throw new Error(faults.join('\n'));
	return catalogue;
};

export const rightCalled = (name: string, more: Partial<Right> = {}): Right => ({ id: `id-${name}`, name, kind: 'group', byHand: true, why: null, ...more });

/** As Inspect Access shows it. */
export const holding = (...names: (string | Right)[]): object => ({ account: { id: '00u1', label: 'ada@acme.test' }, rights: names.map((one) => (typeof one === 'string' ? rightCalled(one) : one)) });

export const nothingRemembered: Memory = { approved: new Map(), rejected: new Map(), tries: new Map() };

export interface Sketch extends Partial<Omit<Situation, 'event' | 'person' | 'catalogue' | 'access'>> {
	kind?: EventKind;
	person?: object;
	rows: readonly Row[];
	access?: object;
}

export const situationOf = ({ kind = 'move', person = {}, rows, access = { okta: holding() }, ...more }: Sketch): Situation => ({
	...announced('1', { kind }, { name: 'Ada Lovelace', department: 'Operations', ...person }),
	catalogue: catalogueOf(rows),
	access: currentAccess(access),
	memory: nothingRemembered,
	now: new Date('2026-11-20T09:00:00.000Z'),
	mostRemovals: 10,
	zone: 'Etc/UTC',
	...more,
});

export const planOf = (sketch: Sketch): Plan => planFor(situationOf(sketch));

const named = ({ label, right }: { label: string; right: string }): string => `${label}: ${right}`;

/** A plan in a few words, to compare. */
export const brief = ({ refused, additions, removals, later, withheld, asks, leftOut }: Plan): { [part: string]: string[] } =>
	Object.fromEntries(
		Object.entries({
			refused,
			add: additions.map(named),
			remove: removals.map(named),
			later: later.map((one) => `${one.do} ${named(one)} at ${one.at}`),
			withheld: withheld.map((one) => `${one.cause} ${named(one)}`),
			ask: asks.map(({ approvers, covers }) => `${approvers === null ? 'anybody' : approvers.join('+')}: ${covers.map((cover) => `${cover.do} ${cover.right}`).join(', ')}`),
			leftOut: leftOut.map((one) => `${one.do} ${named(one)}`),
		}).filter(([, list]) => list.length > 0),
	);
