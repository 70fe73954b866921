import { createSign } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { doors } from '../../../systems/hr';
import { standardWebhooks, signStandard } from '../../../systems/hr/signatures/standardWebhooks';
import type { Keys, Message, Surroundings } from '../../../systems/hr/source';
import { selfSigned } from '../../support/selfSigned';

const now = new Date('2026-11-20T12:00:00.000Z');
const message = (body: unknown, more: Partial<Message> = {}): Message => ({ headers: {}, query: {}, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), ...more });
const said = { event: 'employee.terminated', effectiveAt: '2026-11-30T17:00:00+01:00', employee: { sourceId: '1001' } };

describe('AWS SNS', () => {
	const { pem, privateKey } = selfSigned(new Date('2027-06-01T00:00:00Z'));
	const topic = 'arn:aws:sns:eu-central-1:123456789012:hr-events';
	const keys: Keys = { secrets: [], topics: [topic] };
	let certificate = 0;
	/** Certificates are kept by their address, so that each test has one of its own. */
	const at = (more: Partial<Surroundings> & { pem?: string } = {}) => {
		const fetched: string[] = [];
		return { fetched, url: `https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-${++certificate}.pem`, surroundings: { now, fetchText: async (url: string) => (fetched.push(url), more.pem ?? pem), ...more } };
	};
	/** AWS's documented order, written out here once more. */
	const signed = (envelope: Record<string, string>, algorithm = 'RSA-SHA256') => {
		const names = envelope['Type'] === 'Notification' ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
		const text = names.flatMap((name) => (envelope[name] === undefined ? [] : [`${name}\n${envelope[name]}\n`])).join('');
		return { ...envelope, Signature: createSign(algorithm).update(text).sign(privateKey, 'base64') };
	};
	const notification = (url: string, more: Record<string, string> = {}) => ({ Type: 'Notification', MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324', TopicArn: topic, Message: JSON.stringify(said), Timestamp: '2026-11-20T11:59:59.655Z', SignatureVersion: '2', SigningCertURL: url, ...more });

	test.each([
		['2', 'RSA-SHA256', {}],
		['1', 'RSA-SHA1', {}],
		['2', 'RSA-SHA256', { Subject: 'HR\nnews' }],
	])('signature version %s is checked, and the message unwrapped', async (SignatureVersion, algorithm, more) => {
		const { url, surroundings } = at();
		const verdict = await doors.sns(message(signed({ ...notification(url), SignatureVersion, ...more }, algorithm)), keys, surroundings);
		expect(verdict).toEqual({ kind: 'genuine', deliveries: [{ id: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324', payload: said }] });
	});

	test('the certificate is fetched once', async () => {
		const { url, surroundings, fetched } = at();
		for (const MessageId of ['1', '2', '3']) expect(await doors.sns(message(signed(notification(url, { MessageId }))), keys, surroundings)).toMatchObject({ kind: 'genuine' });
		expect(fetched).toEqual([url]);
	});

	test.each([
		'https://sns.eu-central-1.amazonaws.com.evil.example/a.pem',
		'https://evil.example/sns.eu-central-1.amazonaws.com/a.pem',
		'https://sns.eu-central-1.amazonaws.com@evil.example/a.pem',
		'https://sns.eu-central-1.amazonaws.com:8443/a.pem',
		'http://sns.eu-central-1.amazonaws.com/a.pem',
		'https://snsxeu-central-1.amazonaws.com/a.pem',
		'https://mybucket.s3.eu-central-1.amazonaws.com/a.pem',
		'https://sns.eu-central-1.amazonaws.com.cn.evil.example/a.pem',
		'https://sns.evil.eu-central-1.amazonaws.com/a.pem',
		'file:///etc/passwd',
		'',
	])('G10: a certificate at %j is not even fetched', async (url) => {
		const { surroundings, fetched } = at();
		expect(await doors.sns(message(signed(notification(url))), keys, surroundings)).toMatchObject({ kind: 'refused', reason: 'wrong signature' });
		expect(fetched).toEqual([]);
	});

	test('China has a domain of its own', async () => {
		const { surroundings } = at();
		expect(await doors.sns(message(signed(notification('https://sns.cn-north-1.amazonaws.com.cn/a.pem'))), keys, surroundings)).toMatchObject({ kind: 'genuine' });
	});

	test.each([
		['the message', { Message: '{"event":"employee.terminated","employee":{"sourceId":"1"}}' }],
		['its id', { MessageId: 'another' }],
		['its time', { Timestamp: '2026-11-20T12:00:00.000Z' }],
		['a subject put in', { Subject: 'x' }],
		['the type', { Type: 'SubscriptionConfirmation', SubscribeURL: 'https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription' }],
		['the version', { SignatureVersion: '1' }],
		['an unknown version', { SignatureVersion: '3' }],
		['no signature', { Signature: undefined }],
		['a signature that is none', { Signature: '%%%' }],
	])('G10: with %s changed it is refused', async (_, change) => {
		const { url, surroundings } = at();
		expect((await doors.sns(message({ ...signed(notification(url)), ...change }), keys, surroundings)).kind).toBe('refused');
	});

	test('G10: a topic of somebody else, which AWS signs just as well, is refused', async () => {
		const { url, surroundings } = at();
		expect(await doors.sns(message(signed(notification(url, { TopicArn: 'arn:aws:sns:eu-central-1:999999999999:evil' }))), keys, surroundings)).toMatchObject({ kind: 'refused', reason: 'other sender' });
		expect(await doors.sns(message(signed(notification(url))), { secrets: [], topics: [] }, surroundings)).toMatchObject({ kind: 'refused', reason: 'no key' });
	});

	test('G10: a certificate that has expired, or is none, proves nothing', async () => {
		for (const bad of [selfSigned(new Date('2026-11-01T00:00:00Z')).pem, 'no certificate', '<html>']) {
			const { url, surroundings } = at({ pem: bad });
			expect(await doors.sns(message(signed(notification(url))), keys, surroundings)).toMatchObject({ kind: 'refused', reason: 'wrong signature' });
		}
	});

	test('a certificate that cannot be fetched is no refusal: AWS delivers again', async () => {
		const { url } = at();
		await expect(Promise.resolve(doors.sns(message(signed(notification(url))), keys, { now, fetchText: () => Promise.reject(new Error('down')) }))).rejects.toThrow('down');
	});

	const confirmation = (url: string, SubscribeURL: string) =>
		signed({ Type: 'SubscriptionConfirmation', MessageId: '1', Token: 'abc', TopicArn: topic, Message: 'You have chosen …', SubscribeURL, Timestamp: '2026-11-20T11:59:59.655Z', SignatureVersion: '2', SigningCertURL: url });

	test('a new subscription is confirmed at the address AWS signed', async () => {
		const { url, surroundings } = at();
		const confirmUrl = `https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${topic}&Token=abc`;
		expect(await doors.sns(message(confirmation(url, confirmUrl)), keys, surroundings)).toMatchObject({ kind: 'handshake', reply: { status: 200 }, tell: { confirmUrl } });
	});

	test('G10: and nowhere else', async () => {
		const { url, surroundings } = at();
		for (const evil of ['https://evil.example/', 'https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription']) {
			expect(await doors.sns(message(confirmation(url, evil)), keys, surroundings)).toMatchObject({ kind: 'refused' });
		}
	});

	test('G10: raw delivery, which carries no signature, is refused', async () => {
		expect(await doors.sns(message(said, { headers: { 'x-amz-sns-rawdelivery': 'true' } }), keys, at().surroundings)).toMatchObject({ kind: 'refused', reason: 'unsigned' });
	});

	test('through SQS, what SNS put there has to be signed', async () => {
		const { url, surroundings } = at();
		const queued = (envelope: object) => message({ Messages: [{ MessageId: 'q1', ReceiptHandle: 'r', Body: JSON.stringify(envelope) }] });
		expect(await doors.sqs(queued(signed(notification(url))), keys, surroundings)).toMatchObject({ kind: 'genuine', deliveries: [{ payload: said }] });
		expect(await doors.sqs(queued({ ...notification(url), Signature: 'AAAA' }), keys, surroundings)).toMatchObject({ kind: 'refused' });
	});
});

describe('AWS SQS', () => {
	const at: Surroundings = { now, fetchText: () => Promise.reject(new Error('nothing to fetch')) };
	const body = JSON.stringify(said);
	test('a plain message of a queue whose policy says who may write', async () => {
		expect(await doors.sqs(message({ MessageId: 'q1', Body: body }), { secrets: [] }, at)).toEqual({ kind: 'genuine', deliveries: [{ id: 'q1', payload: said }] });
	});
	test('several at once keep their ids', async () => {
		const verdict = await doors.sqs(message({ Messages: [{ MessageId: 'q1', Body: body }, { MessageId: 'q2', Body: body }] }), { secrets: [] }, at);
		expect(verdict).toMatchObject({ deliveries: [{ id: 'q1' }, { id: 'q2' }] });
	});
	test('G10: with a secret in the node the sender has to have signed', async () => {
		const secret = 'a-secret-between-the-two';
		const timestamp = String(now.getTime() / 1_000);
		const attributes = (signature: string) => Object.fromEntries(Object.entries({ 'webhook-id': 'm1', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]));
		const queued = (signature: string) => message({ MessageId: 'q1', Body: body, MessageAttributes: attributes(signature) });
		expect(await doors.sqs(queued(signStandard(secret, 'm1', timestamp, Buffer.from(body))), { secrets: [secret] }, at)).toMatchObject({ kind: 'genuine' });
		expect(await doors.sqs(queued('AAAA'), { secrets: [secret] }, at)).toMatchObject({ kind: 'refused' });
		expect(await doors.sqs(message({ MessageId: 'q1', Body: body }), { secrets: [secret] }, at)).toMatchObject({ kind: 'refused' });
	});
});

describe('Azure Event Grid', () => {
	const secret = 'event-grid-secret-of-the-tests';
	const keys: Keys = { secrets: [secret], tokenIn: { query: 'code' } };
	const at: Surroundings = { now, fetchText: () => Promise.reject(new Error('nothing to fetch')) };
	const known = { query: { code: secret } };
	const validation = [{ id: '2d1781af', topic: '/subscriptions/1', subject: '', data: { validationCode: '512d38b6-c7b8-40c8-89fe-f46f9e9622b6', validationUrl: 'https://rp-eastus2.eventgrid.azure.net:553/x' }, eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent', eventTime: '2026-11-20T11:00:00Z', metadataVersion: '1', dataVersion: '2' }];
	const events = [{ id: 'e1', topic: '/subscriptions/1', subject: 'hr', eventType: 'Hr.Terminated', eventTime: '2026-11-20T11:00:00Z', data: said, dataVersion: '1' }];

	test('the handshake is answered with the code', async () => {
		expect(await doors.eventGrid(message(validation, known), keys, at)).toEqual({ kind: 'handshake', reply: { status: 200, body: { validationResponse: '512d38b6-c7b8-40c8-89fe-f46f9e9622b6' } } });
	});
	test.each([
		['events in its own schema', events],
		['a cloud event', { specversion: '1.0', id: 'e1', source: '/subscriptions/1', type: 'Hr.Terminated', time: '2026-11-20T11:00:00Z', data: said }],
		['a batch of cloud events', [{ specversion: '1.0', id: 'e1', source: '/subscriptions/1', type: 'Hr.Terminated', data_base64: Buffer.from(JSON.stringify(said)).toString('base64') }]],
	])('%s', async (_, body) => {
		expect(await doors.eventGrid(message(body, known), keys, at)).toEqual({ kind: 'genuine', deliveries: [{ id: '/subscriptions/1/e1', payload: said }] });
	});
	test('the permission of the CloudEvents schema', async () => {
		const asked = (origin: string) => doors.eventGrid(message('', { ...known, headers: { 'webhook-request-origin': origin } }), keys, at);
		expect(await asked('eventgrid.azure.net')).toMatchObject({ kind: 'handshake', reply: { status: 200, headers: { 'WebHook-Allowed-Origin': 'eventgrid.azure.net' } } });
		expect(await asked('evil.example')).toMatchObject({ kind: 'refused' });
	});
	test('G10: without the secret not even the handshake is answered', async () => {
		for (const body of [validation, events]) {
			expect(await doors.eventGrid(message(body), keys, at)).toMatchObject({ kind: 'refused', reason: 'unsigned' });
			expect(await doors.eventGrid(message(body, { query: { code: `${secret}x` } }), keys, at)).toMatchObject({ kind: 'refused', reason: 'wrong signature' });
		}
	});
});

describe('Standard Webhooks', () => {
	test('the published test vector', () => {
		// From the specification's own libraries: secret, id, time, body and signature.
		const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
		const body = Buffer.from('{"test": 2432232314}');
		const headers = { 'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': '1614265330', 'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' };
		expect(standardWebhooks({ headers, query: {}, body }, { secrets: [secret] }, { now: new Date(1614265330_000), fetchText: async () => '' })).toMatchObject({ kind: 'genuine', deliveries: [{ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek' }] });
	});
	test.each([301_000, -301_000])('G10: %d ms away it is refused', (away) => {
		const body = Buffer.from('{}');
		const timestamp = String(now.getTime() / 1_000);
		const headers = { 'webhook-id': '1', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signStandard('a-secret', '1', timestamp, body)}` };
		expect(standardWebhooks({ headers, query: {}, body }, { secrets: ['a-secret'] }, { now: new Date(now.getTime() + away), fetchText: async () => '' })).toMatchObject({ kind: 'refused', reason: 'too old' });
	});
});

test('G10: whatever comes, through whichever door: no crash, no way in, no secret out', async () => {
	const secret = 'the-secret-nobody-may-see';
	const keys: Keys = { secrets: [secret], tokenIn: { header: 'x-jml-token' }, topics: ['arn:aws:sns:eu-central-1:1:a'] };
	await fc.assert(
		fc.asyncProperty(fc.oneof(fc.jsonValue().map((value) => JSON.stringify(value)), fc.string(), fc.constant(JSON.stringify({ Type: 'Notification', TopicArn: 'arn:aws:sns:eu-central-1:1:a', MessageId: '1', Signature: 'x', SignatureVersion: '2', SigningCertURL: 'https://evil.example' }))), fc.dictionary(fc.constantFrom('webhook-id', 'webhook-timestamp', 'webhook-signature', 'x-jml-signature', 'x-jml-token', 'webhook-request-origin'), fc.string()), async (body, headers) => {
			for (const door of Object.values(doors)) {
				const verdict = await door(message(body, { headers }), keys, { now, fetchText: () => Promise.reject(new Error('nothing to fetch')) });
				expect(verdict.kind).toBe('refused');
				expect(inspect(verdict)).not.toContain(secret);
			}
		}),
		{ numRuns: 500 },
	);
});
