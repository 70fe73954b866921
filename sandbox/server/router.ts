import type { Clock } from '../clock';
import type { Incoming, Reply } from './message';

export interface Call<State, Caller> {
	incoming: Incoming;
	/** Not always the live state: a lagging read gets an old one, a lie a copy that is thrown away. */
	state: State;
	params: Record<string, string>;
	query: URLSearchParams;
	caller: Caller;
	clock: Clock;
	baseUrl: string;
}

export type Handler<State, Caller> = (call: Call<State, Caller>) => Reply | Promise<Reply>;

export interface Route<State, Caller> {
	method: string;
	path: string;
	/** The permission the vendor asks for, in the vendor's words. */
	needs?: string;
	/** Answered without credentials. */
	open?: boolean;
	handle: Handler<State, Caller>;
}

export interface Match<State, Caller> {
	route: Route<State, Caller>;
	params: Record<string, string>;
}

export interface Router<State, Caller> {
	find(incoming: Incoming): Match<State, Caller> | 'unknown-path' | 'unknown-method';
}

const decode = (segment: string) => {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
};

/** A last segment such as `*key` takes all that is left, slashes and all; one such as `:key:disable` wants the verb behind the value. */
function paramsOf(pattern: string[], actual: string[]): Record<string, string> | undefined {
	const rest = pattern.at(-1)?.startsWith('*') === true ? pattern.length - 1 : undefined;
	if (rest === undefined ? pattern.length !== actual.length : actual.length < rest) return undefined;
	const params: Record<string, string> = rest === undefined ? {} : { [pattern[rest]!.slice(1)]: decode(actual.slice(rest).join('/')) };
	for (const [index, expected] of pattern.slice(0, rest).entries()) {
		const segment = actual[index] ?? '';
		const [, name, verb = ''] = /^:([^:]+)(:.+)?$/.exec(expected) ?? [];
		if (name === undefined ? expected !== segment : segment.length <= verb.length || !segment.endsWith(verb)) return undefined;
		if (name !== undefined) params[name] = decode(segment.slice(0, segment.length - verb.length));
	}
	return params;
}

/** The first route that fits wins: fixed paths are listed before those with parameters. */
export function createRouter<State, Caller>(routes: readonly Route<State, Caller>[]): Router<State, Caller> {
	const table = routes.map((route) => ({ route, pattern: route.path.split('/') }));
	return {
		find({ method, path }) {
			const actual = path.split('/');
			const fitting = table.flatMap(({ route, pattern }) => {
				const params = paramsOf(pattern, actual);
				return params === undefined ? [] : [{ route, params }];
			});
			if (fitting.length === 0) return 'unknown-path';
			return fitting.find(({ route }) => route.method === method) ?? 'unknown-method';
		},
	};
}
