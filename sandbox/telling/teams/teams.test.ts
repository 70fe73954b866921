import { createClock } from '../../clock';
import type { TeamsDouble } from '.';
import { startTeams } from '.';

const clock = createClock();
let teams: TeamsDouble;
beforeEach(async () => {
	teams = await startTeams({ clock });
});
afterEach(() => teams.stop());

const post = async (body: unknown, { team = teams.connection.teamId, channel = teams.connection.channelId, token = teams.signIn().access_token } = {}) => {
	const answer = await fetch(`${teams.url}/beta/teams/${team}/channels/${channel}/messages`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: JSON.stringify(body) });
	return { status: answer.status, body: (await answer.json()) as { id?: string; webUrl?: string; error?: { code: string; message: string } } };
};
const message = { body: { contentType: 'text', content: 'Mateo Rivas: Complete' } };

test('a message is posted to a channel', async () => {
	const { status, body } = await post(message);
	expect([status, body.webUrl]).toEqual([201, expect.stringContaining(teams.connection.teamId)]);
	expect(teams.messages()).toEqual([expect.objectContaining({ channel: 'Leavers', contentType: 'text', content: 'Mateo Rivas: Complete' })]);
});

test.each<[string, () => Parameters<typeof post>, number]>([
	['a token nobody gave', () => [message, { token: 'wrong' }], 401],
	['a team one is not in', () => [message, { team: teams.connection.otherTeamId }], 403],
	['a team that is not there', () => [message, { team: '6a6d6c00-9174-4000-8000-0000000000ff' }], 404],
	['a channel that is not there', () => [message, { channel: '19:nowhere@thread.tacv2' }], 404],
	['nothing', () => [{ body: { content: '' } }], 400],
	['too much', () => [{ body: { content: 'x'.repeat(28_001) } }], 413],
])('%s is refused', async (_, given, status) => {
	expect((await post(...given())).status).toBe(status);
	expect(teams.messages()).toEqual([]);
});

test('a token lapses and is renewed; one without the consent opens nothing', async () => {
	const { access_token: token, refresh_token: refreshToken } = teams.signIn();
	clock.move(3_601_000);
	expect((await post(message, { token })).body.error?.message).toMatch(/the token is expired/);
	const renew = async (change: Record<string, string> = {}) => {
		const { clientId, clientSecret } = teams.connection.oauth;
		const form = new URLSearchParams({ grant_type: 'refresh_token', client_id: clientId, client_secret: clientSecret, refresh_token: refreshToken, ...change });
		const answer = await fetch(`${teams.url}/common/oauth2/v2.0/token`, { method: 'POST', body: form });
		return (await answer.json()) as { access_token?: string; error?: string };
	};
	expect((await post(message, { token: (await renew()).access_token! })).status).toBe(201);
	expect([(await renew({ client_secret: 'wrong' })).error, (await renew({ refresh_token: 'wrong' })).error]).toEqual(['invalid_client', 'invalid_grant']);
	teams.settings.scopes = ['Team.ReadBasic.All'];
	expect((await post(message)).status).toBe(403);
});
