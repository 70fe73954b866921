import { asProblem } from '../../lifecycle/problem';
import type { Dictionary } from '../http/parse';
import type { Scim } from './client';
import { isNotOffered } from './errors';
import type { PatchStyle } from './kinds';

export interface Operation {
	op: string;
	path?: string;
	value?: unknown;
}

interface Update {
	patch: readonly Operation[];
	/** The same on the whole resource, for applications that know no PATCH. */
	put(resource: Dictionary): Dictionary;
}

const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const withCapitals: ReadonlySet<PatchStyle> = new Set(['capital', 'text']);

const spelt = (operation: Operation, style: PatchStyle): Operation => (withCapitals.has(style) ? { ...operation, op: operation.op[0]!.toUpperCase() + operation.op.slice(1) } : operation);

/** Some applications understand truths in the texts of one identity provider only. */
export const inDialect = <Value>(style: PatchStyle, value: Value): Value => (style === 'text' ? (asTexts(value) as Value) : value);

const asTexts = (value: unknown): unknown => {
	if (typeof value === 'boolean') return value ? 'True' : 'False';
	if (Array.isArray(value)) return value.map(asTexts);
	return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, asTexts(part)])) : value;
};

export const update = async (scim: Scim, path: string, { patch, put }: Update): Promise<void> => {
	const style = scim.application.patch;
	if (style === 'put' || (await scim.config()).patch === false) return replace(scim, path, put);
	try {
		await scim.send('PATCH', path, { schemas: [patchOp], Operations: inDialect(style, patch.map((operation) => spelt(operation, style))) });
	} catch (error) {
		const problem = asProblem(error);
		if (!isNotOffered(problem)) throw problem;
		await replace(scim, path, put);
	}
};

/** What the application alone says goes not back; a password never goes anywhere. All else is kept, also what nobody here knows. */
const notOurs = new Set(['meta', 'groups', 'password']);

const triesToReplace = 3;

const replace = async (scim: Scim, path: string, put: Update['put']): Promise<void> => {
	for (let turn = 1; ; turn++) {
		const resource = await scim.get(path);
		const version = (resource['meta'] as { version?: unknown } | undefined)?.version;
		const headers = (await scim.config()).etag === true && typeof version === 'string' ? { 'if-match': version } : undefined;
		const ours = Object.fromEntries(Object.entries(resource).filter(([name]) => !notOurs.has(name)));
		try {
			await scim.send('PUT', path, inDialect(scim.application.patch, put(ours)), headers);
			return;
		} catch (error) {
			const problem = asProblem(error);
			if (problem.evidence['status'] !== 412 || turn === triesToReplace) throw problem;
		}
	}
};

export const setActive = (scim: Scim, path: string, active: boolean): Promise<void> =>
	update(scim, path, {
		patch: [scim.application.patch === 'value' ? { op: 'replace', value: { active } } : { op: 'replace', path: 'active', value: active }],
		put: (resource) => ({ ...resource, active }),
	});
