export interface EntraSettings {
	/** How long a change takes to show in the index that advanced queries read. */
	indexLagMs: number;
	auditLagMs: number;
	/** How long a dynamic group takes to notice that somebody fits its rule, or no longer does. */
	ruleLagMs: number;
	/** Between two runs of directory synchronisation: 30 minutes for Connect Sync, 2 for Cloud Sync. */
	syncIntervalMs: number;
	tokenSeconds: number;
	/** Caps every page of every list, so that short lists page as well; null for the vendor's sizes. */
	pageSize: number | null;
	/** The next so many requests inside a $batch are throttled, each by itself. */
	batchItemsToThrottle: number;
	/** Whether, and for how many minutes, administrators may hand out temporary access passes. */
	temporaryAccessPass: { enabled: boolean; shortest: number; longest: number; usual: number };
	/** After how long a managed device checks in and obeys; null: only when told to. */
	checkInMs: number | null;
	/** Sessions revoked: the vendor has been seen to answer either. */
	revokeAnswers: 200 | 204;
}

export const defaultSettings: EntraSettings = {
	indexLagMs: 0,
	auditLagMs: 0,
	ruleLagMs: 60,
	syncIntervalMs: 30 * 60_000,
	tokenSeconds: 3_599,
	pageSize: null,
	batchItemsToThrottle: 0,
	temporaryAccessPass: { enabled: true, shortest: 60, longest: 480, usual: 60 },
	checkInMs: null,
	revokeAnswers: 200,
};
