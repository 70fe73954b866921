import { change, impossible, satisfied, type Left } from '../../../lifecycle/step';
import type { Scim } from '../client';
import { findAccount, sameName } from '../find';
import { update } from '../update';
import { readUser, userPath, workEmailIn, type ScimAccount, type ScimUser } from '../user';
import { scimFacts, scimGiving, type ScimWish } from './_scim';
import { hrIdAttributes, managerPath, nested, reservedIn, valueAt, wishedAttributes, withAttributes, withWorkEmail, type Attributes } from './attributes';
import { userNameFor } from './createAccount';

type State = {
	gone: boolean;
	/** What it shows of all that is wished for, and what that is to be. */
	now: { [path: string]: string | null };
	wanted: Attributes;
	/** Why the manager cannot be shown, where HR names one. */
	managerless: string | null;
};

const emails = 'emails';
const names = new Set(['userName', emails]);

const same = (path: string, one: string | null, other: string): boolean => one !== null && (names.has(path) ? sameName(one, other) : one === other);
const lacking = ({ now, wanted }: State): Attributes => Object.fromEntries(Object.entries(wanted).filter(([path, value]) => !same(path, now[path] ?? null, value)));

const shown = (resource: ScimUser['resource'], path: string): string | null => (path === emails ? workEmailIn(resource[emails]) : path === managerPath ? valueAt(resource, `${managerPath}.value`) : valueAt(resource, path));

/** A name to sign in with that is no address does not follow a new one, unless it is given in the node. */
const newName = ({ userName }: ScimUser, wish: ScimWish): Attributes => {
	const wanted = wish.userName ?? (wish.facts.includes('workEmail') && userName.includes('@') ? userNameFor(wish) : null);
	return wanted === null ? {} : { userName: wanted };
};

const managerOf = async (scim: Scim, { person, facts }: ScimWish): Promise<{ attributes: Attributes; why: string | null }> => {
	if (!facts.includes('manager') || person.manager === null) return { attributes: {}, why: null };
	const { id, email, name } = person.manager;
	const found = await findAccount(scim, { id, workEmail: email });
	return found.kind === 'one' ? { attributes: { [managerPath]: found.account.id }, why: null } : { attributes: {}, why: `${name ?? email ?? id} has no account of their own in ${scim.application.label}, or several` };
};

/** A complex attribute is sent whole where it is named without a path. */
const asSent = (resource: ScimUser['resource'], attributes: Attributes): { [path: string]: unknown } =>
	Object.fromEntries(Object.entries(attributes).map(([path, value]) => [path, path === emails ? withWorkEmail(resource[emails], value) : path === managerPath ? { value } : value]));

const left = ({ managerless }: State, { facts }: ScimWish): Left[] => [
	...(managerless === null ? [] : [{ what: 'manager', why: managerless }]),
	...facts.filter((fact) => !(scimFacts as readonly string[]).includes(fact)).map((fact) => ({ what: fact, why: 'SCIM has no attribute for it. Name one under Further Attributes if the application has its own' })),
];

export const fillProfile = scimGiving<State>({
	id: 'fillProfile',
	label: 'Fill In Profile',
	needs: ['Users: read and write'],
	readBackFrom: 'attributes of the account',
	asked: ({ facts, attributes, userName }) => facts.length > 0 || Object.keys(attributes).length > 0 || userName !== null,

	read: async (scim, account, wish) => {
		const [user, manager] = await Promise.all([readUser(scim, account), managerOf(scim, wish)]);
		if (user === null) return { gone: true, now: {}, wanted: {}, managerless: null };
		const { workEmail } = wish.person;
		const wanted = {
			...wishedAttributes(wish),
			...newName(user, wish),
			...(wish.facts.includes('workEmail') && workEmail !== null ? { [emails]: workEmail } : {}),
			...manager.attributes,
			...hrIdAttributes(scim.application.settings, wish.person.id),
		};
		return { gone: false, wanted, now: Object.fromEntries(Object.keys(wanted).map((path) => [path, shown(user.resource, path)])), managerless: manager.why };
	},

	plan: (state, wish) => {
		const wrong = reservedIn(wish);
		if (wrong.length > 0) return impossible(`Further Attributes names what cannot be set there: ${wrong.join(', ')}. Take it out in the node, then run the case again`);
		if (state.gone) return impossible('The account is gone. Grant Access makes a new one');
		const missing = Object.entries(lacking(state));
		if (missing.length === 0) return satisfied('The profile is as HR has it', left(state, wish));
		return change(missing.map(([path, value]) => `${path.split(':').at(-1)} ${state.now[path] ?? 'empty'} → ${value}`).join('; '), left(state, wish));
	},

	apply: (scim, account, state) => writeAttributes(scim, account, lacking(state)),
});

const writeAttributes = async (scim: Scim, account: ScimAccount, attributes: Attributes): Promise<void> => {
	const user = await readUser(scim, account);
	const sent = asSent(user?.resource ?? {}, attributes);
	const patch = scim.application.patch === 'value' ? [{ op: 'replace', value: nested(user?.resource ?? {}, sent) }] : Object.entries(sent).map(([path, value]) => ({ op: 'replace', path, value }));
	await update(scim, userPath(account.id), { patch, put: (resource) => withAttributes(resource, sent) });
};
