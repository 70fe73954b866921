import type { Clock } from '../../clock';
import type { Person } from '../../company';
import { cast, DOMAIN, outsiders, people } from '../../company';
import type { Application } from '../applications/application';
import type { AppName } from '../applications';
import { applications, appNames } from '../applications';
import { setMembers } from '../groups';
import { ENTERPRISE } from '../language/schema';
import type { AppSettings } from '../settings';
import { standard } from '../settings';
import type { AppState, Resource, ScimGroup, ScimState, ScimUser } from '../state';
import { addUser } from '../users';

export type ScimSettings = { [Name in AppName]?: Partial<AppSettings> };

/** Accounts that belong to nobody in HR: of services, of nobody any more, and for emergencies. */
export const strangers = { ...outsiders, bot: `ci-bot@${DOMAIN}` } as const;

const DAY = 86_400_000;

const WITHOUT_ACCOUNT: readonly Person[] = [cast.withoutAccount, cast.staged, cast.futureHire];

export interface Founded {
	state: ScimState;
	/** SCIM ids by employee id, for those who have exactly the account HR knows of. */
	ids: Record<AppName, Map<string, string>>;
}

interface Ground {
	app: AppState;
	application: Application;
	created: string;
}

function addGroup({ app, application, created, ...rest }: Ground & { clock: Clock }, displayName: string, members: readonly ScimUser[]): void {
	const group: ScimGroup = { id: application.idOf(++app.sequence), resource: { displayName }, created, lastModified: created, version: 1 };
	app.groups.set(group.id, group);
	setMembers(rest, group, members.map(({ id }) => ({ value: id, type: 'User' })));
}

/** Names differ where people have had them changed; the mailbox is what everybody writes to. */
const userNameOf = (person: Person) => (person === cast.otherLogin ? `avisser@corp.${DOMAIN}` : person.workEmail);

function profileOf(person: Person, { knowsEmployeeIds }: Application, managerId: string | undefined): Resource {
	const { id, firstName, lastName, workEmail, jobTitle, department } = person;
	return {
		userName: userNameOf(person),
		...(knowsEmployeeIds ? { externalId: id } : {}),
		name: { givenName: firstName, familyName: lastName, formatted: `${firstName} ${lastName}` },
		displayName: `${firstName} ${lastName}`,
		title: jobTitle,
		emails: [{ value: workEmail, type: 'work', primary: true }],
		[ENTERPRISE]: { ...(knowsEmployeeIds ? { employeeNumber: id } : {}), department, ...(managerId === undefined ? {} : { manager: { value: managerId } }) },
	};
}

function employ(ground: Ground, ids: Map<string, string>, person: Person): ScimUser {
	const { application } = ground;
	const active = person !== cast.former;
	const user = addUser(
		ground,
		{ ...profileOf(person, application, person.managerId === undefined ? undefined : ids.get(person.managerId)), active },
		ground.created,
		{ personId: person.id, role: application.owners.includes(person) ? 'owner' : 'member', sessions: active ? [{ endsAt: null }] : [] },
	);
	ids.set(person.id, user.id);
	return user;
}

/** A second account of the same person: found by employee id where that is known, by mailbox where it is not. */
function addAmbiguous(ground: Ground): void {
	const { ambiguous } = cast;
	addUser(ground, { ...profileOf(ambiguous, ground.application, undefined), userName: `${ambiguous.firstName}.${ambiguous.lastName}.test@${DOMAIN}`.toLowerCase() }, ground.created, { personId: ambiguous.id });
}

const addStrangers = (ground: Ground): ScimUser[] =>
	Object.entries(strangers).map(([part, userName]) => {
		const service = part === 'automation' || part === 'bot' ? { userType: 'Service' } : {};
		return addUser(ground, { userName, displayName: userName.split('@', 1)[0], emails: [{ value: userName, type: 'work', primary: true }], ...service }, ground.created, { role: part === 'bot' ? 'bot' : 'member' });
	});

/** Whoever leaves has something of everything. */
function equipLeaver(user: ScimUser, { tokens }: Application): void {
	user.sessions = [{ endsAt: null }, { endsAt: null }];
	user.tokens = tokens.map((kind) => ({ kind, state: 'works' }));
}

function foundApp(name: AppName, clock: Clock, settings: Partial<AppSettings>, employees: readonly Person[]): { app: AppState; ids: Map<string, string> } {
	const application: Application = applications[name];
	const app: AppState = {
		name,
		token: `scim-${name}-token-kestrel`,
		sequence: 0,
		users: new Map(),
		deleted: new Map(),
		groups: new Map(),
		buckets: new Map(),
		settings: structuredClone({ ...standard, ...application.settings, ...settings }),
	};
	const ids = new Map<string, string>();
	const ground = { app, application, clock, created: new Date(clock.now() - 100 * DAY).toISOString() };
	const staff = employees.filter((person) => application.staff(person) && !WITHOUT_ACCOUNT.includes(person)).map((person) => ({ person, user: employ(ground, ids, person) }));
	if (application.staff(cast.ambiguous)) addAmbiguous(ground);
	const others = addStrangers(ground);

	const usersWhere = (fits: (person: Person) => boolean) => staff.filter(({ person }) => fits(person)).map(({ user }) => user);
	for (const department of new Set(staff.map(({ person }) => person.department))) addGroup(ground, department, usersWhere((person) => person.department === department));
	addGroup(ground, 'Everyone', [...usersWhere(() => true), ...others]);
	addGroup(ground, 'On-call Rota', usersWhere((person) => [cast.leaver, cast.leaverManager, cast.sydney].includes(person)));
	addGroup(ground, 'Release Managers', usersWhere((person) => person === cast.leaver));
	addGroup(ground, 'Guests', []);
	for (const user of usersWhere((person) => person === cast.leaver)) equipLeaver(user, application);
	ids.delete(cast.ambiguous.id);
	return { app, ids };
}

export function foundCompany(clock: Clock, settings: ScimSettings, employees: readonly Person[] = people): Founded {
	const founded = Object.fromEntries(appNames.map((name) => [name, foundApp(name, clock, settings[name] ?? {}, employees)])) as Record<AppName, ReturnType<typeof foundApp>>;
	const each = <Value>(pick: (one: ReturnType<typeof foundApp>) => Value) => Object.fromEntries(appNames.map((name) => [name, pick(founded[name])])) as Record<AppName, Value>;
	return { state: { applications: each(({ app }) => app) }, ids: each(({ ids }) => ids) };
}
