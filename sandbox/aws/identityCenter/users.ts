import type { Place } from '../call';
import { nextUuid } from '../state';
import { conflict, identityStore, notFound, page, part, text, validation, type JsonCall } from './json';
import type { CenterUser, Email } from './state';

/** Where somebody else owns the users, they are not changed here. */
export function checkWritable({ state: { settings } }: Place): void {
	if (settings.identitySource === 'directory') return;
	const owner = settings.identitySource === 'activeDirectory' ? 'Active Directory' : 'an external identity provider';
	throw validation(`The identity source is ${owner}: users and groups cannot be changed with this API.`);
}

export function userIn({ state }: Place, id: string): CenterUser {
	const user = state.identityCenter.users.get(id);
	if (user === undefined) throw notFound('USER', id);
	return user;
}

const byUserName = ({ state }: Place, userName: string) => [...state.identityCenter.users.values()].find((user) => user.userName.toLowerCase() === userName.toLowerCase());

/** Plain attributes, by the path they are changed at, as a user shows them. */
const OTHERS: Record<string, string> = { title: 'Title', usertype: 'UserType', nickname: 'NickName', preferredlanguage: 'PreferredLanguage', locale: 'Locale', timezone: 'Timezone', profileurl: 'ProfileUrl', phonenumbers: 'PhoneNumbers', addresses: 'Addresses' };

const show = ({ state: { settings, identityCenter } }: Place, user: CenterUser) => ({
	IdentityStoreId: identityCenter.identityStoreId,
	UserId: user.id,
	UserName: user.userName,
	Name: user.name,
	DisplayName: user.displayName,
	Emails: user.emails,
	...Object.fromEntries(Object.entries(OTHERS).flatMap(([path, field]) => (user.attributes[path] === undefined ? [] : [[field, user.attributes[path]]]))),
	...(user.externalIds.length === 0 ? {} : { ExternalIds: user.externalIds }),
	...(settings.userStatusShown ? { UserStatus: user.enabled ? 'ENABLED' : 'DISABLED' } : {}),
});

function userId(call: JsonCall): object {
	const { identityCenter } = call.state;
	const { UniqueAttribute, ExternalId } = part(call.body['AlternateIdentifier']);
	const { AttributePath, AttributeValue } = part(UniqueAttribute);
	const users = [...identityCenter.users.values()];
	const wanted = String(AttributeValue).toLowerCase();
	const found =
		ExternalId !== undefined
			? users.find(({ externalIds }) => externalIds.some(({ Issuer, Id }) => Issuer === part(ExternalId)['Issuer'] && Id === part(ExternalId)['Id']))
			: String(AttributePath).toLowerCase() === 'username'
				? byUserName(call, wanted)
				: String(AttributePath).toLowerCase() === 'emails.value'
					? users.find(({ emails }) => emails.some(({ Value }) => Value.toLowerCase() === wanted))
					: undefined;
	if (found === undefined) throw notFound('USER', wanted);
	return { UserId: found.id, IdentityStoreId: identityCenter.identityStoreId };
}

function createUser(call: JsonCall): object {
	checkWritable(call);
	const { state, body } = call;
	const [userName, displayName] = [text(call, 'UserName'), text(call, 'DisplayName')];
	if (byUserName(call, userName) !== undefined) throw conflict('Duplicate UserName', { Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' });
	const { GivenName, FamilyName } = part(body['Name']);
	if (typeof GivenName !== 'string' || typeof FamilyName !== 'string') throw validation('Name needs a GivenName and a FamilyName.');
	const emails = ((body['Emails'] as Email[] | undefined) ?? []).map(({ Value, Type, Primary }) => ({ Value, Type, Primary }));
	const attributes = Object.fromEntries(Object.entries(OTHERS).flatMap(([path, field]) => (body[field] === undefined ? [] : [[path, body[field]]])));
	const user: CenterUser = { id: nextUuid(state), userName, name: { GivenName, FamilyName }, displayName, emails, externalIds: [], enabled: true, attributes, portalSessions: [] };
	state.identityCenter.users.set(user.id, user);
	return { UserId: user.id, IdentityStoreId: state.identityCenter.identityStoreId };
}

export function setEnabled({ clock }: Place, user: CenterUser, enabled: boolean): void {
	if (user.enabled && !enabled) user.disabledAt = clock.now();
	user.enabled = enabled;
}

function setStatus(place: Place, user: CenterUser, value: unknown): void {
	if (!place.state.settings.userStatusWritable) throw validation('Attribute path userStatus is not supported.');
	if (value !== 'ENABLED' && value !== 'DISABLED') throw validation('userStatus is ENABLED or DISABLED.');
	setEnabled(place, user, value === 'ENABLED');
}

const SETTERS: Record<string, (place: Place, user: CenterUser, value: unknown) => void> = {
	username: (_place, user, value) => void (user.userName = String(value)),
	displayname: (_place, user, value) => void (user.displayName = String(value)),
	'name.givenname': (_place, { name }, value) => void (name.GivenName = String(value)),
	'name.familyname': (_place, { name }, value) => void (name.FamilyName = String(value)),
	emails: (_place, user, value) => void (user.emails = value as Email[]),
	userstatus: setStatus,
};

function updateUser(call: JsonCall): void {
	checkWritable(call);
	const user = userIn(call, text(call, 'UserId'));
	for (const { AttributePath, AttributeValue } of (call.body['Operations'] as Record<string, unknown>[] | undefined) ?? []) {
		const path = String(AttributePath).toLowerCase();
		const set = SETTERS[path];
		if (set !== undefined) set(call, user, AttributeValue);
		else if (path in OTHERS) user.attributes[path] = AttributeValue;
		else throw validation(`Attribute path ${String(AttributePath)} is not supported.`);
	}
}

/** Assignments stay behind, of nobody. */
function deleteUser(call: JsonCall): void {
	checkWritable(call);
	const { users, memberships } = call.state.identityCenter;
	const user = userIn(call, text(call, 'UserId'));
	users.delete(user.id);
	for (const [id, membership] of memberships) if (membership.userId === user.id) memberships.delete(id);
}

function listUsers(call: JsonCall): object {
	const filters = (call.body['Filters'] as { AttributePath: string; AttributeValue: string }[] | undefined) ?? [];
	if (filters.some(({ AttributePath }) => AttributePath !== 'UserName')) throw validation('Filters take the attribute path UserName.');
	const fitting = [...call.state.identityCenter.users.values()].filter(({ userName }) => filters.every(({ AttributeValue }) => AttributeValue.toLowerCase() === userName.toLowerCase()));
	return page(call, 'Users', fitting, (user) => show(call, user));
}

export const centerUserRoutes = identityStore({
	GetUserId: userId,
	DescribeUser: (call) => show(call, userIn(call, text(call, 'UserId'))),
	ListUsers: listUsers,
	CreateUser: createUser,
	UpdateUser: updateUser,
	DeleteUser: deleteUser,
});
