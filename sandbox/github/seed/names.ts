import { cast, DOMAIN, personById } from '../../company';

/** With single sign-on, provisioning and a verified domain. */
export const ORGANIZATION = 'kestrel';
/** With none of these. */
export const OTHER_ORGANIZATION = 'kestrel-open';
export const VERIFIED_DOMAIN = DOMAIN;

export const AUTOMATION_TOKEN = 'ghp_KestrelSandboxAutomation000000000000';
/** A token of the leaver's that works in both organisations. */
export const LEAVERS_TOKEN = 'ghp_KestrelSandboxLeaver0000000000000000';
export const LEAVERS_FINE_GRAINED_TOKEN = 'github_pat_KestrelSandboxLeaver00000000';

export const APP_ID = 900_001;
export const APP_CLIENT_ID = 'Iv1.6a6d6c0091740001';
export const APP_SLUG = 'kestrel-lifecycle';

/** Who is whom on GitHub, besides the cast. */
export const parts = {
	/** Has another login than before: what used to be hers belongs to a stranger now. */
	renamed: personById('21'),
	/** Member without a linked identity: only an address in the verified domain tells who it is. */
	verifiedEmailOnly: personById('18'),
	/** Member about whom nothing at all says who they are at the company. */
	unknownMember: cast.contractor,
	/** The identity provider says one account, the verified address another. */
	ambiguous: cast.ambiguous,
	/** An account, but in no organisation. */
	memberOfNothing: cast.partTimer,
	/** Was invited and has not accepted. */
	invited: personById('26'),
	/** Provisioned and invited by address: there is no account yet. */
	provisionedOnly: cast.staged,
} as const;

/** Logins of accounts that belong to nobody in HR, or that are not what their name suggests. */
export const strangers = {
	automation: 'kestrel-automation',
	machineUser: 'kestrel-ci',
	bot: `${APP_SLUG}[bot]`,
	/** Took the login that `parts.renamed` had. */
	impostor: 'sofia-bellini',
	ambiguousTwin: 'tariq-aziz-lab',
	outsideContributor: 'rita-solberg',
} as const;

export const LEAVERS_LOGIN = 'mateo-builds';
export const RENAMED_LOGIN = 'sofia-codes';
