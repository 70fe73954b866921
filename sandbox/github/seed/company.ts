import type { Clock } from '../../clock';
import type { Person } from '../../company';
import { cast, people } from '../../company';
import { addIdentity } from '../identities';
import type { GitHubSettings } from '../settings';
import type { Account, GitHubState, Installation, Organization, Repository, Team } from '../state';
import type { Builder } from './builder';
import { createBuilder } from './builder';
import { equipLeaver } from './leaver';
import { APP_CLIENT_ID, APP_ID, APP_SLUG, AUTOMATION_TOKEN, LEAVERS_LOGIN, ORGANIZATION, OTHER_ORGANIZATION, parts, RENAMED_LOGIN, strangers, VERIFIED_DOMAIN } from './names';

export interface Founded {
	state: GitHubState;
	/** Account ids by person, for those who have exactly one. */
	ids: Map<string, number>;
	installations: { organization: Installation; otherOrganization: Installation };
}

export interface Scenery {
	organization: Organization;
	other: Organization;
	teams: Record<'engineering' | 'product' | 'releases' | 'everyEngineer', Team>;
	repositories: Record<'platform' | 'web' | 'infrastructure' | 'handbook' | 'sdk' | 'website', Repository>;
}

const isDeveloper = ({ department, leftOn }: Person) => (department === 'Engineering' || department === 'IT') && leftOn === undefined;

const NOT_MEMBERS: readonly Person[] = [cast.staged, cast.withoutAccount, parts.invited];

const LOGINS = new Map<Person, string>([
	[cast.leaver, LEAVERS_LOGIN],
	[parts.renamed, RENAMED_LOGIN],
]);

const loginFor = (person: Person) => LOGINS.get(person) ?? `${person.firstName}-${person.lastName}`.toLowerCase();

const homeAddress = ({ firstName, lastName }: Person) => `${firstName}.${lastName}@home.example`.toLowerCase();

/** Addresses at work belong to one account at most: some people never added theirs. */
const WITHOUT_WORK_ADDRESS: readonly Person[] = [cast.leaver, parts.unknownMember, parts.ambiguous];

const join = (builder: Builder, person: Person): Account => {
	const { firstName, lastName, workEmail } = person;
	const verifiedEmails = [homeAddress(person), ...(WITHOUT_WORK_ADDRESS.includes(person) ? [] : [workEmail])];
	return builder.account(loginFor(person), { name: person === parts.unknownMember ? null : `${firstName} ${lastName}`, verifiedEmails });
};

function build(builder: Builder): Scenery {
	const saml = { issuer: 'https://sso.kestrel.example/github', ssoUrl: 'https://sso.kestrel.example/github/saml' };
	const organization = builder.organization(ORGANIZATION, { name: 'Kestrel', plan: 'enterprise', saml, verifiedDomains: [VERIFIED_DOMAIN] });
	const other = builder.organization(OTHER_ORGANIZATION, { name: 'Kestrel Open Source' });
	const engineering = builder.team(organization, 'Engineering');
	const teams = {
		engineering,
		product: builder.team(organization, 'Product', { parentId: engineering.id }),
		releases: builder.team(organization, 'Releases', { privacy: 'secret' }),
		everyEngineer: builder.team(organization, 'Every Engineer', { idpGroup: { id: '0b3c1f8e', name: 'Engineering (all)', nameIds: new Set() } }),
	};
	const repositories = {
		platform: builder.repository(organization, 'platform', { teams: new Map([[engineering.id, 'push']]) }),
		web: builder.repository(organization, 'web', { teams: new Map([[teams.product.id, 'maintain'], [teams.everyEngineer.id, 'pull']]) }),
		infrastructure: builder.repository(organization, 'infrastructure', { teams: new Map([[teams.releases.id, 'admin']]) }),
		handbook: builder.repository(organization, 'handbook', { isPrivate: false }),
		sdk: builder.repository(other, 'sdk', { isPrivate: false }),
		website: builder.repository(other, 'website'),
	};
	organization.hooks.push(
		{ id: builder.id(), url: 'https://builds.kestrel.example/hooks/github', events: ['push', 'pull_request'], active: true, createdAt: builder.ago(600) },
		{ id: builder.id(), url: 'https://chat.kestrel.example/hooks/github', events: ['*'], active: false, createdAt: builder.ago(550) },
	);
	return { organization, other, teams, repositories };
}

/** How the identity provider knows them: by the address at work. */
function link({ state }: Builder, clock: Clock, organization: Organization, { id, firstName, lastName, workEmail }: Person, account: Account | null, nameId: string | null = workEmail): void {
	const scim = { userName: workEmail, externalId: `idp-${id}`, givenName: firstName, familyName: lastName, displayName: null, emails: [{ value: workEmail, primary: true, type: 'work' }] };
	addIdentity({ state, clock }, organization, { accountId: account?.id ?? null, nameId, scim });
}

const UNLINKED: readonly Person[] = [parts.verifiedEmailOnly, parts.unknownMember];

function employ(builder: Builder, clock: Clock, { organization, teams }: Scenery, staff: readonly Person[]): Map<string, Account> {
	const accounts = new Map<string, Account>();
	for (const person of staff.filter((candidate) => isDeveloper(candidate) && !NOT_MEMBERS.includes(candidate))) {
		const account = join(builder, person);
		accounts.set(person.id, account);
		organization.members.set(account.id, { role: person === cast.superAdmin || person === cast.orgAdmin ? 'admin' : 'member', isPublic: person === parts.renamed });
		if (person.department === 'Engineering') teams.engineering.members.set(account.id, person === cast.leaverManager ? 'maintainer' : 'member');
		if (UNLINKED.includes(person)) continue;
		link(builder, clock, organization, person, account);
		if (person.department !== 'Engineering') continue;
		teams.everyEngineer.idpGroup?.nameIds.add(person.workEmail);
		teams.everyEngineer.members.set(account.id, 'member');
	}
	return accounts;
}

function addStrangers(builder: Builder, { organization, repositories, teams }: Scenery): { automation: Account; machineUser: Account } {
	const automation = builder.account(strangers.automation, { name: 'Automation', verifiedEmails: ['github-automation@kestrel.example'] });
	const machineUser = builder.account(strangers.machineUser, { name: 'CI', verifiedEmails: ['github-ci@kestrel.example'] });
	const twin = builder.account(strangers.ambiguousTwin, { verifiedEmails: [parts.ambiguous.workEmail] });
	const outsider = builder.account(strangers.outsideContributor, { name: 'Rita Solberg', verifiedEmails: ['rita.solberg@partner.example'], twoFactor: false });
	builder.account(strangers.impostor, { name: 'Sofia Bellini', verifiedEmails: ['sofia@elsewhere.example'] });
	builder.account(strangers.bot, { type: 'Bot' });
	for (const [account, role] of [[automation, 'admin'], [machineUser, 'member'], [twin, 'member']] as const) organization.members.set(account.id, { role, isPublic: false });
	repositories.web.collaborators.set(outsider.id, 'push');
	const token = builder.credential(machineUser, 'fine_grained_pat', 'builds', { expiresAt: builder.ahead(60) });
	builder.authorized(organization, token);
	builder.grant(organization, token, { permissions: { contents: 'read', metadata: 'read' } });
	builder.authorized(organization, builder.credential(machineUser, 'classic_pat', 'packages', { scopes: ['read:packages'] }));
	builder.deployKey(repositories.web, 'builds', machineUser, { lastUsed: builder.ago(0) });
	teams.releases.members.set(machineUser.id, 'member');
	return { automation, machineUser };
}

/** What the pack signs in as: the owner's token, or an app that is installed in both. */
function automate(builder: Builder, automation: Account, { organization, other }: Scenery, publicKey: string): Founded['installations'] {
	const token = builder.credential(automation, 'classic_pat', 'n8n', { value: AUTOMATION_TOKEN, scopes: ['admin:org', 'admin:org_hook', 'read:audit_log', 'repo'] });
	builder.authorized(organization, token);
	const app = builder.app(APP_SLUG, automation, { id: APP_ID, clientId: APP_CLIENT_ID, name: 'Kestrel Lifecycle', publicKey });
	const permissions = (): Installation['permissions'] => ({
		administration: 'write',
		members: 'write',
		metadata: 'read',
		organization_administration: 'write',
		organization_hooks: 'write',
		organization_personal_access_tokens: 'write',
	});
	return { organization: builder.install(app, organization, permissions()), otherOrganization: builder.install(app, other, permissions()) };
}

export function foundCompany(clock: Clock, publicKey: string, settings: Partial<GitHubSettings>, staff: readonly Person[] = people): Founded {
	const builder = createBuilder(clock, settings);
	const { state } = builder;
	const scenery = build(builder);
	const { organization, other } = scenery;
	const accounts = employ(builder, clock, scenery, staff);
	const { automation } = addStrangers(builder, scenery);
	const superAdmin = accounts.get(cast.superAdmin.id);
	for (const account of [automation, ...(superAdmin === undefined ? [] : [superAdmin])]) other.members.set(account.id, { role: 'admin', isPublic: false });

	const invited = join(builder, parts.invited);
	accounts.set(parts.invited.id, invited);
	accounts.set(parts.memberOfNothing.id, join(builder, parts.memberOfNothing));
	const inviterId = automation.id;
	const invitation = (given: { accountId: number | null; email: string | null; source: 'member' | 'scim' }) => {
		const id = builder.id();
		state.invitations.set(id, { id, organizationId: organization.id, role: 'direct_member', teams: new Map([[scenery.teams.product.id, 'member']]), inviterId, createdAt: builder.ago(3), ...given });
		return id;
	};
	invitation({ accountId: invited.id, email: null, source: 'member' });
	const { firstName, lastName, workEmail, id } = parts.provisionedOnly;
	const invitationId = invitation({ accountId: null, email: workEmail, source: 'scim' });
	addIdentity({ state, clock }, organization, {
		scim: { userName: workEmail, externalId: `idp-${id}`, givenName: firstName, familyName: lastName, displayName: null, emails: [{ value: workEmail, primary: true, type: 'work' }] },
		invitationId,
	});

	const leaver = accounts.get(cast.leaver.id);
	if (leaver !== undefined) equipLeaver(builder, leaver, scenery);
	const installations = automate(builder, automation, scenery, publicKey);
	return { state, installations, ids: new Map([...accounts].filter(([person]) => person !== parts.ambiguous.id).map(([person, account]) => [person, account.id])) };
}
