import type { SlackSettings } from './settings';

export interface Channel {
	id: string;
	name: string;
	/** Whether the bot was invited: it posts nowhere else. */
	hasBot: boolean;
	isArchived: boolean;
}

export interface Message {
	ts: string;
	channel: string;
	text: string;
	blocks: unknown;
}

export interface SlackState {
	sequence: number;
	botToken: string;
	botId: string;
	channels: Channel[];
	messages: Message[];
	settings: SlackSettings;
}
