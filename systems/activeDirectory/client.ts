import type { JsonObject } from '../../ledger/types';
import { asProblem, Problem } from '../../lifecycle/problem';
import type * as Ldapts from '../../vendor/ldapts';
import { ldapts, type Connection, type Opened, type Root } from './connection';
import { entryOf, type Entry } from './entry';
import { is, type Filter } from './filter';
import { guidBytes, isGuid } from './identifiers';
import { readPage, type Mark } from './page';

export interface ActiveDirectorySettings {
	/** The attribute that holds the HR system's id. */
	hrIdAttribute: string;
	/** Whether an account without an HR id may be found by its work e-mail. */
	matchByEmail: boolean;
	/** The distinguished name of the unit that accounts of leavers are moved to; null where there is none. */
	leaversOu: string | null;
	/** Where people are looked for; null for the whole domain. */
	searchBase: string | null;
}

export type Values = readonly (string | Buffer)[];

export interface Modification {
	operation: 'add' | 'delete' | 'replace';
	attribute: string;
	/** Replacing by nothing clears. */
	values: Values;
}

export const replace = (attribute: string, ...values: (string | Buffer)[]): Modification => ({ operation: 'replace', attribute, values });

export interface ActiveDirectory {
	settings: ActiveDirectorySettings;
	root(): Promise<Root>;
	/** One object, by its GUID or distinguished name; null where there is none. */
	get(object: string, attributes: readonly string[]): Promise<Entry | null>;
	/** Everything below `base`, or below the domain, page by page; what was handed out is forgotten. */
	pages(filter: Filter, attributes: readonly string[], base?: string | null): AsyncGenerator<Entry[]>;
	/** The whole list, for what is known to be short. */
	list(filter: Filter, attributes: readonly string[], base?: string | null): Promise<Entry[]>;
	add(dn: string, attributes: Readonly<Record<string, Values>>): Promise<void>;
	modify(object: string, ...changes: Modification[]): Promise<void>;
	/** Renames, moves, or both. */
	rename(object: string, dn: string): Promise<void>;
}

/** What loses its meaning as text. */
const binary = ['objectGUID', 'objectSid', 'tokenGroups'];
/** Of 500 each: more than any domain has. An endless list is a broken server, not a long one. */
const mostPages = 10_000;

export const activeDirectoryClient = (connection: Connection, settings: ActiveDirectorySettings, observe: (call: JsonObject) => void): ActiveDirectory => {
	const noted = async <T>(operation: string, object: string, attributes: readonly string[], work: () => Promise<T>): Promise<T> => {
		const call = { operation, object, ...(attributes.length > 0 ? { attributes: [...attributes] } : {}) };
		try {
			const result = await work();
			observe({ ...call, code: 0 });
			return result;
		} catch (error) {
			const problem = asProblem(error);
			observe({ ...call, problem: problem.code, ...problem.evidence });
			throw problem;
		}
	};

	/** By its GUID an object is found wherever it was moved to. */
	const nameOf = async (object: string, { client, root }: Opened): Promise<string> => {
		if (!isGuid(object)) return object;
		if (root.guidNames) return `<GUID=${object}>`;
		const { searchEntries } = await client.search(root.namingContext, { scope: 'sub', filter: filterOf(is('objectGUID', guidBytes(object))), attributes: ['1.1'] });
		const [found] = searchEntries;
		if (!found) throw new Problem('not_found', `Active Directory has no object ${object} any more. It was deleted, or n8n may not see it; nothing was changed.`, { ldapCode: 32 });
		return found.dn;
	};

	const change = (operation: string, object: string, attributes: readonly string[], work: (opened: Opened, name: string) => Promise<void>) =>
		noted(operation, object, attributes, () => connection.send({ operation, object }, async (opened) => work(opened, await nameOf(object, opened))));

	const pages: ActiveDirectory['pages'] = async function* (filter, attributes, base) {
		const asked = { operation: 'search', object: base ?? 'the domain' };
		let last: Mark | undefined;
		for (let number = 1; number <= mostPages; number++) {
			const read = (opened: Opened) => readPage(opened, { base: base ?? opened.root.namingContext, filter: filterOf(filter), attributes: [...attributes], binary }, last);
			// The first page may be asked for again; of the others only the connection knows which is the next.
			const { rows, next } = await noted('search', asked.object, attributes, () => (last === undefined ? connection.ask(asked, read) : connection.send(asked, read)));
			yield rows.map(entryOf);
			if (next === undefined) return;
			last = next;
		}
		throw new Problem('bad_answer', 'A list of Active Directory does not end. Nothing can be concluded from it; look at the domain controller and run the case again.');
	};

	return {
		settings,
		root: () => connection.ask({ operation: 'bind', object: 'the directory' }, async ({ root }) => root),

		get: (object, attributes) =>
			noted('read', object, attributes, async () => {
				try {
					return await connection.ask({ operation: 'read', object }, async (opened) => {
						const { searchEntries } = await opened.client.search(await nameOf(object, opened), { scope: 'base', attributes: [...attributes], explicitBufferAttributes: binary });
						const [found] = searchEntries;
						return found ? entryOf(found) : null;
					});
				} catch (error) {
					if (asProblem(error).code === 'not_found') return null;
					throw error;
				}
			}),

		pages,
		list: async (filter, attributes, base) => {
			const rows: Entry[] = [];
			for await (const page of pages(filter, attributes, base)) rows.push(...page);
			return rows;
		},

		add: (dn, attributes) =>
			change('add', dn, Object.keys(attributes), ({ client }) => client.add(dn, Object.entries(attributes).map(([type, values]) => attributeOf(type, values)))),
		modify: (object, ...changes) =>
			change('modify', object, changes.map(({ attribute }) => attribute), ({ client }, name) =>
				client.modify(name, changes.map(({ operation, attribute, values }) => new (ldapts().Change)({ operation, modification: attributeOf(attribute, values) }))),
			),
		rename: (object, dn) => change('rename', object, [], ({ client }, name) => client.modifyDN(name, dn)),
	};
};

const attributeOf = (type: string, values: Values): Ldapts.Attribute => new (ldapts().Attribute)({ type, values: [...values] as string[] });

const filterOf = (filter: Filter): Ldapts.Filter => {
	const { AndFilter, EqualityFilter, ExtensibleFilter, GreaterThanEqualsFilter, NotFilter, OrFilter, PresenceFilter } = ldapts();
	if ('all' in filter) return new AndFilter({ filters: filter.all.map(filterOf) });
	if ('any' in filter) return new OrFilter({ filters: filter.any.map(filterOf) });
	if ('not' in filter) return new NotFilter({ filter: filterOf(filter.not) });
	if ('has' in filter) return new PresenceFilter({ attribute: filter.has });
	if ('from' in filter) return new GreaterThanEqualsFilter({ attribute: filter.from, value: filter.value });
	if ('rule' in filter) return new ExtensibleFilter({ matchType: filter.of, rule: filter.rule, value: filter.value });
	return new EqualityFilter({ attribute: filter.is, value: filter.value });
};
