import type { Field, Operation, Value } from './parse';

export interface GraphqlError {
	type?: string;
	message: string;
	path?: (string | number)[];
	extensions?: Record<string, unknown>;
}

/** Thrown by a field that cannot be answered: it is null, and the answer says why. */
export class FieldFailure extends Error {
	constructor(
		readonly type: string,
		message: string,
		readonly extensions?: Record<string, unknown>,
	) {
		super(message);
	}
}

/** Thrown while the question is looked at: nothing is answered at all. */
export class Undefined extends Error {
	constructor(readonly mistake: GraphqlError) {
		super(mistake.message);
	}
}

export type Given = Record<string, string | number | boolean | null>;

/** What a type has: fields by name, each worked out when asked for. */
export interface Type<Source> {
	name: string;
	fields: Record<string, { takes?: readonly string[]; type?: () => Type<never>; resolve(source: Source, given: Given): unknown }>;
}

function valuesOf(given: Record<string, Value>, variables: Given): Given {
	return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, typeof value === 'object' && value !== null ? (variables[value.variable] ?? null) : value]));
}

/** The whole question is checked against the schema before any of it is answered. */
function check(type: Type<never>, fields: readonly Field[], declared: ReadonlySet<string>): void {
	for (const { name, given, fields: inner } of fields) {
		if (name === '__typename') continue;
		const known = type.fields[name];
		const undefinedField = (message: string, code: string) => new Undefined({ message, extensions: { code, typeName: type.name, fieldName: name } });
		if (known === undefined) throw undefinedField(`Field '${name}' doesn't exist on type '${type.name}'`, 'undefinedField');
		for (const [argument, value] of Object.entries(given)) {
			if (known.takes?.includes(argument) !== true) throw undefinedField(`Field '${name}' doesn't accept argument '${argument}'`, 'argumentNotAccepted');
			if (typeof value === 'object' && value !== null && !declared.has(value.variable)) throw undefinedField(`Variable $${value.variable} is used by anonymous query but not declared`, 'variableNotDefined');
		}
		if (known.type === undefined && inner.length > 0) throw undefinedField(`Selections can't be made on scalars (field '${name}' has no fields)`, 'selectionMismatch');
		if (known.type !== undefined) {
			if (inner.length === 0) throw undefinedField(`Field must have selections (field '${name}' returns an object but has no selections)`, 'selectionMismatch');
			check(known.type(), inner, declared);
		}
	}
}

export function answer(root: Type<null>, { fields, defaults }: Operation, variables: Given): { data: Record<string, unknown>; errors?: GraphqlError[] } {
	check(root as Type<never>, fields, new Set(Object.keys(defaults)));
	const known = { ...(defaults as Given), ...variables };
	const errors: GraphqlError[] = [];

	const value = (type: Type<never> | undefined, found: unknown, inner: readonly Field[], path: (string | number)[]): unknown => {
		if (type === undefined || found === null || found === undefined) return found ?? null;
		if (Array.isArray(found)) return found.map((item, index) => value(type, item, inner, [...path, index]));
		return object(type as Type<unknown>, found, inner, path);
	};

	const object = (type: Type<unknown>, source: unknown, wanted: readonly Field[], path: (string | number)[]): Record<string, unknown> =>
		Object.fromEntries(
			wanted.map(({ name, alias, given, fields: inner }) => {
				const here = [...path, alias];
				const field = type.fields[name];
				if (field === undefined) return [alias, type.name];
				try {
					return [alias, value(field.type?.(), field.resolve(source, valuesOf(given, known)), inner, here)];
				} catch (error) {
					if (!(error instanceof FieldFailure)) throw error;
					errors.push({ type: error.type, path: here, message: error.message, ...(error.extensions === undefined ? {} : { extensions: error.extensions }) });
					return [alias, null];
				}
			}),
		);

	const data = object(root as Type<unknown>, null, fields, []);
	return errors.length === 0 ? { data } : { data, errors };
}
