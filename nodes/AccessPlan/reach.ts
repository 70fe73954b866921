import type { IExecuteFunctions } from 'n8n-workflow';
import type { CurrentAccess } from '../../lifecycle/accessPlan/access';
import type { Catalogue } from '../../lifecycle/accessPlan/catalogue';
import type { Plan } from '../../lifecycle/accessPlan/planned';

type Systems = Plan['systems'];

const kindOf = (system: string): string => system.split(':')[0]!;

/** Where there is one place of a kind, it goes by the name of the kind as well: `github` for `github:acme`. */
const nameOf = (system: string, all: readonly string[]): string | null => (system !== kindOf(system) && !all.includes(kindOf(system)) && all.filter((other) => kindOf(other) === kindOf(system)).length === 1 ? kindOf(system) : null);

export const withShortNames = (systems: Systems): Systems => {
	const short = Object.entries(systems).flatMap(([system, lists]) => {
		const name = nameOf(system, Object.keys(systems));
		return name === null ? [] : [[name, lists] as const];
	});
	return { ...systems, ...Object.fromEntries(short) };
};

const names = (text: string, system: string): boolean => new RegExp(`[.'"\`]${system.replace(/[^\w]/g, '\\$&')}(?![\\w:-])`).test(text);

/**
 * What no node behind this one reads would be planned and never done, and nothing would be left that says so. Where none
 * of them reads the plan in its own fields, it is passed on some other way, and nothing is known of that.
 */
export const inReach = (context: IExecuteFunctions, { roles }: Catalogue, access: CurrentAccess): CurrentAccess => {
	const fields = context.getChildNodes(context.getNode().name, { includeNodeParameters: true }).filter(({ disabled }) => !disabled).map(({ parameters }) => JSON.stringify(parameters ?? {}));
	const readers = fields.filter((text) => /\bplan\b.{0,4}\bsystems\b/.test(text));
	if (readers.length === 0) return access;
	const labels = new Map(roles.flatMap(({ gives }) => (gives === null ? [] : [[gives.system, gives.label] as const])));
	const all = [...new Set([...labels.keys(), ...access.keys()])];
	const isRead = (system: string): boolean => [system, nameOf(system, all)].some((name) => name !== null && readers.some((text) => names(text, name)));
	const out = [...labels].filter(([system]) => !isRead(system));
	return new Map([...access, ...out.map(([system, label]) => [system, { kind: 'outOfReach', why: `no node behind Access Plan reads plan.systems["${system}"], or it is switched off, so that nobody would carry out what is planned for ${label}. Add the node or switch it on, put that expression into Groups to Join and Groups to Leave, or take the rows of ${label} out of the catalogue` }] as const)]);
};
