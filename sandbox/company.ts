import { personById } from './company/people';

export { DOMAIN, people, personById, TIME_ZONES } from './company/people';
export type { Location, Person } from './company/people';
export { recruits } from './company/recruits';

/**
 * The people tests and demos ask for by name. Everybody not named here is unremarkable: active in HR,
 * ACTIVE in Okta, profile.employeeNumber = employee id, login = e-mail = work e-mail.
 */
export const cast = {
	/** Engineer in New York with everything a leaver can have; see okta/seed/leaver.ts. */
	leaver: personById('30'),
	leaverManager: personById('14'),
	/** Executive, for VIP lists. */
	executive: personById('1'),
	/** Scenario A01: j.lee@ stays, j.lee2@ leaves. */
	leeWhoStays: personById('17'),
	leeWhoLeaves: personById('42'),
	/** Two Okta users carry this employee number, and both have this name. */
	ambiguous: personById('22'),
	/** In HR, but nowhere in Okta. */
	withoutAccount: personById('59'),
	/** Okta e-mail is the work e-mail, Okta login is another. */
	otherLogin: personById('43'),
	/** SUPER_ADMIN in Okta. */
	superAdmin: personById('7'),
	/** ORG_ADMIN in Okta. */
	orgAdmin: personById('8'),
	/** HELP_DESK_ADMIN through the group "IT Support Leads", not directly. */
	adminByGroup: personById('9'),
	/** Shares one device with `deviceSharer`. */
	deviceOwner: personById('62'),
	deviceSharer: personById('65'),
	lockedOut: personById('35'),
	passwordExpired: personById('46'),
	provisioned: personById('71'),
	recovery: personById('55'),
	suspended: personById('53'),
	/** Future hires: one STAGED in Okta, one without account yet. */
	staged: personById('72'),
	futureHire: personById('73'),
	/** Left long ago, DEPROVISIONED: the one to re-hire. */
	former: personById('74'),
	/** Left forty days ago according to HR, still ACTIVE in Okta. */
	forgotten: personById('75'),
	sydney: personById('28'),
	honolulu: personById('20'),
	contractor: personById('68'),
	partTimer: personById('34'),
	/** Mastered by Active Directory: profile attributes are read-only in Okta. */
	directoryMastered: personById('57'),
} as const;

/** Okta accounts that belong to nobody in HR. */
export const outsiders = {
	breakGlass: 'breakglass@kestrel.example',
	automation: 'svc-joiner-mover-leaver@kestrel.example',
	orphan: 'old.vendor@kestrel.example',
} as const;
