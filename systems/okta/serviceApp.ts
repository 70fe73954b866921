import { Problem } from '../../lifecycle/problem';
import { orgUrl } from './address';
import type { ServiceApp } from './session';

/** The service app as the credential's fields describe it. */
export const serviceAppOf = (fields: { [field: string]: unknown }): ServiceApp => {
	const text = (name: string, label: string): string => {
		const value = fields[name];
		if (typeof value !== 'string' || value.trim() === '') throw new Problem('misconfigured', `The Okta credential has no ${label}. Fill it in and press Test there.`);
		return value.trim();
	};
	return {
		orgUrl: orgUrl(text('orgUrl', 'Okta domain')),
		clientId: text('clientId', 'client ID'),
		keyId: text('keyId', 'key ID'),
		privateKey: text('privateKey', 'private key'),
		scopes: text('scopes', 'scopes').split(/[\s,]+/).filter((scope) => scope !== ''),
	};
};
