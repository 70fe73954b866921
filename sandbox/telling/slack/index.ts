import type { Controls } from '../../server/controls';
import { text } from '../../server/controls';
import type { DoubleOptions, RunningDouble } from '../../server/double';
import { startDouble } from '../../server/double';
import type { VendorStyle } from '../../server/style';
import { authenticate, no, routes } from './routes';
import type { SlackSettings } from './settings';
import { defaultSettings } from './settings';
import type { Message, SlackState } from './state';

export interface SlackOptions extends DoubleOptions {
	settings?: Partial<SlackSettings>;
}

export interface SlackConnection {
	url: string;
	botToken: string;
	/** The bot is in both. */
	channel: string;
	urgentChannel: string;
	/** The bot was never invited here. */
	otherChannel: string;
}

export interface SlackDouble extends RunningDouble<SlackState> {
	connection: SlackConnection;
	settings: SlackSettings;
	/** The hosts it stands for. */
	hosts: readonly string[];
	/** What was posted, in all channels or in one, the oldest first. */
	messages(channel?: string): readonly Message[];
	controls: Controls;
}

const style: VendorStyle = {
	notFound: () => no('unknown_method'),
	unknownMethod: () => no('unknown_method'),
	forbidden: (_incoming, needs = '') => no('missing_scope', { needed: needs, provided: '' }),
	throttled: (_incoming, { retryAfterSeconds = 1 }) => ({ ...no('ratelimited'), status: 429, headers: { 'retry-after': String(retryAfterSeconds) } }),
	failed: (_incoming, status) => ({ ...no(status === 503 ? 'service_unavailable' : 'internal_error'), status }),
	everyAnswer: () => ({ 'x-slack-backend': 'r' }),
};

const channelNamed = (id: string, name: string, hasBot: boolean) => ({ id, name, hasBot, isArchived: false });

export async function startSlack(options: SlackOptions): Promise<SlackDouble> {
	const { settings = {} } = options;
	const channels = [channelNamed('C0KESTRELIT', 'it-leavers', true), channelNamed('C0KESTRELSEC', 'it-urgent', true), channelNamed('C0KESTRELALL', 'general', false)];
	const state: SlackState = { sequence: 0, botToken: 'xoxb-kestrel-sandbox', botId: 'U0KESTRELBOT', channels, messages: [], settings: { ...defaultSettings, ...settings } };
	const running = await startDouble(() => ({ name: 'slack', state, routes, style, authenticate, nobody: null }), options);
	const messages = (channel?: string) => state.messages.filter((message) => channel === undefined || message.channel === channel);
	return {
		...running,
		settings: state.settings,
		hosts: ['slack.com'],
		messages,
		controls: { commands: {}, views: { messages: (query) => messages(query['channel'] === undefined ? undefined : text(query, 'channel')) } },
		connection: { url: running.url, botToken: state.botToken, channel: 'it-leavers', urgentChannel: 'it-urgent', otherChannel: 'general' },
	};
}
