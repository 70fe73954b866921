export interface SlackSettings {
	/** What the bot may do. */
	scopes: string[];
}

export const defaultSettings: SlackSettings = { scopes: ['chat:write', 'channels:read', 'users.profile:read'] };
