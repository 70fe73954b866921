/** How an application wants `active` to be said. */
export type PatchStyle = 'path' | 'capital' | 'value' | 'text' | 'put';

/** How it wants to be told who leaves a group. A strict server reads `value` as "remove everybody". */
export type RemoveMember = 'filter' | 'value';

/** Where it shows who is in which group. */
export type Memberships = 'everyGroup' | 'filter' | 'user' | 'none';

export type SearchAttribute = 'externalId' | 'userName' | 'emails.value';

export interface Dialect {
	/** What comes of `active: false`; null: nobody has said yet, so nobody is cut. */
	inactive: 'disables' | 'deletes' | null;
	/** What comes of DELETE; null: not known, so that only reading back tells. */
	deletion: 'deletes' | 'disables' | 'refused' | null;
	patch: PatchStyle;
	removeMember: RemoveMember;
	memberships: Memberships;
	/** What it can be asked by, in the order of trust. */
	searches: readonly SearchAttribute[];
	/** How many members one PATCH may change. */
	membersPerPatch: number;
	contentType: 'application/scim+json' | 'application/json';
}

export interface Kind extends Dialect {
	label: string;
	/** null where the vendor shows it to each customer. */
	baseUrl: string | null;
	/** How somebody gets in again whom `active: false` or DELETE has taken out for good. A sentence without its end. */
	wayBack: string;
	/** What lives on although the account is disabled. */
	remains: readonly string[];
	/** Whether the vendor says that sessions and tokens end with the account, and where to look. SCIM shows none of it. */
	sessions: { end: boolean; say: string };
	/** How sure this is. */
	known: 'documented' | 'in part' | 'unconfirmed';
}

const usual = {
	inactive: 'disables',
	deletion: 'deletes',
	patch: 'path',
	removeMember: 'filter',
	memberships: 'everyGroup',
	// One that is refused is passed over, as long as another is answered.
	searches: ['externalId', 'userName', 'emails.value'],
	membersPerPatch: 100,
	contentType: 'application/scim+json',
	wayBack: 'make the account anew with Grant Access',
} as const satisfies Partial<Kind>;

/** Every application this pack knows by name. They differ in data only. */
export const kinds = {
	generic: {
		...usual,
		label: 'Generic',
		baseUrl: 'https://app.example.com/scim/v2',
		inactive: null,
		deletion: null,
		remains: ['Sessions, API tokens and keys inside the application: SCIM says nothing of them'],
		sessions: { end: false, say: 'SCIM neither ends nor shows sessions and tokens. Look for them in the administration of the application' },
		known: 'unconfirmed',
	},
	slack: {
		...usual,
		label: 'Slack',
		baseUrl: 'https://api.slack.com/scim/v2',
		deletion: 'disables',
		remains: ['Apps the person installed in Slack may go on working: look at them under Manage apps'],
		sessions: { end: true, say: "Slack's help pages say that sessions and tokens end with the account; SCIM does not show it" },
		known: 'documented',
	},
	githubEnterprise: {
		...usual,
		label: 'GitHub Enterprise Managed Users',
		baseUrl: 'https://api.github.com/scim/v2/enterprises/{enterprise}',
		remains: ['Personal access tokens, SSH keys and authorised apps stop while the account is suspended, and all work again when it is reinstated'],
		sessions: { end: true, say: 'GitHub says that tokens, keys and authorisations stop with the suspension and are kept for a return; SCIM does not show it' },
		wayBack: 'nothing brings it back: GitHub never uses the SCIM identity again, so provision the person anew from the identity provider',
		known: 'documented',
	},
	githubOrganization: {
		...usual,
		label: 'GitHub Organization',
		baseUrl: 'https://api.github.com/scim/v2/organizations/{organization}',
		inactive: 'deletes',
		memberships: 'none',
		remains: ['The personal GitHub account lives on, with its tokens and keys for everything outside the organization', 'Access as an outside collaborator, which leaving the organization does not take (unconfirmed)'],
		sessions: { end: false, say: 'the account is personal, and its sessions, tokens and keys live on. GitHub Access shows what they reach of the organization' },
		wayBack: 'Grant Access invites the person to the organization again, and they accept the invitation',
		known: 'in part',
	},
	atlassian: {
		...usual,
		label: 'Atlassian',
		baseUrl: 'https://api.atlassian.com/scim/directory/{directoryId}',
		remains: ['API tokens of the managed account: they are revoked in admin.atlassian.com, not through SCIM'],
		sessions: { end: false, say: 'API tokens of managed accounts are revoked in admin.atlassian.com, under the account of the person' },
		wayBack: 'the SCIM record cannot be restored: make it anew with Grant Access',
		known: 'in part',
	},
	awsIdentityCenter: {
		...usual,
		label: 'AWS IAM Identity Center',
		baseUrl: 'https://scim.{region}.amazonaws.com/{tenant}/scim/v2',
		memberships: 'filter',
		remains: ['Sessions of permission sets that are open already: each lives until it expires'],
		sessions: { end: false, say: 'open sessions are ended in the IAM Identity Center console, under the user, Active sessions' },
		known: 'documented',
	},
	pagerDuty: {
		...usual,
		label: 'PagerDuty',
		baseUrl: null,
		inactive: 'deletes',
		remains: ['API keys of the account that the person knew: they belong to PagerDuty, not to the user (unconfirmed)'],
		sessions: { end: false, say: 'the user is deleted, and nothing is documented of what is signed in already. Look in PagerDuty that nothing of them is left' },
		known: 'documented',
	},
	jfrog: {
		...usual,
		label: 'JFrog',
		baseUrl: 'https://{name}.jfrog.io/access/api/v1/scim/v2',
		patch: 'capital',
		remains: ['Access tokens of the person: they are revoked in the JFrog administration (unconfirmed)'],
		sessions: { end: false, say: 'access tokens are revoked in the JFrog Platform, under Administration, User Management, Access Tokens' },
		known: 'in part',
	},
	canva: {
		...usual,
		label: 'Canva',
		baseUrl: null,
		deletion: 'refused',
		remains: ['Designs the person shared by a public link (unconfirmed)'],
		sessions: { end: false, say: 'nothing is documented of sessions. Look at the person in the team settings of Canva' },
		known: 'in part',
	},
	onePassword: {
		...usual,
		label: '1Password',
		baseUrl: 'https://{bridge}/scim',
		inactive: null,
		deletion: null,
		remains: ['Passwords the person has seen or copied: change them', 'Vaults kept on devices until these are online (unconfirmed)'],
		sessions: { end: false, say: 'nothing is documented of sessions. Look at the person in 1Password, under People; while the SCIM bridge does not run, nothing is revoked' },
		known: 'unconfirmed',
	},
	zendesk: {
		...usual,
		label: 'Zendesk',
		baseUrl: null,
		inactive: null,
		deletion: null,
		remains: ['API tokens of the account that the person knew: they belong to Zendesk, not to the user (unconfirmed)'],
		sessions: { end: false, say: "sessions are ended through Zendesk's own API (DELETE /api/v2/users/{id}/sessions), or in the Admin Center" },
		known: 'unconfirmed',
	},
} as const satisfies Record<string, Kind>;

export type KindId = keyof typeof kinds;
