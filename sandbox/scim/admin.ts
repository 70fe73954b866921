import type { Clock } from '../clock';
import type { Application } from './applications/application';
import type { AppName } from './applications';
import { applications } from './applications';
import type { Happening } from './consequences';
import { deactivate, isActive, reactivate, remove } from './consequences';
import { groupsByMember } from './groups';
import type { AppState, ScimState, ScimUser } from './state';
import { addUser } from './users';

export const OPERATIONS = ['deactivate', 'reactivate', 'delete', 'accept'] as const;
export type Operation = (typeof OPERATIONS)[number];

export interface Access {
	active: boolean;
	deleted: boolean;
	invited: boolean;
	/** By name. */
	groups: string[];
	sessions: number;
	/** Kinds of tokens that still work. */
	tokens: string[];
	/** Kinds that do not now, and will again once the account does. */
	suspendedTokens: string[];
}

export interface ScimAdmin {
	/** By id, userName, externalId or employee id; deleted ones too. */
	user(app: AppName, key: string): ScimUser;
	usersOfEmployee(app: AppName, employeeId: string): ScimUser[];
	/** Everything that still gives this user access. */
	accessOf(app: AppName, key: string): Access;
	/** The person signs in, as after a cut that came too late. Fails unless the account lets them. */
	signIn(app: AppName, key: string): void;
	/** What somebody does in the application's own console, with what follows from it there; and what the invited do. */
	operate(operation: Operation, app: AppName, key: string): ScimUser;
	/** So many more users nobody has ever heard of. */
	populate(app: AppName, count: number): void;
}

interface Frame {
	aboutToChange(): void;
}

const perform: Record<Operation, (scene: Happening, user: ScimUser) => void> = {
	deactivate,
	reactivate: (_scene, user) => reactivate(user),
	delete: remove,
	accept: (_scene, user) => {
		user.invited = false;
	},
};

const owned = (key: string) => ({ id, personId, resource }: ScimUser) => [id, personId, resource.externalId].includes(key) || String(resource.userName).toLowerCase() === key.toLowerCase();

export function createAdmin(state: ScimState, clock: Clock, { aboutToChange }: Frame): ScimAdmin {
	const chosen = (name: AppName): AppState => {
		const app = state.applications[name];
		if (app === undefined) throw new Error(`There is no application ${String(name)}, but ${Object.keys(applications).join(', ')}`);
		return app;
	};
	const user = (name: AppName, key: string): ScimUser => {
		const { users, deleted } = chosen(name);
		const found = [...users.values(), ...deleted.values()].find(owned(key));
		if (found === undefined) throw new Error(`${applications[name].label} knows nobody as ${key}`);
		return found;
	};
	const running = ({ sessions }: ScimUser) => sessions.filter(({ endsAt }) => endsAt === null || endsAt > clock.now());

	return {
		user,
		usersOfEmployee: (name, employeeId) => [...chosen(name).users.values()].filter(({ personId }) => personId === employeeId),
		accessOf: (name, key) => {
			const found = user(name, key);
			const kinds = (wanted: string) => found.tokens.filter(({ state: now }) => now === wanted).map(({ kind }) => kind);
			return {
				active: isActive(found),
				deleted: found.deletedAt !== null,
				invited: found.invited,
				groups: (groupsByMember(chosen(name)).get(found.id) ?? []).map(({ resource }) => resource.displayName),
				sessions: running(found).length,
				tokens: kinds('works'),
				suspendedTokens: kinds('suspended'),
			};
		},
		signIn: (name, key) => {
			const found = user(name, key);
			const refused = found.deletedAt !== null ? 'the account is deleted' : !isActive(found) ? 'the account is deactivated' : found.invited ? 'the invitation is not accepted' : undefined;
			if (refused !== undefined) throw new Error(`${String(found.resource.userName)} cannot sign in to ${applications[name].label}: ${refused}`);
			found.sessions.push({ endsAt: null });
		},
		operate: (operation, name, key) => {
			const found = user(name, key);
			const scene = { app: chosen(name), clock };
			aboutToChange();
			if (found.deletedAt !== null) throw new Error(`${String(found.resource.userName)} is deleted`);
			perform[operation](scene, found);
			found.lastModified = clock.iso();
			found.version += 1;
			return found;
		},
		populate: (name, count) => {
			const app = chosen(name);
			const application: Application = applications[name];
			aboutToChange();
			for (let number = 1; number <= count; number += 1) addUser({ app, application }, { userName: `member.${app.sequence + 1}@kestrel.example` }, clock.iso());
		},
	};
}
