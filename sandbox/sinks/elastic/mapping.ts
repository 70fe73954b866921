/** What each field was first seen as. Elastic never changes that, and turns away what does not fit. */
export type Mapping = Map<string, 'object' | 'text' | 'number' | 'boolean'>;

const kindOf = (value: unknown) => (typeof value === 'object' ? 'object' : typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text');

function fieldsOf(value: unknown, path: string): [path: string, value: unknown][] {
	if (value === null || value === undefined) return [];
	if (Array.isArray(value)) return value.flatMap((one) => fieldsOf(one, path));
	if (typeof value !== 'object') return [[path, value]];
	return [[path, {}] as [string, unknown], ...Object.entries(value).flatMap(([name, inner]) => fieldsOf(inner, path === '' ? name : `${path}.${name}`))];
}

/** Takes the document's fields into the mapping, or says what does not fit. */
export function learn(mapping: Mapping, document: Record<string, unknown>): string | undefined {
	const fields = Object.entries(document).flatMap(([name, value]) => fieldsOf(value, name));
	for (const [path, value] of fields) {
		const known = mapping.get(path);
		const kind = kindOf(value);
		if (known === 'object' && kind !== 'object') return `object mapping for [${path}] tried to parse field [${path}] as object, but found a concrete value`;
		if (known !== undefined && known !== 'object' && kind === 'object') return `failed to parse field [${path}] of type [keyword]`;
		if (known === 'number' && kind !== 'number') return `failed to parse field [${path}] of type [long]`;
		if (known === 'boolean' && kind !== 'boolean') return `failed to parse field [${path}] of type [boolean]`;
		if (kind === 'text' && Buffer.byteLength(String(value)) > 32_766 && !UNINDEXED.has(path)) return `Document contains at least one immense term in field="${path}"`;
	}
	if (mapping.size + fields.filter(([path]) => !mapping.has(path)).length > MOST_FIELDS) return `Limit of total fields [${MOST_FIELDS}] has been exceeded while adding new fields`;
	for (const [path, value] of fields) if (!mapping.has(path)) mapping.set(path, kindOf(value));
	return undefined;
}

const MOST_FIELDS = 1_000;

/** Kept and not searched: ECS has it so for the original, the index template of docs/shipping.md for the content. */
const UNINDEXED = new Set(['event.original', 'jml.content']);
