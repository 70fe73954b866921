import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { bits, boolean, explicit, integer, octets, oid, sequence, set, tagged, utcTime, utf8 } from './der';

export interface SelfSigned {
	certificate: string;
	privateKey: string;
}

export interface Names {
	/** Several where one certificate stands for all of them. */
	dns: string | readonly string[];
	ip: string;
}

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const DAY = 86_400_000;

const commonName = (text: string) => sequence(set(sequence(oid('2.5.4.3'), utf8(text))));

const extension = (id: string, critical: boolean, value: Buffer) => sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));

function extensions(publicKey: Buffer, { dns, ip }: Names): Buffer {
	const dnsNames = [dns].flat().map((name) => tagged(0x82, Buffer.from(name)));
	const ipAddress = tagged(0x87, Buffer.from(ip.split('.').map(Number)));
	return explicit(
		3,
		sequence(
			extension('2.5.29.14', false, octets(createHash('sha1').update(publicKey).digest())),
			extension('2.5.29.19', true, sequence(boolean(true))),
			// digitalSignature and keyCertSign: the certificate is its own authority.
			extension('2.5.29.15', true, bits(Buffer.from([0x84]), 2)),
			extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))),
			extension('2.5.29.17', false, sequence(...dnsNames, ipAddress)),
		),
	);
}

const pem = (label: string, der: Buffer) => `-----BEGIN ${label}-----\n${der.toString('base64').replaceAll(/(.{64})/g, '$1\n').trimEnd()}\n-----END ${label}-----\n`;

/** A self-signed certificate (RFC 5280), valid around the machine's today: TLS checks that clock. */
export function selfSigned(names: Names = { dns: 'localhost', ip: '127.0.0.1' }): SelfSigned {
	const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
	const spki = publicKey.export({ type: 'spki', format: 'der' });
	const name = commonName('Sandbox Ingress');
	const validity = sequence(utcTime(new Date(Date.now() - DAY)), utcTime(new Date(Date.now() + 365 * DAY)));
	const version3 = explicit(0, integer(Buffer.from([2])));
	const serial = integer(Buffer.concat([Buffer.from([1]), randomBytes(15)]));
	const body = sequence(version3, serial, ECDSA_WITH_SHA256, name, validity, name, spki, extensions(spki, names));
	const certificate = sequence(body, ECDSA_WITH_SHA256, bits(sign('sha256', body, privateKey)));
	return { certificate: pem('CERTIFICATE', certificate), privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}
