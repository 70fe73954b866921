export interface JiraSettings {
	/** How long a search does not show a new issue: searching lags behind writing. */
	searchLagMs: number;
	/** How many issues a page of a search has, whatever is asked for. */
	pageSize: number | null;
}

export const defaultSettings: JiraSettings = { searchLagMs: 0, pageSize: null };
