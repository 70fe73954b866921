import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** A certificate nobody vouches for, made for one test. Just enough of X.509 that a program reads it. */
export const selfSigned = (validTo: Date, validFrom = new Date(validTo.getTime() - 365 * 86_400_000)): { pem: string; privateKey: KeyObject } => {
	const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	const algorithm = sequence(Buffer.from('06092a864886f70d01010b', 'hex'), Buffer.from('0500', 'hex'));
	const name = sequence(tagged(0x31, sequence(Buffer.from('0603550403', 'hex'), tagged(0x0c, Buffer.from('sns.amazonaws.com')))));
	const body = sequence(
		tagged(0xa0, Buffer.from('020102', 'hex')),
		Buffer.from('020101', 'hex'),
		algorithm,
		name,
		sequence(time(validFrom), time(validTo)),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
	);
	const signature = tagged(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]));
	const base64 = sequence(body, algorithm, signature).toString('base64').replace(/.{64}/g, '$&\n');
	return { pem: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`, privateKey };
};

const tagged = (tag: number, content: Buffer): Buffer => Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts));
const lengthOf = (length: number): Buffer => (length < 128 ? Buffer.from([length]) : length < 256 ? Buffer.from([0x81, length]) : Buffer.from([0x82, length >> 8, length & 255]));
const time = (instant: Date): Buffer => tagged(0x18, Buffer.from(instant.toISOString().replace(/[-:T]|\.\d+/g, '')));
