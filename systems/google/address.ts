import { Problem } from '../../lifecycle/problem';
import { isSafeAddress } from '../http/address';

/** Each API of Google has a host of its own. */
export const googleHosts = {
	directory: 'https://admin.googleapis.com',
	gmail: 'https://gmail.googleapis.com',
	cloudIdentity: 'https://cloudidentity.googleapis.com',
	licensing: 'https://licensing.googleapis.com',
	iam: 'https://iam.googleapis.com',
	token: 'https://oauth2.googleapis.com',
} as const;

export type GoogleHost = keyof typeof googleHosts;
export type GoogleHosts = Readonly<Record<GoogleHost, string>>;

/** Google's own addresses, or one address that stands in for all of them: a proxy, or a simulated company. */
export const hostsAt = (entered: unknown): GoogleHosts => {
	const text = typeof entered === 'string' ? entered.trim() : '';
	if (text === '') return googleHosts;
	let url: URL;
	try {
		url = new URL(text.includes('://') ? text : `https://${text}`);
	} catch {
		throw new Problem('misconfigured', 'The API Address in the Google credential is not an address. Leave it empty to use the addresses of Google.');
	}
	if (!isSafeAddress(url)) {
		throw new Problem('misconfigured', 'The API Address in the Google credential must start with https://, so that the token never travels in plain text. Leave it empty to use the addresses of Google.');
	}
	return Object.fromEntries(Object.keys(googleHosts).map((host) => [host, url.origin])) as GoogleHosts;
};
