export interface TeamsSettings {
	/** How long a token lives. */
	tokenSeconds: number;
	/** What the person who signed n8n in has consented to. */
	scopes: string[];
}

export const defaultSettings: TeamsSettings = { tokenSeconds: 3_600, scopes: ['Group.ReadWrite.All', 'Team.ReadBasic.All', 'ChannelMessage.ReadWrite'] };
