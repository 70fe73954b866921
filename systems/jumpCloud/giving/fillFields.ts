import { change, satisfied, type Left, type Plan } from '../../../lifecycle/step';
import type { JumpCloud } from '../client';
import { usersWhere } from '../find';
import { getUser, textOf, userPath } from '../user';
import { isAttribute, isJumpCloudFact, wishedFields, type Fields } from './fields';
import { jumpCloudGiving, type JumpCloudWish } from './wish';

type State = {
	hrIdAttribute: string;
	/** As it is, of every field that is wished for. */
	fields: { [field: string]: string | null };
	/** The manager's user id; null where HR names none, or JumpCloud has nobody with that HR id. */
	manager: string | null;
	restricted: string[];
	managedBy: string | null;
};

const same = (field: string, one: string | null | undefined, other: string): boolean => (field === 'email' ? one?.toLowerCase() === other.toLowerCase() : one === other);

const wished = ({ hrIdAttribute, manager }: Pick<State, 'hrIdAttribute' | 'manager'>, wish: JumpCloudWish): Fields => ({
	...(manager === null ? {} : { manager }),
	...wishedFields(wish),
	...(wish.username === null ? {} : { username: wish.username }),
	[hrIdAttribute]: wish.person.id,
});

const lacking = (state: State, wish: JumpCloudWish): [string, string][] => Object.entries(wished(state, wish)).filter(([field, value]) => !same(field, state.fields[field], value));

const isTheirs = ({ restricted }: State, field: string): boolean => restricted.includes(field);

const left = (state: State, wish: JumpCloudWish): Left[] => [
	...lacking(state, wish)
		.filter(([field]) => isTheirs(state, field))
		.map(([field]) => ({ what: field, why: `managed by ${state.managedBy ?? 'another directory'}. Change it there; it comes with its next synchronisation` })),
	...(wish.facts.includes('manager') && wish.person.manager && state.manager === null ? [{ what: 'manager', why: `JumpCloud has no user with HR id ${wish.person.manager.id}, or several. Correct ${state.hrIdAttribute} of the manager there` }] : []),
	...wish.facts.filter((fact) => !isJumpCloudFact(fact)).map((fact) => ({ what: fact, why: 'a JumpCloud user has no field for it. Name one under further attributes' })),
	...Object.keys(wish.attributes).filter((name) => !isAttribute(name)).map((name) => ({ what: name, why: 'it is no attribute that is filled in: signing in, rights and secrets have steps and people of their own' })),
];

/** Only where exactly one user carries the manager's HR id: a wrong manager decides about access requests. */
const managerIdOf = async (jumpCloud: JumpCloud, { facts, person }: JumpCloudWish): Promise<string | null> => {
	if (!facts.includes('manager') || !person.manager) return null;
	const { id } = person.manager;
	const { hrIdAttribute } = jumpCloud.settings;
	const [manager, ...others] = await usersWhere(jumpCloud, hrIdAttribute, id, ({ fields }) => textOf(fields[hrIdAttribute]) === id);
	return manager === undefined || others.length > 0 ? null : manager.id;
};

export const fillFields = jumpCloudGiving<State>({
	id: 'fillFields',
	label: 'Fill In Profile',
	needs: ['users (read)', 'users (write)'],
	readBackFrom: 'fields of the user',

	asked: ({ facts, attributes, username }) => facts.length > 0 || Object.keys(attributes).length > 0 || username !== null,

	read: async (jumpCloud, { id }, wish) => {
		const { hrIdAttribute } = jumpCloud.settings;
		const [{ fields, restricted, managedBy }, manager] = await Promise.all([getUser(jumpCloud, id), managerIdOf(jumpCloud, wish)]);
		const names = Object.keys(wished({ hrIdAttribute, manager }, wish));
		return { hrIdAttribute, fields: Object.fromEntries(names.map((name) => [name, textOf(fields[name])])), manager, restricted, managedBy };
	},

	plan: (state, wish): Plan => {
		const ours = lacking(state, wish).filter(([field]) => !isTheirs(state, field));
		if (ours.length === 0) return satisfied('The user is as HR has it', left(state, wish));
		return change(ours.map(([field, value]) => `${field} ${state.fields[field] ?? 'empty'} → ${value}`).join('; '), left(state, wish));
	},

	apply: async (jumpCloud, { id }, state, wish) => {
		await jumpCloud.send('PUT', userPath(id), Object.fromEntries(lacking(state, wish).filter(([field]) => !isTheirs(state, field))));
	},
});
