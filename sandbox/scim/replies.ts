import type { Reply, ReplyHeaders } from '../server/message';
import { header } from '../server/message';
import type { AppCall } from './call';
import { mistake, refuse } from './errors';
import { isObject } from './language/values';
import type { Resource, Stored } from './state';
import { versionOf } from './shown';

export const answer = ({ app }: Pick<AppCall, 'app'>, status: number, body: unknown, headers: ReplyHeaders = {}): Reply => ({
	status,
	headers: { 'content-type': app.settings.answersAs, ...headers },
	...(status === 204 ? {} : { body }),
});

const mediaType = (value: string) => (value.split(';')[0] ?? '').trim().toLowerCase();

/** What is sent must be of a kind the application reads, and the caller must read what it sends. */
export function sameLanguage({ app: { settings }, incoming }: Pick<AppCall, 'app' | 'incoming'>): void {
	const { contentTypes } = settings;
	const accepted = header(incoming, 'accept');
	const readable = (range: string) => range === '*/*' || range === 'application/*' || contentTypes.includes(range);
	if (accepted !== undefined && !accepted.split(',').map(mediaType).some(readable)) throw refuse(406, `Only ${contentTypes.join(' and ')} can be answered`);
	if (incoming.rawBody.length > 0 && !contentTypes.includes(mediaType(header(incoming, 'content-type') ?? ''))) throw refuse(415, `Only ${contentTypes.join(' and ')} can be read`);
}

export function bodyOf({ incoming }: Pick<AppCall, 'incoming'>): Resource {
	try {
		const body: unknown = JSON.parse(incoming.rawBody.toString('utf8'));
		if (isObject(body)) return body;
	} catch {
		// Said below.
	}
	throw mistake('invalidSyntax', 'The request body is not a JSON object');
}

const tags = (value: string) => value.split(',').map((tag) => tag.trim());

/** Whether the caller has this version already; a change made from another is refused. */
export function isKnown({ app, incoming }: Pick<AppCall, 'app' | 'incoming'>, stored: Stored): boolean {
	if (!app.settings.etag) return false;
	const wanted = header(incoming, 'if-match');
	if (wanted !== undefined && wanted !== '*' && !tags(wanted).includes(versionOf(stored))) throw refuse(412, 'The resource has changed since it was read');
	const known = header(incoming, 'if-none-match');
	return known !== undefined && tags(known).includes(versionOf(stored));
}

export const versionHeader = ({ app }: Pick<AppCall, 'app'>, stored: Stored): ReplyHeaders => (app.settings.etag ? { etag: versionOf(stored) } : {});
