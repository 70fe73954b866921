import type { Incoming, Reply } from '../../server/message';
import { formBody, header, jsonBody, ok, Refusal } from '../../server/message';
import type { Call, Route } from '../../server/router';
import type { SlackState } from './state';

type SlackCall = Call<SlackState, null>;

/** Slack says no with 200. */
export const no = (error: string, more: object = {}): Reply => ok({ ok: false, error, ...more });
const refuse = (error: string, more: object = {}) => new Refusal(no(error, more));

export function authenticate(incoming: Incoming, { botToken, settings }: SlackState, needs: string | undefined): null {
	const [, token] = /^Bearer (\S+)$/i.exec(header(incoming, 'authorization') ?? '') ?? [];
	if (token === undefined) throw refuse('not_authed');
	if (token !== botToken) throw refuse('invalid_auth');
	if (needs !== undefined && !settings.scopes.includes(needs)) throw refuse('missing_scope', { needed: needs, provided: settings.scopes.join(',') });
	return null;
}

function argumentsOf({ incoming }: SlackCall): Record<string, unknown> {
	if (!(header(incoming, 'content-type') ?? '').startsWith('application/json')) return Object.fromEntries(formBody(incoming));
	const body = jsonBody(incoming);
	if (body === undefined) throw refuse('invalid_json');
	return body;
}

const LONGEST = 40_000;

function post(call: SlackCall): Reply {
	const { state, clock } = call;
	const { channel: wanted, text = '', blocks } = argumentsOf(call);
	const channel = state.channels.find(({ id, name }) => id === wanted || name === String(wanted ?? '').replace(/^#/, ''));
	if (channel === undefined) throw refuse('channel_not_found');
	if (channel.isArchived) throw refuse('is_archived');
	if (!channel.hasBot) throw refuse('not_in_channel');
	if (text === '' && blocks === undefined) throw refuse('no_text');
	if (String(text).length > LONGEST) throw refuse('msg_too_long');
	const ts = `${Math.floor(clock.now() / 1_000)}.${String(++state.sequence).padStart(6, '0')}`;
	state.messages.push({ ts, channel: channel.name, text: String(text), blocks });
	return ok({ ok: true, channel: channel.id, ts, message: { type: 'message', user: state.botId, text, ts, bot_id: state.botId } });
}

const listChannels = ({ state }: SlackCall) =>
	ok({ ok: true, channels: state.channels.map(({ id, name, hasBot, isArchived }) => ({ id, name, is_channel: true, is_member: hasBot, is_archived: isArchived })), response_metadata: { next_cursor: '' } });

const sayWhoAmI = ({ state }: SlackCall) => ok({ ok: true, url: 'https://kestrel.slack.com/', team: 'Kestrel', user: 'joiner-mover-leaver', team_id: 'T0KESTREL', user_id: state.botId, bot_id: state.botId });

const route = (name: string, needs: string | undefined, handle: (call: SlackCall) => Reply): Route<SlackState, null>[] => ['POST', 'GET'].map((method) => ({ method, path: `/api/${name}`, ...(needs === undefined ? {} : { needs }), handle }));

export const routes: Route<SlackState, null>[] = [
	...route('chat.postMessage', 'chat:write', post),
	...route('conversations.list', 'channels:read', listChannels),
	...route('auth.test', undefined, sayWhoAmI),
	...route('users.profile.get', 'users.profile:read', () => ok({ ok: true, profile: { real_name: 'Joiner Mover Leaver' } })),
];
