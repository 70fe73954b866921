import { Problem } from '../../lifecycle/problem';
import { isSafeAddress } from '../http/address';

/** Where the API is, whatever of the address was pasted: n8n may live below a path. */
export const apiUrl = (entered: string): string => {
	const text = entered.trim().replace(/\/+$/, '').replace(/\/api\/v1$/, '');
	if (!URL.canParse(text)) throw new Problem('misconfigured', 'The n8n address in the credential is no web address. Enter the one n8n is opened at, such as https://n8n.acme.com.');
	const url = new URL(text);
	if (!isSafeAddress(url) || url.username !== '' || url.search !== '' || url.hash !== '') {
		throw new Problem('misconfigured', 'The n8n address in the credential must begin with https:// and hold nothing but host and path, because the API key travels with every request. Only n8n on this very machine may be reached with http://localhost.');
	}
	return `${text}/api/v1`;
};
