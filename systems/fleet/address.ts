import { Problem } from '../../lifecycle/problem';
import { isSafeAddress } from '../http/address';

/** Where the API is, whatever of the address was pasted. */
export const apiUrl = (entered: unknown): string => {
	const text = String(entered ?? '').trim().replace(/\/+$/, '').replace(/\/api\/(v1|latest)\/fleet$/, '');
	if (!URL.canParse(text)) throw new Problem('misconfigured', 'The address in the Fleet credential is no web address. Enter the one Fleet is opened at, such as https://fleet.acme.com.');
	const url = new URL(text);
	if (!isSafeAddress(url) || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
		throw new Problem('misconfigured', 'The address in the Fleet credential must begin with https:// and hold nothing but host and path, because the token travels with every request.');
	}
	return `${text}/api/v1/fleet`;
};
