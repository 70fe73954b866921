import { Problem } from '../../lifecycle/problem';
import { isSafeAddress } from '../http/address';

export const label = 'HashiCorp Vault';

/** Where PINs are kept: the server, the key-value engine in it, and the folder in that. */
export interface VaultPlace {
	baseUrl: string;
	namespace: string | null;
	/** `secret`, without slashes around it. */
	mount: string;
	/** `jml/device-pins`, without slashes around it. */
	prefix: string;
}

export const usual = { mount: 'secret', prefix: 'jml/device-pins', appRolePath: 'approle' } as const;

type Fields = { [field: string]: unknown };

const entered = (fields: Fields, name: string): string | null => {
	const value = fields[name];
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
};

const required = (fields: Fields, name: string, what: string): string => {
	const value = entered(fields, name);
	if (value === null) throw new Problem('misconfigured', `The ${label} credential has no ${what}. Fill it in and press Test there.`);
	return value;
};

/** Whatever of the address was pasted: people copy it from the browser, or from VAULT_ADDR. */
const addressIn = (fields: Fields): string => {
	const text = required(fields, 'address', 'address').replace(/\/+$/, '').replace(/\/(?:v1|ui(?:\/.*)?)$/, '');
	if (!URL.canParse(text)) throw new Problem('misconfigured', `The address in the ${label} credential is no web address. Enter it like https://vault.example.com:8200.`);
	const url = new URL(text);
	if (!isSafeAddress(url) || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
		throw new Problem('misconfigured', `The address in the ${label} credential must begin with https:// and hold nothing but host and path, because tokens and PINs travel there. Only a Vault on this very machine may be reached with http://localhost.`);
	}
	return text;
};

/** What would mean something else in an address or a policy, or lead out of the folder, is no part of a path. */
const isPlain = (part: string): boolean => /^[\w.@~-]+$/.test(part) && !part.includes('..') && part !== '.';

const pathIn = (text: string, what: string): string => {
	const parts = text.replace(/^\/+|\/+$/g, '').split('/');
	if (!parts.every(isPlain)) throw new Problem('misconfigured', `The ${what} in the ${label} credential is no path of Vault. Enter it like ${usual.prefix}: letters, digits, "-", "_" and ".", with single slashes between them.`);
	return parts.join('/');
};

export const placeOf = (fields: Fields): VaultPlace => {
	const namespace = entered(fields, 'namespace');
	return {
		baseUrl: addressIn(fields),
		namespace: namespace === null ? null : pathIn(namespace, 'namespace'),
		mount: pathIn(entered(fields, 'mount') ?? usual.mount, 'mount'),
		prefix: pathIn(entered(fields, 'pathPrefix') ?? usual.prefix, 'path prefix'),
	};
};

export interface AppRole {
	kind: 'appRole';
	roleId: string;
	secretId: string;
	/** Where the AppRole method is enabled: `approle`. */
	path: string;
}

export type SignIn = AppRole | { kind: 'token'; token: string };

export const signInOf = (fields: Fields): SignIn =>
	fields['authentication'] === 'token'
		? { kind: 'token', token: required(fields, 'token', 'token') }
		: { kind: 'appRole', roleId: required(fields, 'roleId', 'role ID'), secretId: required(fields, 'secretId', 'secret ID'), path: pathIn(entered(fields, 'appRolePath') ?? usual.appRolePath, 'AppRole path') };

/** Vault can be set up to answer only to those who say that they mean it: a request that was forged elsewhere would not. */
export const headersFor = ({ namespace }: Pick<VaultPlace, 'namespace'>, token: string | null): Record<string, string> => ({
	'x-vault-request': 'true',
	...(namespace === null ? {} : { 'x-vault-namespace': namespace }),
	...(token === null ? {} : { 'x-vault-token': token }),
});
