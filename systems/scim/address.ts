import { Problem } from '../../lifecycle/problem';
import { isSafeAddress } from '../http/address';
import type { Http } from '../http/types';

export interface Address {
	/** Ends before `/Users`. */
	baseUrl: string;
	/** What some applications want with every request, such as `?aadOptscim062020`. */
	query: Record<string, string>;
}

export const addressOf = (entered: string): Address => {
	let url: URL;
	try {
		url = new URL(entered.trim());
	} catch {
		throw new Problem('misconfigured', 'The base URL in the SCIM credential is not an address. Enter it like https://app.example.com/scim/v2, without /Users at its end.');
	}
	if (!isSafeAddress(url)) throw new Problem('misconfigured', 'The base URL in the SCIM credential must start with https://, so that the token never travels in plain text.');
	if (url.username !== '' || url.password !== '') throw new Problem('misconfigured', 'The base URL in the SCIM credential holds a user name or password. Take it out, and enter the token below it.');
	const path = url.pathname.replace(/\/+$/, '').replace(/\/(Users|Groups|ServiceProviderConfig)$/i, '');
	return { baseUrl: url.origin + path, query: Object.fromEntries(url.searchParams) };
};

export const withQuery = (http: Http, query: Address['query']): Http => (request) => http({ ...request, query: { ...query, ...request.query } });
