import type { TeamsSettings } from './settings';

export interface Message {
	id: string;
	teamId: string;
	channel: string;
	contentType: string;
	content: string;
}

export interface Team {
	id: string;
	name: string;
	/** Whether the person behind the token is in it. */
	joined: boolean;
	channels: { id: string; name: string }[];
}

export interface TeamsState {
	sequence: number;
	client: { id: string; secret: string; refreshToken: string };
	tokens: Map<string, { expiresAt: number; scopes: readonly string[] }>;
	teams: Team[];
	messages: Message[];
	settings: TeamsSettings;
}
