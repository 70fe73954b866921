import type { JsonWebKey } from 'node:crypto';
import type { Clock } from '../../clock';
import { cast, DOMAIN, outsiders, people, personById } from '../../company';
import type { Person } from '../../company';
import { ALL_SCOPES } from '../auth/scopes';
import type { GoogleSettings } from '../settings';
import type { GoogleState, GoogleUser } from '../state';
import { reindex } from '../users';
import type { Builder } from './builder';
import { addMember, createBuilder } from './builder';
import type { Catalogue } from './catalogue';
import { furnish } from './catalogue';
import { equipLeaver } from './leaver';

const PROJECT = 'kestrel-platform';
const OUR_SERVICE_ACCOUNT = `joiner-mover-leaver@${PROJECT}.iam.gserviceaccount.com`;

const startsLater = ({ hiredOn }: Person) => hiredOn > 0;
const hasAccount = (person: Person) => !startsLater(person) && person !== cast.withoutAccount;

export interface Company {
	state: GoogleState;
	/** Google user ids by person id. */
	ids: Map<string, string>;
	serviceAccount: { email: string; keyId: string; clientId: string };
	/** Id of the one with tickets in it. */
	spreadsheet: string;
	oauth: { clientId: string; clientSecret: string; refreshToken: string };
	project: string;
}

const profileOf = ({ id, department, jobTitle, location, managerId }: Person) => ({
	externalIds: [{ type: 'organization', value: id }],
	organizations: [{ primary: true, customType: '', title: jobTitle, department, location }],
	...(managerId === undefined ? {} : { relations: [{ type: 'manager', value: personById(managerId).workEmail }] }),
});

/** One person's account goes by another address than the one HR knows, which is its alias. */
function employ({ user, ago }: Builder, person: Person): GoogleUser {
	const { firstName, lastName, workEmail, department, hiredOn, leftOn } = person;
	const other = person === cast.otherLogin;
	const account = user(other ? `avisser@${DOMAIN}` : workEmail, firstName, lastName, `/Staff/${department}`, profileOf(person));
	account.creationTime = ago(Math.max(1, -hiredOn));
	if (other) account.aliases.push(workEmail);
	if (leftOn === undefined && person !== cast.suspended) return account;
	const orgUnitPath = leftOn === undefined ? account.orgUnitPath : '/Leavers';
	return Object.assign(account, { suspended: true, suspensionReason: 'ADMIN', suspensionTime: ago(leftOn === undefined ? 10 : -leftOn), sessions: [], orgUnitPath });
}

function join(builder: Builder, catalogue: Catalogue, users: ReadonlyMap<Person, GoogleUser>): void {
	const { everyDepartment, onCall, supportLeads, superAdmin, userAdmin, helpDesk, workspace, releases } = catalogue;
	for (const [{ department }, user] of users) {
		workspace.holders.add(user.id);
		const group = everyDepartment.get(department);
		if (!user.suspended && group !== undefined) addMember(group, user);
	}
	const userOf = (person: Person) => users.get(person)!;
	addMember(onCall, userOf(cast.sydney));
	addMember(releases, userOf(cast.leaverManager), 'OWNER');
	addMember(supportLeads, userOf(cast.adminByGroup));
	builder.assign(helpDesk, supportLeads.id);
	builder.assign(superAdmin, userOf(cast.superAdmin).id);
	builder.assign(userAdmin, userOf(cast.orgAdmin).id);
}

function addOutsiders({ user, assign }: Builder, { superAdmin }: Catalogue): GoogleUser {
	const breakGlass = user(outsiders.breakGlass, 'Break', 'Glass');
	assign(superAdmin, breakGlass.id);
	user(outsiders.orphan, 'Old', 'Vendor');
	const { firstName, lastName } = cast.ambiguous;
	user(`${firstName}.${lastName}.test@${DOMAIN}`, firstName, lastName, '/Staff/Engineering', profileOf(cast.ambiguous));
	const automation = user(outsiders.automation, 'Joiner Mover', 'Leaver', '/Service Accounts');
	assign(superAdmin, automation.id);
	return automation;
}

/** The pack's service account, whose key is the one credential, and a pipeline's, which is nobody's own. */
function addCloud({ state, id, ago }: Builder, publicJwk: JsonWebKey & { kid: string }): Company['serviceAccount'] {
	state.projects.set(PROJECT, { projectId: PROJECT, bindings: new Map([[OUR_SERVICE_ACCOUNT, ['roles/iam.serviceAccountKeyAdmin']]]) });
	const clientId = id();
	const forever = '9999-12-31T23:59:59Z';
	const account = (email: string, uniqueId: string, displayName: string, description: string, keyId: string, jwk?: JsonWebKey) =>
		state.serviceAccounts.set(email, {
			email,
			uniqueId,
			projectId: PROJECT,
			displayName,
			description,
			disabled: false,
			keys: [{ id: keyId, keyType: 'USER_MANAGED', disabled: false, validAfterTime: ago(100), validBeforeTime: forever, ...(jwk === undefined ? {} : { publicJwk: jwk }) }],
		});
	account(OUR_SERVICE_ACCOUNT, clientId, 'Joiner Mover Leaver', 'Access automation', publicJwk.kid, publicJwk);
	account(`release-pipeline@${PROJECT}.iam.gserviceaccount.com`, id(), 'Release pipeline', 'Deploys the product', 'c1e2d30001');
	state.delegation.set(clientId, [...ALL_SCOPES]);
	return { email: OUR_SERVICE_ACCOUNT, keyId: publicJwk.kid, clientId };
}

/** Where those keep their tickets who have no other place, shared with the service account; and one that is not. */
function addSheets({ state }: Builder): string {
	const spreadsheet = (id: string, title: string, editors: string[]) => {
		state.spreadsheets.set(id, { id, title, editors, sheets: [{ sheetId: 0, title: 'Tickets', rows: [['Ticket', 'Subject', 'Text', 'For', 'Urgent']], rowCount: 1_000 }] });
		return id;
	};
	spreadsheet('1KestrelSandboxSalaries00000000000000000000', 'Salaries', []);
	return spreadsheet('1KestrelSandboxTickets000000000000000000000', 'Tickets', [OUR_SERVICE_ACCOUNT]);
}

function addConsent({ state, clock }: Builder, admin: GoogleUser): Company['oauth'] {
	const [clientId, clientSecret, refreshToken] = ['81725364-jml.apps.googleusercontent.com', 'GOCSPX-sandbox-kestrel', '1//sandbox-refresh-kestrel'];
	state.oauthClients.set(clientId, { clientId, clientSecret });
	const scopes = ALL_SCOPES.filter((scope) => !scope.includes('/gmail.'));
	state.refreshTokens.set(refreshToken, { value: refreshToken, clientId, userId: admin.id, scopes, lastUsed: clock.now() });
	admin.grants.push({ clientId, displayText: 'Joiner Mover Leaver', scopes, nativeApp: false, anonymous: false });
	return { clientId, clientSecret, refreshToken };
}

export function foundCompany(clock: Clock, publicJwk: JsonWebKey & { kid: string }, settings: Partial<GoogleSettings>, staff: readonly Person[] = people): Company {
	const builder = createBuilder(clock, DOMAIN, settings);
	const catalogue = furnish(builder);
	const users = new Map(staff.filter(hasAccount).map((person) => [person, employ(builder, person)]));
	const automation = addOutsiders(builder, catalogue);
	join(builder, catalogue, users);
	const serviceAccount = addCloud(builder, publicJwk);
	const spreadsheet = addSheets(builder);
	const oauth = addConsent(builder, automation);
	equipLeaver(builder, users.get(cast.leaver)!, catalogue);
	const { state } = builder;
	for (const user of state.users.values()) reindex(builder, user);
	for (const versions of state.index.values()) for (const version of versions) version.sinceElapsed = 0;
	return { state, ids: new Map([...users].map(([person, { id }]) => [person.id, id])), serviceAccount, oauth, project: PROJECT, spreadsheet };
}
