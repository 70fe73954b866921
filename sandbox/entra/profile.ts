import type { Scene } from './call';
import { badRequest, mastered } from './errors';
import type { EntraState, EntraUser } from './state';
import { findUser } from './users';
import { graphTime } from './state';

type Kind = 'text' | 'needed text' | 'flag' | 'texts' | 'instant' | 'extensions';

/** What can be said about a user in a body, beside the password. */
const WRITABLE: Record<string, Kind> = {
	accountEnabled: 'flag',
	displayName: 'needed text',
	givenName: 'text',
	surname: 'text',
	mailNickname: 'needed text',
	userPrincipalName: 'needed text',
	mail: 'text',
	otherMails: 'texts',
	businessPhones: 'texts',
	mobilePhone: 'text',
	jobTitle: 'text',
	department: 'text',
	companyName: 'text',
	officeLocation: 'text',
	city: 'text',
	country: 'text',
	preferredLanguage: 'text',
	usageLocation: 'text',
	employeeId: 'text',
	employeeType: 'text',
	employeeHireDate: 'instant',
	employeeLeaveDateTime: 'instant',
	passwordPolicies: 'text',
	onPremisesImmutableId: 'text',
	onPremisesExtensionAttributes: 'extensions',
	userType: 'needed text',
};

/** What Active Directory does not own of a synced user. */
const OURS_WHEN_SYNCED = new Set(['accountEnabled', 'usageLocation', 'employeeLeaveDateTime', 'passwordPolicies']);

/** Fifteen attributes that every company uses for something else. */
const EXTENSIONS: Record<string, string | null> = Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`extensionAttribute${index + 1}`, null]));

const LONGEST_EMPLOYEE_ID = 16;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const FITS: Record<Kind, (value: unknown) => boolean> = {
	text: (value) => value === null || isText(value),
	'needed text': isText,
	flag: (value) => typeof value === 'boolean',
	texts: (value) => Array.isArray(value) && value.every(isText),
	instant: (value) => value === null || (isText(value) && !Number.isNaN(Date.parse(value))),
	extensions: (value) => typeof value === 'object' && value !== null && Object.entries(value).every(([name, text]) => name in EXTENSIONS && (text === null || isText(text))),
};

function checkPrincipalName(state: EntraState, name: string, owner: EntraUser | undefined): void {
	const [local = '', domain = '', extra] = name.split('@');
	if (!/^[\w'.!#^~-]+$/.test(local) || domain === '' || extra !== undefined) throw badRequest('Property userPrincipalName is invalid.');
	if (!state.verifiedDomains.includes(domain.toLowerCase())) throw badRequest('The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.');
	const holder = findUser(state, name);
	if (holder !== undefined && holder !== owner) throw badRequest('Another object with the same value for property userPrincipalName already exists.');
}

function checkPassword(password: string): void {
	const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(password)).length;
	if (password.length < 8 || password.length > 256 || kinds < 3) throw badRequest('The specified password does not comply with password complexity requirements. Please provide a different password.');
}

export interface NewPassword {
	password: string;
	mustChange: boolean;
}

export interface Changes {
	properties: Partial<EntraUser>;
	password?: NewPassword;
}

function passwordIn(profile: unknown): NewPassword {
	const { password, forceChangePasswordNextSignIn = true } = (profile ?? {}) as Record<string, unknown>;
	if (!isText(password)) throw badRequest('A password must be specified to create a new user or to reset one.');
	checkPassword(password);
	return { password, mustChange: forceChangePasswordNextSignIn === true };
}

/** What a body wants of a user, or a refusal: nothing is changed before all of it is allowed. */
export function changesIn({ state }: Pick<Scene, 'state'>, body: Record<string, unknown>, owner?: EntraUser): Changes {
	const { passwordProfile, ...properties } = body;
	for (const [name, value] of Object.entries(properties)) {
		const kind = WRITABLE[name];
		if (kind === undefined) throw badRequest(`Resource property '${name}' does not exist or is read-only on type 'microsoft.graph.user'.`);
		if (!FITS[kind](value)) throw badRequest(`Invalid value specified for property '${name}' of resource 'User'.`);
	}
	if (owner?.onPremisesSyncEnabled === true && (passwordProfile !== undefined || Object.keys(properties).some((name) => !OURS_WHEN_SYNCED.has(name)))) throw mastered();
	if (isText(properties.userPrincipalName)) checkPrincipalName(state, properties.userPrincipalName, owner);
	if (isText(properties.employeeId) && properties.employeeId.length > LONGEST_EMPLOYEE_ID) throw badRequest("Invalid value specified for property 'employeeId' of resource 'User'.");
	if (isText(properties.usageLocation) && !/^[A-Za-z]{2}$/.test(properties.usageLocation)) throw badRequest("Invalid value specified for property 'usageLocation' of resource 'User'.");
	if (properties.onPremisesExtensionAttributes !== undefined) properties.onPremisesExtensionAttributes = { ...(owner?.onPremisesExtensionAttributes ?? EXTENSIONS), ...(properties.onPremisesExtensionAttributes as object) };
	for (const name of ['employeeHireDate', 'employeeLeaveDateTime']) if (isText(properties[name])) properties[name] = graphTime(properties[name]);
	return { properties, ...(passwordProfile === undefined ? {} : { password: passwordIn(passwordProfile) }) };
}

/** Who somebody is to the directory before anybody said anything about them. */
export const blankUser = (id: string, createdDateTime: string): Omit<EntraUser, 'displayName' | 'mailNickname' | 'userPrincipalName' | 'accountEnabled'> => ({
	id,
	givenName: null,
	surname: null,
	mail: null,
	otherMails: [],
	proxyAddresses: [],
	businessPhones: [],
	mobilePhone: null,
	jobTitle: null,
	department: null,
	companyName: null,
	officeLocation: null,
	city: null,
	country: null,
	preferredLanguage: null,
	usageLocation: null,
	employeeId: null,
	employeeType: null,
	employeeHireDate: null,
	employeeLeaveDateTime: null,
	userType: 'Member',
	externalUserState: null,
	passwordPolicies: null,
	createdDateTime: graphTime(createdDateTime),
	lastPasswordChangeDateTime: graphTime(createdDateTime),
	onPremisesSyncEnabled: null,
	onPremisesLastSyncDateTime: null,
	onPremisesImmutableId: null,
	onPremisesSamAccountName: null,
	onPremisesDistinguishedName: null,
	onPremisesSecurityIdentifier: null,
	onPremisesDomainName: null,
	onPremisesUserPrincipalName: null,
	onPremisesExtensionAttributes: { ...EXTENSIONS },
	managerId: null,
	password: null,
	mustChangePassword: false,
	tokensValidFrom: Date.parse(createdDateTime),
	criticalEventAt: 0,
	sessions: [],
	methods: [{ id: '28c10230-6103-485e-b985-444c60001490', collection: 'passwordMethods', isDefault: false, shown: { password: null, createdDateTime: graphTime(createdDateTime) } }],
	licences: [],
	mailbox: { shared: false, settings: {}, rules: [] },
	deletedAt: null,
});
