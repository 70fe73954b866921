import { cast, type Sandbox } from '../sandbox';
import { nextId } from '../sandbox/okta/state';
import { reindex } from '../sandbox/okta/users';

export interface Leaver {
	employeeId: string;
	workEmail: string;
	/** Okta's id of the account. */
	accountId: string;
}

export interface LeaverSupply {
	/** The next one, with the same things to lose as all others. */
	next(): Leaver;
}

/**
 * Hires so many people, and gives each, when their turn comes, what the demo's leaver has in Okta. Hired before any workflow
 * is published: new employees make webhooks too. Equipped late: an API token of everybody would lengthen everybody's list.
 */
export const hireLeavers = (sandbox: Sandbox, count: number): LeaverSupply => {
	const { bamboohr, okta, clock } = sandbox;
	const { state } = okta;
	const equip = equipmentOf(sandbox, cast.leaver.workEmail);
	const hired = Array.from({ length: count }, (_, index) => {
		const number = String(index + 1).padStart(3, '0');
		const workEmail = `bench.leaver${number}@kestrel.example`;
		const { department, jobTitle, location, managerId } = cast.leaver;
		const { id } = bamboohr.hire({ firstName: 'Bench', lastName: `Leaver ${number}`, workEmail, hireDate: '2024-01-15', department, jobTitle, location, ...(managerId ? { managerId } : {}) });
		return { employeeId: id, workEmail };
	});
	return {
		next: () => {
			const person = hired.shift();
			if (!person) throw new Error(`All ${count} leavers have left`);
			const accountId = equip(person);
			reindex({ state, clock }, accountId);
			return { ...person, accountId };
		},
	};
};

const equipmentOf = ({ okta }: Sandbox, login: string) => {
	const { state } = okta;
	const model = structuredClone(okta.user(login));
	const memberships = [...state.groups.values()].filter(({ members }) => members.has(model.id)).map((group) => ({ group, byRule: group.ruleMembers.has(model.id) }));
	const apps = [...state.apps.values()].flatMap((app) => (app.users.has(model.id) ? [{ app, assignment: structuredClone(app.users.get(model.id)!) }] : []));
	const devices = [...state.devices.values()].filter(({ users }) => users.some(({ userId }) => userId === model.id)).map((device) => structuredClone(device));
	const tokens = [...state.apiTokens.values()].filter(({ userId }) => userId === model.id).map((token) => ({ ...token }));

	return ({ employeeId, workEmail }: Omit<Leaver, 'accountId'>): string => {
		const user = { ...structuredClone(model), id: nextId(state, '00u') };
		Object.assign(user.profile, { firstName: 'Bench', lastName: workEmail.split('@')[0], email: workEmail, login: workEmail, employeeNumber: employeeId });
		for (const [kind, owned] of [['opf', user.factors], ['oag', user.grants], ['oar', user.refreshTokens], ['ra1', user.roles], ['102', user.sessions]] as const) {
			for (const one of owned) one.id = nextId(state, kind);
		}
		state.users.set(user.id, user);
		for (const { group, byRule } of memberships) {
			group.members.add(user.id);
			if (byRule) group.ruleMembers.add(user.id);
		}
		for (const { app, assignment } of apps) app.users.set(user.id, structuredClone(assignment));
		for (const device of devices) {
			const users = device.users.map((link) => ({ ...link, deviceUserId: nextId(state, 'duo'), userId: user.id }));
			const id = nextId(state, 'guo');
			state.devices.set(id, { ...structuredClone(device), id, users });
		}
		for (const token of tokens) {
			const id = nextId(state, '00T');
			state.apiTokens.set(id, { ...token, id, secret: `00bench${id}`, userId: user.id });
		}
		return user.id;
	};
};
