import { createClock } from '../../clock';
import type { SlackDouble } from '.';
import { startSlack } from '.';

const clock = createClock();
let slack: SlackDouble;
beforeEach(async () => {
	slack = await startSlack({ clock });
});
afterEach(() => slack.stop());

const post = async (body: object, token: string | null = slack.connection.botToken) => {
	const answer = await fetch(`${slack.url}/api/chat.postMessage`, { method: 'POST', headers: { 'content-type': 'application/json; charset=utf-8', ...(token === null ? {} : { authorization: `Bearer ${token}` }) }, body: JSON.stringify(body) });
	return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body: (await answer.json()) as { ok: boolean; error?: string; ts?: string; needed?: string } };
};

test.each(['it-leavers', '#it-leavers', 'C0KESTRELIT'])('a message is posted to the channel %s', async (channel) => {
	const { body } = await post({ channel, text: 'Mateo Rivas: Complete' });
	expect(body).toMatchObject({ ok: true, ts: expect.stringMatching(/^\d+\.\d{6}$/) as string });
	expect(slack.messages('it-leavers').map(({ text }) => text)).toEqual(['Mateo Rivas: Complete']);
});

test.each<[string, object, string | null | undefined, string]>([
	['no token', {}, null, 'not_authed'],
	['a wrong token', {}, 'xoxb-wrong', 'invalid_auth'],
	['a channel that is not there', { channel: '#nowhere' }, undefined, 'channel_not_found'],
	['a channel the bot was not invited to', { channel: 'general' }, undefined, 'not_in_channel'],
	['no text', { text: '' }, undefined, 'no_text'],
	['too much text', { text: 'x'.repeat(40_001) }, undefined, 'msg_too_long'],
])('%s is refused, with 200', async (_, more, token, error) => {
	expect(await post({ channel: 'it-leavers', text: 'Hello', ...more }, token)).toMatchObject({ status: 200, body: { ok: false, error } });
	expect(slack.messages()).toEqual([]);
});

test('a missing scope is named', async () => {
	slack.settings.scopes = [];
	expect((await post({ channel: 'it-leavers', text: 'Hello' })).body).toMatchObject({ ok: false, error: 'missing_scope', needed: 'chat:write' });
});

test('throttling is a 429 that says when to come back', async () => {
	slack.faults.add({ times: 1, effect: { kind: 'throttle', retryAfterSeconds: 30 } });
	expect(await post({ channel: 'it-leavers', text: 'Hello' })).toMatchObject({ status: 429, retryAfter: '30', body: { ok: false, error: 'ratelimited' } });
});
