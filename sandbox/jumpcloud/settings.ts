export interface JumpCloudSettings {
	/** What a second identical membership or binding is answered with; unconfirmed at the vendor. */
	repeatedAdd: 409 | 204;
	repeatedRemove: 404 | 204;
	/** What a user name or address that is taken is answered with. */
	duplicateAnswer: 409 | 400;
	/** Until a rule has put people into its groups, and taken them out again. */
	ruleLagMs: number;
	/** Until an event can be found. */
	insightsLagMs: number;
	/** Whether `op: update` changes the attributes of a binding; unconfirmed. */
	bindingUpdates: boolean;
	/** What a field that another directory masters does when it is written: refused, or taken and overwritten later. */
	restrictedWrites: 'refuse' | 'overwrite';
	/** What an agent does with the account of somebody who is bound to its device no more; unconfirmed, and not the same on every system. */
	unboundAccounts: 'kept' | 'disabled';
	/** Whether the next synchronisation gives a suspended user back whom its source still has. */
	upstreamReactivates: boolean;
	/** Whether a key of several organisations may leave `x-org-id` out. */
	organisationOptional: boolean;
	/** Whether lists pay attention to `filter`. */
	filters: boolean;
	/** Whether v1 words its errors as plain text. */
	plainTextErrors: boolean;
	/** Whether v2 says how many there are altogether. */
	countsLists: boolean;
	tokenSeconds: number;
}

export const defaultSettings: JumpCloudSettings = {
	repeatedAdd: 409,
	repeatedRemove: 404,
	duplicateAnswer: 409,
	ruleLagMs: 60,
	insightsLagMs: 0,
	bindingUpdates: true,
	restrictedWrites: 'refuse',
	unboundAccounts: 'kept',
	upstreamReactivates: false,
	organisationOptional: false,
	filters: true,
	plainTextErrors: false,
	countsLists: true,
	tokenSeconds: 3_600,
};
