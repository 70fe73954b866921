import type { JsonObject } from '../../../ledger/types';
import { Problem } from '../../../lifecycle/problem';
import type { Http } from '../types';
import type { Endpoint } from './places';
import { signed, type AwsKeys } from './sign';

/** Asked for every request: temporary keys end. */
export type KeySource = () => Promise<AwsKeys>;

export interface Signing {
	endpoint: Endpoint;
	keys: KeySource;
	now(): Date;
}

/**
 * Signs what passes through it. Below patience, so that what is sent again after minutes is signed anew; what it hands on
 * must be sent as it is, for the signature covers every header it adds and the body.
 */
export const signing =
	(send: Http, { endpoint, keys, now }: Signing): Http =>
	async (request) => {
		const { method, path, headers: given = {}, body = '' } = request;
		if (typeof body !== 'string' || request.query !== undefined) throw new Problem('bad_answer', 'A request to AWS was not put into words before it was signed, so it was not sent.');
		const { accept, ...headers } = given;
		return send({ ...request, body, headers: { ...(accept === undefined ? {} : { accept }), ...signed({ method, url: endpoint.baseUrl + path, headers, body }, await keys(), endpoint, now()) } });
	};

export type Observe = (call: JsonObject) => void;
