/** What becomes of an account, and of everything that was opened with it. */
export interface Consequences {
	/** Removed: it answers 404 from now on. */
	account: 'deactivated' | 'removed';
	sessions: 'end' | 'stay';
	sessionsEndAfterMs: number;
	/** Suspended tokens work again once the account does. */
	tokens: 'deleted' | 'suspended' | 'stay';
	/** Kinds of tokens that go on working all the same. */
	sparedTokens: readonly string[];
	groups: 'stay' | 'left';
}

export interface Limit {
	methods: readonly string[];
	perMinute: number;
	burst: number;
}

/** How one application speaks SCIM. The defaults are RFC 7643 and 7644. */
export interface AppSettings {
	/** What request bodies may be, and what callers must accept. */
	contentTypes: readonly string[];
	answersAs: string;
	/** `eq`: one comparison for equality. `eq and`: several of them. `ignored`: everybody comes back. */
	filters: 'all' | 'eq' | 'eq and' | 'ignored';
	/** Attributes that may be asked for; null for all. */
	filterable: readonly string[] | null;
	/** Names the application knows for attributes of the standard. */
	filterAliases: Readonly<Record<string, string>>;
	/** A status: not supported. `ignored`: accepted, and nothing changes. */
	patch: 'applied' | 'ignored' | 405 | 501;
	patchAnswers: 200 | 204;
	put: 'applied' | 405 | 501;
	delete: 'applied' | 405 | 501;
	discovery: 'answered' | 404;
	groupEndpoint: 'answered' | 404;
	/** What an update of a user may change; null: everything. The rest is accepted and stays. */
	changeable: readonly string[] | null;
	caseSensitiveUserName: boolean;
	/** How `active` and its like are written in requests. */
	booleans: 'true' | '"True"' | 'either';
	/** How `op` is written in requests. */
	operations: 'any case' | 'replace' | 'Replace';
	/** What `remove` of `members` with an array of values takes out: these, all, or it is refused. */
	removeWithValues: 'these' | 'all' | 'refused';
	/** Whether `members[value eq "…"]` is understood in `remove`. */
	removeWithFilter: 'accepted' | 'refused';
	/** Removing somebody who is not a member; null: nothing happens. */
	removeOfNobody: 400 | 404 | null;
	/** The most members one PATCH may name; null: as many as it likes. */
	membersPerPatch: number | null;
	/** Several operations on one attribute in one PATCH are refused. */
	oneOperationPerAttribute: boolean;
	usualCount: number;
	largestCount: number;
	paging: 'index' | 'cursor';
	deactivatedInLists: boolean;
	groupsOnUsers: boolean;
	membersOnGroups: boolean;
	etag: boolean;
	openDiscovery: boolean;
	/** `status` in errors. */
	errorStatus: 'text' | 'number';
	/** A page with this status instead of any answer: what stands before the application cannot reach it. */
	gateway: number | null;
	/** What the plan the company pays for includes. */
	plan: 'with SCIM' | 'without SCIM';
	/** What deactivating or deleting an owner is refused with; null: owners are like everybody. */
	ownersRefuse: number | null;
	/** Whether somebody who is created is in at once, or has an invitation to accept first. */
	newcomers: 'in' | 'invited';
	/** Deactivated people answer with another userName. */
	hidesUserNames: boolean;
	/** Whether somebody who was deleted may be created anew under the same userName or externalId. */
	deletedReturn: 'accepted' | 'refused';
	limits: readonly Limit[];
	onDeactivate: Consequences;
	onDelete: Consequences;
}

/** `active` says nothing of sessions and tokens; who is deleted has nothing left. */
export const deactivation: Consequences = { account: 'deactivated', sessions: 'stay', sessionsEndAfterMs: 0, tokens: 'stay', sparedTokens: [], groups: 'stay' };
export const deletion: Consequences = { account: 'removed', sessions: 'end', sessionsEndAfterMs: 0, tokens: 'deleted', sparedTokens: [], groups: 'left' };

export const standard: AppSettings = {
	contentTypes: ['application/scim+json', 'application/json'],
	answersAs: 'application/scim+json',
	filters: 'all',
	filterable: null,
	filterAliases: {},
	patch: 'applied',
	patchAnswers: 200,
	put: 'applied',
	delete: 'applied',
	discovery: 'answered',
	groupEndpoint: 'answered',
	changeable: null,
	caseSensitiveUserName: false,
	booleans: 'true',
	operations: 'any case',
	removeWithValues: 'these',
	removeWithFilter: 'accepted',
	removeOfNobody: null,
	membersPerPatch: null,
	oneOperationPerAttribute: false,
	usualCount: 100,
	largestCount: 200,
	paging: 'index',
	deactivatedInLists: true,
	groupsOnUsers: true,
	membersOnGroups: true,
	etag: false,
	openDiscovery: false,
	errorStatus: 'text',
	gateway: null,
	plan: 'with SCIM',
	ownersRefuse: null,
	newcomers: 'in',
	hidesUserNames: false,
	deletedReturn: 'accepted',
	limits: [],
	onDeactivate: deactivation,
	onDelete: deletion,
};
