import type { Controls } from '../../server/controls';
import type { DoubleOptions, RunningDouble } from '../../server/double';
import { startDouble } from '../../server/double';
import type { VendorStyle } from '../../server/style';
import { errorReply } from './errors';
import { authenticateWith, mintToken, routes } from './routes';
import type { TeamsSettings } from './settings';
import { defaultSettings } from './settings';
import type { Message, Team, TeamsState } from './state';

export interface TeamsOptions extends DoubleOptions {
	settings?: Partial<TeamsSettings>;
}

export interface TeamsConnection {
	url: string;
	oauth: { clientId: string; clientSecret: string; refreshToken: string };
	/** What the browser brought home when somebody signed n8n in. */
	signedIn: ReturnType<TeamsDouble['signIn']>;
	teamId: string;
	channelId: string;
	/** The person behind the token is not in it. */
	otherTeamId: string;
}

/** Microsoft Teams in Microsoft Graph, for an app that somebody has signed in: posting takes a person. */
export interface TeamsDouble extends RunningDouble<TeamsState> {
	connection: TeamsConnection;
	settings: TeamsSettings;
	/** The hosts it stands for. */
	hosts: readonly string[];
	/** What was posted, the oldest first. */
	messages(): readonly Message[];
	/** What the browser brings home when somebody signs n8n in. */
	signIn(): { access_token: string; refresh_token: string; token_type: string; expires_in: number; scope: string };
	controls: Controls;
}

const style: VendorStyle = {
	notFound: ({ path }) => errorReply(400, ['BadRequest', `Resource not found for the segment '${path.split('/').at(-1) ?? ''}'.`]),
	unknownMethod: () => errorReply(405, ['Request_BadRequest', 'Specified HTTP method is not allowed for the request target.']),
	forbidden: () => errorReply(403),
	throttled: (_incoming, { retryAfterSeconds }) => ({ ...errorReply(429), ...(retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }) }),
	failed: (_incoming, status) => errorReply(status),
	everyAnswer: () => ({ 'x-ms-ags-diagnostic': '{}' }),
};

const team: Team = { id: '6a6d6c00-9174-4000-8000-0000000000a1', name: 'IT', joined: true, channels: [{ id: '19:kestrelleavers@thread.tacv2', name: 'Leavers' }] };
const other: Team = { id: '6a6d6c00-9174-4000-8000-0000000000a2', name: 'Board', joined: false, channels: [{ id: '19:kestrelboard@thread.tacv2', name: 'General' }] };

export async function startTeams(options: TeamsOptions): Promise<TeamsDouble> {
	const { clock, settings = {} } = options;
	const client = { id: '6a6d6c00-9174-4000-8000-0000000000b1', secret: 'kestrel-teams-secret', refreshToken: '0.kestrel-teams-refresh' };
	const state: TeamsState = { sequence: 0, client, tokens: new Map(), teams: structuredClone([team, other]), messages: [], settings: { ...defaultSettings, ...settings } };
	const running = await startDouble(() => ({ name: 'teams', state, routes, style, authenticate: authenticateWith(clock), nobody: [] }), options);
	const messages = () => state.messages;
	const signIn: TeamsDouble['signIn'] = () => ({ access_token: mintToken(state, clock), refresh_token: client.refreshToken, token_type: 'Bearer', expires_in: state.settings.tokenSeconds, scope: state.settings.scopes.join(' ') });
	return {
		...running,
		settings: state.settings,
		hosts: ['graph.microsoft.com', 'login.microsoftonline.com'],
		messages,
		signIn,
		controls: { commands: {}, views: { messages } },
		connection: {
			url: running.url,
			oauth: { clientId: client.id, clientSecret: client.secret, refreshToken: client.refreshToken },
			signedIn: signIn(),
			teamId: team.id,
			channelId: team.channels[0]!.id,
			otherTeamId: other.id,
		},
	};
}
