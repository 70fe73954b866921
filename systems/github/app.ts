import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { Problem } from '../../lifecycle/problem';
import { apiUrl } from './address';

/** The GitHub App that the pack works as. */
export interface GitHubApp {
	apiUrl: string;
	appId: string;
	key: KeyObject;
}

/** The app as the credential's fields describe it. */
export const appOf = (fields: { [field: string]: unknown }): GitHubApp => {
	const text = (name: string, label: string): string => {
		const value = fields[name];
		if ((typeof value !== 'string' && typeof value !== 'number') || String(value).trim() === '') throw new Problem('misconfigured', `The GitHub App credential has no ${label}. Fill it in and press Test there.`);
		return String(value).trim();
	};
	return { apiUrl: apiUrl(fields['apiUrl']), appId: text('appId', 'app ID'), key: readKey(text('privateKey', 'private key')) };
};

const readKey = (pem: string): KeyObject => {
	try {
		// A PEM pasted into a single-line field arrives with its line ends as the two characters \n.
		const key = createPrivateKey(pem.replaceAll('\\n', '\n'));
		if (key.asymmetricKeyType === 'rsa') return key;
	} catch {
		// What is wrong with it might quote it.
	}
	throw new Problem('misconfigured', 'The private key in the GitHub App credential cannot be read. Paste the whole .pem file GitHub let you download, beginning with -----BEGIN RSA PRIVATE KEY-----.');
};

const base64url = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');

/** Proves who the app is: RS256, and a minute back, because clocks differ and GitHub takes none from its future. */
export const assertionOf = ({ appId, key }: GitHubApp, now: Date): string => {
	const at = Math.floor(now.getTime() / 1_000);
	const content = `${base64url({ alg: 'RS256', typ: 'JWT' })}.${base64url({ iat: at - 60, exp: at + 540, iss: appId })}`;
	return `${content}.${sign('sha256', Buffer.from(content), key).toString('base64url')}`;
};
