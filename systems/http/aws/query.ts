import { reader, type Dictionary } from '../parse';
import type { Http } from '../types';
import type { Observe } from './signing';
import { awsProblem, requestIdIn, type Asked } from './errors';
import { strictlyEncoded } from './sign';
import { readXml, type XmlDocument } from './xml';

/** What AWS's query protocol can say. What is undefined is not said. */
export type QueryValue = string | number | boolean | undefined | readonly QueryValue[] | { readonly [name: string]: QueryValue };
export type QueryInput = { readonly [name: string]: QueryValue };

const pairs = (name: string, value: QueryValue): [string, string][] => {
	if (value === undefined) return [];
	if (Array.isArray(value)) return value.flatMap((one: QueryValue, index) => pairs(`${name}.member.${index + 1}`, one));
	if (typeof value === 'object') return Object.entries(value).flatMap(([inner, one]) => pairs(`${name}.${inner}`, one));
	return [[name, String(value)]];
};

export const formOf = (action: string, version: string, input: QueryInput): string =>
	[['Action', action] as const, ['Version', version] as const, ...Object.entries(input).flatMap(([name, value]) => pairs(name, value))].map((pair) => pair.map(strictlyEncoded).join('=')).join('&');

export interface QueryService {
	/** For sentences: `AWS IAM`. */
	system: string;
	service: string;
	version: string;
}

/** Calls by name, answers with what stands in the result. */
export type Query = (action: string, input: QueryInput, terms?: { readsOnly?: true }) => Promise<Dictionary>;

/** AWS's query protocol, as IAM and STS speak it: a form there, XML back. */
export const queryClient = (http: Http, { system, service, version }: QueryService, observe: Observe): Query => {
	const parse = reader(system);
	return async (action, input, { readsOnly } = {}) => {
		const response = await http({
			method: 'POST',
			path: '/',
			// Asked for JSON, IAM would answer in a form that is nowhere documented.
			headers: { accept: 'text/xml', 'content-type': 'application/x-www-form-urlencoded' },
			body: formOf(action, version, input),
			...(readsOnly ? { readsOnly } : {}),
		});
		const asked: Asked = { system, service, action };
		const refused = response.status < 200 || response.status > 299 ? awsProblem(asked, response) : null;
		observe({ method: 'POST', path: `${service}:${action}`, status: response.status, requestId: refused === null ? requestIdIn(response.headers) : (refused.evidence['requestId'] ?? null) });
		if (refused) throw refused;
		const answer = documentIn(response.body);
		if (answer?.name !== `${action}Response`) throw awsProblem(asked, { ...response, body: '' });
		const fields = parse.object(answer.value, action);
		parse.object(fields['ResponseMetadata'], `${action}.ResponseMetadata`);
		return Object.hasOwn(fields, `${action}Result`) ? resultIn(fields[`${action}Result`]) : {};

		function resultIn(value: unknown): Dictionary {
			return value === '' ? {} : parse.object(value, action);
		}
	};
};

const documentIn = (body: unknown): XmlDocument | null => {
	try {
		return readXml(String(body));
	} catch {
		return null;
	}
};
