/** What Graph shows of a user as it is stored; the rest is worked out. Names are the vendor's. */
export interface UserProperties {
	id: string;
	accountEnabled: boolean;
	displayName: string;
	givenName: string | null;
	surname: string | null;
	mailNickname: string;
	userPrincipalName: string;
	mail: string | null;
	otherMails: string[];
	proxyAddresses: string[];
	businessPhones: string[];
	mobilePhone: string | null;
	jobTitle: string | null;
	department: string | null;
	companyName: string | null;
	officeLocation: string | null;
	city: string | null;
	country: string | null;
	preferredLanguage: string | null;
	usageLocation: string | null;
	employeeId: string | null;
	employeeType: string | null;
	employeeHireDate: string | null;
	employeeLeaveDateTime: string | null;
	userType: 'Member' | 'Guest';
	externalUserState: string | null;
	passwordPolicies: string | null;
	createdDateTime: string;
	lastPasswordChangeDateTime: string | null;
	onPremisesSyncEnabled: boolean | null;
	onPremisesLastSyncDateTime: string | null;
	onPremisesImmutableId: string | null;
	onPremisesSamAccountName: string | null;
	onPremisesDistinguishedName: string | null;
	onPremisesSecurityIdentifier: string | null;
	onPremisesDomainName: string | null;
	onPremisesUserPrincipalName: string | null;
	onPremisesExtensionAttributes: Record<string, string | null>;
}

export type MethodCollection =
	| 'phoneMethods'
	| 'microsoftAuthenticatorMethods'
	| 'fido2Methods'
	| 'softwareOathMethods'
	| 'windowsHelloForBusinessMethods'
	| 'emailMethods'
	| 'temporaryAccessPassMethods'
	| 'platformCredentialMethods'
	| 'passwordMethods';

export interface Method {
	id: string;
	collection: MethodCollection;
	/** The one the person is asked for first: it can only go when it is the last. */
	isDefault: boolean;
	shown: Record<string, unknown>;
	/** Of a temporary access pass. */
	pass?: { value: string; startsAt: number; endsAt: number; once: boolean; used: boolean };
}

export interface Session {
	id: string;
	app: string;
	issuedAt: number;
	/** Continuous access evaluation: the resource hears of critical events. Others take the access token until it expires. */
	cae: boolean;
	accessTokenUntil: number;
}

export interface Licence {
	skuId: string;
	disabledPlans: string[];
	since: string;
}

export interface MessageRule {
	id: string;
	displayName: string;
	sequence: number;
	isEnabled: boolean;
	hasError: boolean;
	isReadOnly: boolean;
	conditions: Record<string, unknown>;
	actions: Record<string, unknown>;
}

export interface Mailbox {
	/** Needs no licence. */
	shared: boolean;
	settings: Record<string, unknown>;
	rules: MessageRule[];
}

export interface EntraUser extends UserProperties {
	managerId: string | null;
	password: string | null;
	mustChangePassword: boolean;
	/** Refresh tokens issued before this instant are dead. Graph shows it in whole seconds. */
	tokensValidFrom: number;
	/** Access tokens that hear of critical events are dead if issued before this instant. */
	criticalEventAt: number;
	sessions: Session[];
	methods: Method[];
	licences: Licence[];
	mailbox: Mailbox;
	deletedAt: string | null;
}
