import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Incoming, Reply } from '../../server/message';
import { formBody, header, jsonBody, ok, Refusal } from '../../server/message';
import type { Call, Route } from '../../server/router';
import { refuse } from './errors';
import type { Team, TeamsState } from './state';

/** What the person behind the token has consented to. */
export type TeamsCaller = readonly string[];
type TeamsCall = Call<TeamsState, TeamsCaller>;

export const authenticateWith =
	(clock: Clock) =>
	(incoming: Incoming, { tokens }: TeamsState, needs: string | undefined): TeamsCaller => {
		const token = tokens.get(/^Bearer (\S+)$/i.exec(header(incoming, 'authorization') ?? '')?.[1] ?? '');
		if (token === undefined) throw refuse(401, ['InvalidAuthenticationToken', 'CompactToken parsing failed with error code: 80049217']);
		if (token.expiresAt <= clock.now()) throw refuse(401, ['InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.']);
		if (needs !== undefined && !needs.split(' or ').some((scope) => token.scopes.includes(scope))) throw refuse(403, ['Forbidden', `Missing scope permissions on the request. API requires one of '${needs.replaceAll(' or ', ', ')}'.`]);
		return token.scopes;
	};

export function mintToken({ tokens, settings }: TeamsState, clock: Clock): string {
	const value = `ey-kestrel.${randomBytes(24).toString('base64url')}.sandbox`;
	tokens.set(value, { expiresAt: clock.now() + settings.tokenSeconds * 1_000, scopes: [...settings.scopes] });
	return value;
}

/** Somebody signed n8n in, once: this is how it stays so. */
function issueToken({ state, clock, incoming }: TeamsCall): Reply {
	const form = formBody(incoming);
	const { id, secret, refreshToken } = state.client;
	const no = (status: number, error: string, description: string) => new Refusal({ status, body: { error, error_description: description } });
	if (form.get('client_id') !== id || form.get('client_secret') !== secret) throw no(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.');
	if (form.get('grant_type') !== 'refresh_token') throw no(400, 'unsupported_grant_type', 'AADSTS70003: The app requested an unsupported grant type.');
	if (form.get('refresh_token') !== refreshToken) throw no(400, 'invalid_grant', 'AADSTS70008: The refresh token has expired.');
	return ok({ token_type: 'Bearer', scope: state.settings.scopes.join(' '), expires_in: state.settings.tokenSeconds, access_token: mintToken(state, clock), refresh_token: refreshToken });
}

function teamOf({ state, params }: TeamsCall): Team {
	const team = state.teams.find(({ id }) => id === params.team);
	if (team === undefined) throw refuse(404, ['NotFound', `No team found with Group Id ${params.team ?? ''}`]);
	if (!team.joined) throw refuse(403, ['Forbidden', 'User is not a member of the team.']);
	return team;
}

function channelOf(call: TeamsCall) {
	const team = teamOf(call);
	const channel = team.channels.find(({ id }) => id === call.params.channel);
	if (channel === undefined) throw refuse(404, ['NotFound', 'Failed to resolve the channel.']);
	return { team, channel };
}

const LONGEST = 28_000;

function post(call: TeamsCall): Reply {
	const { state, clock, incoming } = call;
	const { team, channel } = channelOf(call);
	const body = jsonBody(incoming)?.['body'] as { contentType?: unknown; content?: unknown } | undefined;
	if (typeof body?.content !== 'string' || body.content === '') throw refuse(400, ['BadRequest', 'Missing body content']);
	if (Buffer.byteLength(body.content) > LONGEST) throw refuse(413, ['RequestEntityTooLarge', 'Request body is too large.']);
	const contentType = body.contentType === 'html' ? 'html' : 'text';
	const id = String(Math.floor(clock.now()) + ++state.sequence);
	state.messages.push({ id, teamId: team.id, channel: channel.name, contentType, content: body.content });
	const webUrl = `https://teams.microsoft.com/l/message/${encodeURIComponent(channel.id)}/${id}?groupId=${team.id}`;
	return { status: 201, body: { id, messageType: 'message', createdDateTime: clock.iso(), webUrl, channelIdentity: { teamId: team.id, channelId: channel.id }, body: { contentType, content: body.content } } };
}

const POST_NEEDS = 'ChannelMessage.Send or Group.ReadWrite.All';

export const routes: Route<TeamsState, TeamsCaller>[] = [
	{ method: 'POST', path: '/:tenant/oauth2/v2.0/token', open: true, handle: issueToken },
	...['/v1.0', '/beta'].flatMap((version): Route<TeamsState, TeamsCaller>[] => [
		{ method: 'GET', path: `${version}/me/joinedTeams`, needs: 'Team.ReadBasic.All or Group.ReadWrite.All', handle: ({ state }) => ok({ value: state.teams.filter(({ joined }) => joined).map(({ id, name }) => ({ id, displayName: name })) }) },
		{ method: 'GET', path: `${version}/teams/:team/channels`, needs: 'Channel.ReadBasic.All or Group.ReadWrite.All', handle: (call) => ok({ value: teamOf(call).channels.map(({ id, name }) => ({ id, displayName: name })) }) },
		{ method: 'POST', path: `${version}/teams/:team/channels/:channel/messages`, needs: POST_NEEDS, handle: post },
	]),
];
