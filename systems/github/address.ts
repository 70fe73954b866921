import { Problem } from '../../lifecycle/problem';
import { isSafeAddress } from '../http/address';

export const usualApiUrl = 'https://api.github.com';

/** Of github.com, or of an enterprise with data residency: https://api.acme.ghe.com. */
export const apiUrl = (entered: unknown): string => {
	const text = (typeof entered === 'string' ? entered.trim().replace(/\/+$/, '') : '') || usualApiUrl;
	const url = URL.canParse(text) ? new URL(text) : null;
	if (url === null || !isSafeAddress(url) || url.username !== '' || url.search !== '' || url.hash !== '' || url.pathname !== '/') {
		throw new Problem('misconfigured', 'The API address in the GitHub credential must be https:// and a host, such as https://api.github.com, because the token travels with every request.');
	}
	return text;
};
