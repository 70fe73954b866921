import { Problem } from '../../lifecycle/problem';
import { isSafeAddress } from '../http/address';

/** The org's address as everything else here expects it: no trailing slash, no admin console, no plain text over a network. */
export const orgUrl = (entered: string): string => {
	const text = entered.trim();
	let url: URL;
	try {
		url = new URL(text.includes('://') ? text : `https://${text}`);
	} catch {
		throw new Problem('misconfigured', 'The Okta domain in the credential is not an address. Enter it like https://acme.okta.com.');
	}
	if (!isSafeAddress(url)) {
		throw new Problem('misconfigured', 'The Okta domain in the credential must start with https://, so that the token never travels in plain text.');
	}
	if (/-admin\.(okta|oktapreview|okta-emea)\.com$/.test(url.hostname)) {
		throw new Problem('misconfigured', `The Okta domain in the credential is the admin console. Enter it without "-admin": https://${url.hostname.replace('-admin.', '.')}.`);
	}
	return url.origin;
};
