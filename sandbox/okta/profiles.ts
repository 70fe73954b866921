import type { OktaCall } from './call';
import { invalid, notFound, refuse } from './errors';
import { addMember, scheduleRules } from './groups';
import { groupTarget, record, userTarget } from './log';
import type { OktaUser, Profile } from './state';
import { nextId } from './state';
import { reindex, touch, userByLogin } from './users';

const LONGEST: Record<string, number> = { firstName: 50, lastName: 50, login: 100, email: 100 };
const MOST_GROUPS = 20;

function validate({ state }: OktaCall, profile: Profile, self?: OktaUser): void {
	for (const field of ['firstName', 'lastName', 'email', 'login']) {
		const value = profile[field];
		if (typeof value !== 'string' || value === '') throw invalid(field, `${field}: The field cannot be left blank`);
		const longest = LONGEST[field] ?? Infinity;
		if (value.length > longest) throw invalid(field, `${field}: The field is too long, the maximum is ${longest}`);
	}
	const owner = userByLogin(state, String(profile.login));
	if (owner !== undefined && owner !== self) {
		throw invalid('login', 'login: An object with this field already exists in the current organization');
	}
}

function groupIdsIn({ state }: OktaCall, body: Record<string, unknown>): string[] {
	const groupIds = Array.isArray(body.groupIds) ? body.groupIds.map(String) : [];
	if (groupIds.length > MOST_GROUPS) throw refuse('E0000093');
	for (const id of groupIds) if (state.groups.get(id)?.type !== 'OKTA_GROUP') throw notFound(id, 'UserGroup');
	return groupIds;
}

export function createUser(call: OktaCall, body: Record<string, unknown>): OktaUser {
	const { state, clock, query } = call;
	const profile = (body.profile ?? {}) as Profile;
	const credentials = (body.credentials ?? {}) as { password?: { value?: string } };
	const hasPassword = credentials.password?.value !== undefined;
	const activate = query.get('activate') !== 'false';
	if (query.get('nextLogin') === 'changePassword' && !activate) throw refuse('E0000124');
	if (query.get('nextLogin') === 'changePassword' && !hasPassword) throw refuse('E0000125');
	validate(call, profile);
	const groupIds = groupIdsIn(call, body);
	const federated = query.get('provider') === 'true';
	const status = !activate ? 'STAGED' : query.get('nextLogin') === 'changePassword' ? 'PASSWORD_EXPIRED' : hasPassword || federated ? 'ACTIVE' : 'PROVISIONED';
	const at = clock.iso();
	const user: OktaUser = {
		id: nextId(state, '00u'),
		status,
		created: at,
		activated: activate ? at : null,
		statusChanged: activate ? at : null,
		lastLogin: null,
		lastUpdated: at,
		passwordChanged: hasPassword ? at : null,
		profile: { mobilePhone: null, secondEmail: null, ...profile },
		provider: federated ? { type: 'FEDERATION', name: 'FEDERATION' } : { type: 'OKTA', name: 'OKTA' },
		hasPassword,
		readOnlyProfile: false,
		factors: [],
		grants: [],
		refreshTokens: [],
		roles: [],
		sessions: [],
		rememberedDevices: [],
	};
	state.users.set(user.id, user);
	record(call, 'user.lifecycle.create', [userTarget(user)]);
	if (activate) record(call, 'user.lifecycle.activate', [userTarget(user)]);
	for (const group of state.groups.values()) {
		if (group.type === 'BUILT_IN') group.members.add(user.id);
		if (groupIds.includes(group.id)) {
			addMember(call, group, user.id);
			record(call, 'group.user_membership.add', [userTarget(user), groupTarget(group)]);
		}
	}
	reindex(call, user.id);
	scheduleRules(call, user.id);
	return user;
}

export function updateProfile(call: OktaCall, user: OktaUser, changes: Profile, mode: 'partial' | 'full'): void {
	if (user.status === 'DEPROVISIONED' && !call.state.settings.editDeactivatedProfiles) throw notFound(user.id, 'User');
	if (user.readOnlyProfile && Object.keys(changes).length > 0) {
		throw invalid('profile', 'profile: Attributes mastered by another system are read-only');
	}
	const emptied = mode === 'full' ? Object.fromEntries(Object.keys(user.profile).map((key) => [key, null])) : user.profile;
	const profile = { ...emptied, ...changes };
	validate(call, profile, user);
	user.profile = profile;
	touch(call, user);
	record(call, 'user.account.update_profile', [userTarget(user)]);
	scheduleRules(call, user.id);
}
