export interface GoogleSettings {
	/** How long after a write `users.list?query=` still finds what was there before. */
	searchLagMs: number;
	/** How long an activity takes to appear in the reports. */
	reportLagMs: number;
	/** How long changes of a new user are answered with 412. */
	creationMs: number;
	/** How long a new user's mailbox takes, counted from the creation. */
	mailboxMs: number;
	/** How long until a device syncs and does what it was told. */
	deviceSyncMs: number;
	/** How long a transfer of ownership takes. */
	transferMs: number;
	/** Whether products with automatic licensing give a removed licence back. */
	automaticLicensing: boolean;
	/** How many Archived User licences are there; archiving more answers 412. */
	archivedUserLicences: number;
	/** Unconfirmed at the vendor: whether access tokens made before their subject was suspended still work. */
	tokensOutliveSuspension: boolean;
	/** Unconfirmed at the vendor: 400 or 403 for changing the members of a dynamic group. */
	dynamicGroupAnswer: 400 | 403;
}

export const defaultSettings: GoogleSettings = {
	searchLagMs: 0,
	reportLagMs: 0,
	creationMs: 60,
	mailboxMs: 120,
	deviceSyncMs: 60,
	transferMs: 60,
	automaticLicensing: false,
	archivedUserLicences: 0,
	tokensOutliveSuspension: true,
	dynamicGroupAnswer: 400,
};
