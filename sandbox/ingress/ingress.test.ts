import { X509Certificate } from 'node:crypto';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { createServer } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { startIngress, type Ingress } from '.';
import { integer, oid, sequence, utf8 } from './der';

let ingress: Ingress;
let behind: Server;
let seen: { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders; body: Buffer } | undefined;

beforeAll(async () => {
	behind = createServer((incoming, response) => {
		const chunks: Buffer[] = [];
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		incoming.on('end', () => {
			seen = { method: incoming.method, url: incoming.url, headers: incoming.headers, body: Buffer.concat(chunks) };
			response.writeHead(201, { 'x-answer': 'yes' });
			response.end('done');
		});
	});
	await new Promise<void>((resolve) => behind.listen(0, '127.0.0.1', resolve));
	ingress = await startIngress();
});
afterAll(async () => {
	await ingress.stop();
	behind.close();
});

const post = (url: string, body: Buffer, ca: string | undefined) =>
	new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
		const outgoing = request(url, { method: 'POST', agent: false, headers: { 'x-mine': 'kept' }, ...(ca === undefined ? {} : { ca }) }, (response) => {
			let text = '';
			response.on('data', (chunk) => (text += String(chunk)));
			response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
		});
		outgoing.on('error', reject);
		outgoing.end(body);
	});

test('the certificate is its own authority, for localhost and 127.0.0.1 only', () => {
	const certificate = new X509Certificate(ingress.certificate);
	expect(certificate.verify(certificate.publicKey)).toBe(true);
	expect([certificate.checkHost('localhost'), certificate.checkIP('127.0.0.1'), certificate.checkHost('kestrel.example'), certificate.ca]).toEqual(['localhost', '127.0.0.1', undefined, true]);
	expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
});

test('nothing behind it is a 502', async () => {
	expect((await post(ingress.url, Buffer.from(''), ingress.certificate)).status).toBe(502);
	ingress.setTarget('http://127.0.0.1:1');
	expect((await post(ingress.url, Buffer.from('x'), ingress.certificate)).status).toBe(502);
});

test('method, path, headers and every byte of the body go through, and the answer comes back', async () => {
	ingress.setTarget(`http://127.0.0.1:${(behind.address() as AddressInfo).port}`);
	const body = Buffer.from([0, 255, 13, 10, 195, 188]);
	const answer = await post(`${ingress.url}/webhook/a%2Fb?x=1`, body, ingress.certificate);
	expect(answer).toMatchObject({ status: 201, headers: { 'x-answer': 'yes' }, text: 'done' });
	expect(seen).toMatchObject({ method: 'POST', url: '/webhook/a%2Fb?x=1', headers: { 'x-mine': 'kept', 'x-forwarded-proto': 'https', host: new URL(ingress.url).host } });
	expect(seen?.body.equals(body)).toBe(true);
});

test('who does not trust it does not get through', async () => {
	await expect(post(ingress.url, Buffer.from(''), undefined)).rejects.toThrow(/self-signed/);
});

test('DER encodings from X.690', () => {
	expect(oid('1.2.840.113549').toString('hex')).toBe('06062a864886f70d');
	expect(integer(Buffer.from([0x80])).toString('hex')).toBe('02020080');
	expect(sequence(utf8('x'.repeat(200))).subarray(0, 6).toString('hex')).toBe('3081cb0c81c8');
});
