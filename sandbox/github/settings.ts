export interface GitHubSettings {
	/** How long the revocation of all of somebody's credentials takes after it was accepted. */
	revocationMs: number;
	/** How long what happened takes to show in the audit log. */
	auditLagMs: number;
	/** Requests an hour per account or installation; null for the vendor's: 5 000, and 15 000 for an app in an enterprise. */
	hourlyLimit: number | null;
	/** Requests a minute counted in points, five for a write and one for a read: the vendor's limit is 900. Null: not enforced. */
	pointsPerMinute: number | null;
	/** Limits are told with either. */
	throttleStatus: 403 | 429;
	/** Per organisation or repository: 50 for a young organisation, 500 for others. */
	invitationsPerDay: number;
	/** Caps every page of every list, so that short lists page as well; null for the vendor's sizes. */
	pageSize: number | null;
	/** Whether fine-grained tokens are still listed once their owner has left the organisation. */
	grantsOutliveMembership: boolean;
}

export const defaultSettings: GitHubSettings = {
	revocationMs: 60,
	auditLagMs: 0,
	hourlyLimit: null,
	pointsPerMinute: null,
	throttleStatus: 403,
	invitationsPerDay: 50,
	pageSize: null,
	grantsOutliveMembership: true,
};
