import { X509Certificate, createVerify } from 'node:crypto';
import { isDictionary } from '../fields';
import type { Door, Keys, Message, Surroundings, Verdict } from '../source';
import { jsonIn } from '../signatures/payload';
import { refuse } from '../signatures/refuse';
import type { Dictionary } from '../../http/parse';

/** Exactly AWS's own host: everything else could serve a certificate of its own. */
const snsHost = /^sns\.[a-z]{2}(?:-[a-z]+)+-\d+\.amazonaws\.com(?:\.cn)?$/;

const trusted = (address: unknown): URL | undefined => {
	if (typeof address !== 'string' || !URL.canParse(address)) return undefined;
	const url = new URL(address);
	const plain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
	return plain && snsHost.test(url.hostname) ? url : undefined;
};

const ofNotification = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const;
const ofConfirmation = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const;

/** What AWS signs: names and values of these fields, each on its own line, the subject only where there is one. */
export const snsStringToSign = (envelope: Dictionary): string =>
	(envelope['Type'] === 'Notification' ? ofNotification : ofConfirmation)
		.filter((name) => typeof envelope[name] === 'string')
		.map((name) => `${name}\n${envelope[name] as string}\n`)
		.join('');

const algorithms: Record<string, string> = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' };

/** AWS changes its certificate now and then; a few are enough for all regions a company has. */
const certificates = new Map<string, X509Certificate>();
const mostCertificates = 20;

const certificateAt = async (url: URL, { fetchText, now }: Surroundings): Promise<X509Certificate | undefined> => {
	const kept = certificates.get(url.href);
	if (kept && inForce(kept, now)) return kept;
	// Not fetched is not forged: it throws, the sender gets no answer it would take for a refusal, and tries again.
	const text = await fetchText(url.href);
	const certificate = readCertificate(text);
	if (!certificate || !inForce(certificate, now)) return undefined;
	if (certificates.size >= mostCertificates) certificates.clear();
	certificates.set(url.href, certificate);
	return certificate;
};

const readCertificate = (pem: string): X509Certificate | undefined => {
	try {
		return new X509Certificate(pem);
	} catch {
		return undefined;
	}
};

const inForce = ({ validFrom, validTo }: X509Certificate, now: Date): boolean => Date.parse(validFrom) <= now.getTime() && now.getTime() <= Date.parse(validTo);

const isSigned = (envelope: Dictionary, algorithm: string, certificate: X509Certificate): boolean => {
	try {
		return createVerify(algorithm).update(snsStringToSign(envelope), 'utf8').verify(certificate.publicKey, String(envelope['Signature']), 'base64');
	} catch {
		return false;
	}
};

export const isEnvelope = (payload: unknown): payload is Dictionary => isDictionary(payload) && typeof payload['TopicArn'] === 'string' && typeof payload['Type'] === 'string';

/** Anybody with an AWS account can have AWS sign a message of theirs: the topic has to be one of the company's. */
export const openEnvelope = async (envelope: Dictionary, { topics = [] }: Keys, at: Surroundings): Promise<Verdict> => {
	if (topics.length === 0) return refuse('no key');
	if (!topics.includes(String(envelope['TopicArn']))) return refuse('other sender');
	const algorithm = algorithms[String(envelope['SignatureVersion'])];
	const url = trusted(envelope['SigningCertURL']);
	if (algorithm === undefined || typeof envelope['Signature'] !== 'string' || typeof envelope['MessageId'] !== 'string') return refuse('unsigned');
	if (!url) return refuse('wrong signature');
	const certificate = await certificateAt(url, at);
	if (!certificate || !isSigned(envelope, algorithm, certificate)) return refuse('wrong signature');

	if (envelope['Type'] === 'SubscriptionConfirmation') return confirmation(envelope, url);
	if (envelope['Type'] !== 'Notification') return { kind: 'handshake', reply: { status: 200, body: {} } };
	const payload = typeof envelope['Message'] === 'string' ? jsonIn(envelope['Message']) : undefined;
	return payload === undefined ? refuse('no message') : { kind: 'genuine', deliveries: [{ id: envelope['MessageId'], payload }] };
};

const confirmation = (envelope: Dictionary, certificateUrl: URL): Verdict => {
	const confirm = trusted(envelope['SubscribeURL']);
	if (confirm?.host !== certificateUrl.host) return refuse('wrong signature');
	const why = `AWS SNS asks whether messages of the topic ${String(envelope['TopicArn'])} may be sent here. Open the address in confirmUrl once, in a browser or with an HTTP Request node, and they will come.`;
	return { kind: 'handshake', reply: { status: 200, body: {} }, tell: { why, confirmUrl: confirm.href } };
};

export const sns: Door = (message: Message, keys: Keys, at: Surroundings) => {
	const envelope = jsonIn(message.body);
	// Raw message delivery leaves the signature out.
	return isEnvelope(envelope) ? openEnvelope(envelope, keys, at) : refuse('unsigned');
};
