import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { Problem } from '../../../lifecycle/problem';
import { addressesOf, type Addresses } from './cloud';

/** The app registration that the pack works as. */
export interface MicrosoftApp {
	addresses: Addresses;
	tenantId: string;
	clientId: string;
	proof: { kind: 'secret'; clientSecret: string } | { kind: 'certificate'; certificate: X509Certificate; key: KeyObject };
}

/** The app as the credential's fields describe it. */
export const appOf = (credential: string, fields: { [field: string]: unknown }, now: Date): MicrosoftApp => {
	const text = (name: string, label: string): string => {
		const value = fields[name];
		if (typeof value !== 'string' || value.trim() === '') throw new Problem('misconfigured', `The ${credential} credential has no ${label}. Fill it in and press Test there.`);
		return value.trim();
	};
	const tenantId = text('tenantId', 'tenant ID');
	// It goes into the address of the token, and "common" or "organizations" would ask another tenant than the one meant.
	if (!/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(tenantId) || /^(common|organizations|consumers)$/i.test(tenantId)) {
		throw new Problem('misconfigured', `The tenant ID in the ${credential} credential is none. Enter the "Directory (tenant) ID" of the app registration, or the domain of the tenant.`);
	}
	const byCertificate = fields['authentication'] === 'certificate';
	return {
		addresses: addressesOf(credential, fields),
		tenantId,
		clientId: text('clientId', 'client ID'),
		proof: byCertificate
			? certificateOf(credential, text('publicCertificate', 'certificate'), text('privateKey', 'private key'), now)
			: { kind: 'secret', clientSecret: text('clientSecret', 'client secret') },
	};
};

const certificateOf = (credential: string, certificatePem: string, keyPem: string, now: Date): MicrosoftApp['proof'] => {
	const certificate = readable(credential, () => new X509Certificate(lines(certificatePem)), 'certificate', '-----BEGIN CERTIFICATE-----');
	const key = readable(credential, () => createPrivateKey(lines(keyPem)), 'private key', '-----BEGIN PRIVATE KEY-----');
	if (key.asymmetricKeyType !== 'rsa') throw new Problem('misconfigured', `The private key in the ${credential} credential must be an RSA key; Entra ID takes no other.`);
	if (!certificate.checkPrivateKey(key)) throw new Problem('misconfigured', `The certificate and the private key in the ${credential} credential do not belong together. Paste both from the same file.`);
	if (Date.parse(certificate.validTo) <= now.getTime()) {
		throw new Problem('misconfigured', `The certificate in the ${credential} credential expired on ${new Date(certificate.validTo).toISOString().slice(0, 10)}. Make a new one, register it with the app, and put it into the credential.`);
	}
	return { kind: 'certificate', certificate, key };
};

/** A PEM pasted into a single-line field arrives with its line ends as the two characters \n. */
const lines = (pem: string): string => pem.replaceAll('\\n', '\n');

const readable = <Read>(credential: string, read: () => Read, what: string, begins: string): Read => {
	try {
		return read();
	} catch {
		throw new Problem('misconfigured', `The ${what} in the ${credential} credential cannot be read. Paste the whole PEM block, beginning with ${begins}.`);
	}
};
