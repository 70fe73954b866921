import { createHash, createPublicKey, sign, X509Certificate } from 'node:crypto';
import { bits, integer, oid, sequence, set, tagged, utcTime, utf8 } from '../../ingress/der';
import { serviceKey } from '../../server/serviceKey';

export interface AppCertificate {
	/** What is uploaded to the app's registration. */
	pem: string;
	privateKey: string;
}

const DAY = 86_400_000;
const SHA256_WITH_RSA = sequence(oid('1.2.840.113549.1.1.11'), tagged(0x05));

/** A self-signed certificate, as administrators make one for an app. */
export async function appCertificate(): Promise<AppCertificate> {
	const { privateKey } = await serviceKey();
	const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
	const name = sequence(set(sequence(oid('2.5.4.3'), utf8('Joiner Mover Leaver'))));
	const validity = sequence(utcTime(new Date(Date.now() - DAY)), utcTime(new Date(Date.now() + 365 * DAY)));
	const body = sequence(integer(Buffer.from([1])), SHA256_WITH_RSA, name, validity, name, publicKey);
	const certificate = sequence(body, SHA256_WITH_RSA, bits(sign('sha256', body, privateKey)));
	const lines = certificate.toString('base64').replaceAll(/(.{64})/g, '$1\n').trimEnd();
	return { pem: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`, privateKey };
}

const digest = (algorithm: 'sha1' | 'sha256', { raw }: X509Certificate) => createHash(algorithm).update(raw).digest('base64url');

/** The names a client may call a certificate by: `x5t` and `x5t#S256`. */
export function thumbprintsOf(pem: string): { x5t: string; s256: string } {
	const certificate = new X509Certificate(pem);
	return { x5t: digest('sha1', certificate), s256: digest('sha256', certificate) };
}
