/** Operator → key → values. */
type Conditions = Record<string, Record<string, string[]>>;

export interface Statement {
	effect: 'Allow' | 'Deny';
	actions: string[];
	notActions: string[];
	resources: string[];
	notResources: string[];
	/** Principals by kind; `*` under every kind for everybody. */
	principals: Record<string, string[]>;
	conditions: Conditions;
}

const list = (value: unknown): string[] => (value === undefined ? [] : [value].flat().map(String));

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const mapped = (value: unknown): Record<string, string[]> => (isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, values]) => [key, list(values)])) : {});

function statementOf(value: unknown): Statement {
	if (!isObject(value)) throw new Error('Statement is no object');
	const { Effect, Action, NotAction, Resource, NotResource, Principal, Condition } = value;
	if (Effect !== 'Allow' && Effect !== 'Deny') throw new Error('Invalid effect');
	if (Action === undefined && NotAction === undefined) throw new Error('Policy statement must contain actions.');
	return {
		effect: Effect,
		actions: list(Action),
		notActions: list(NotAction),
		resources: list(Resource),
		notResources: list(NotResource),
		principals: Principal === '*' ? { AWS: ['*'] } : mapped(Principal),
		conditions: isObject(Condition) ? Object.fromEntries(Object.entries(Condition).map(([operator, keys]) => [operator, mapped(keys)])) : {},
	};
}

/** Throws where the text is no policy. */
export function statementsOf(document: string): Statement[] {
	const parsed: unknown = JSON.parse(document);
	if (!isObject(parsed) || parsed['Statement'] === undefined) throw new Error('Syntax errors in policy.');
	return [parsed['Statement']].flat().map(statementOf);
}

/** What AWS writes down about a policy is the URL-encoded text of it. */
export const encodeDocument = (document: string) => encodeURIComponent(document).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
