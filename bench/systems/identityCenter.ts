import { cast, type Sandbox } from '../../sandbox';
import { newSecret, nextKeyId, nextUuid } from '../../sandbox/aws/state';
import type { System } from '../../lifecycle/system';
import { identityCenterSystem } from '../../systems/identityCenter';
import { servicesOver } from '../../systems/identityCenter/services';
import { connectAws } from './aws';
import { copier, type BenchSystem } from './system';

export const identityCenter: BenchSystem = {
	equipment: ({ aws: { state, identityCenter: { user } } }) => {
		const { users, memberships, assignments, applications } = state.identityCenter;
		const model = structuredClone(user(cast.leaver.workEmail));
		const joined = copier(memberships.values(), ({ userId }) => userId === model.id);
		const direct = copier(assignments, ({ principalId }) => principalId === model.id);
		const assigned = [...applications.values()].map((application) => application.assigned).filter((principals) => principals.some(({ principalId }) => principalId === model.id));
		const sessions = copier(state.sessions.values(), ({ as }) => as.kind === 'role' && as.identityStoreUserId === model.id);

		return ({ employeeId, workEmail }) => {
			const id = nextUuid(state);
			users.set(id, { ...structuredClone(model), id, userName: workEmail, emails: [{ Value: workEmail, Type: 'work', Primary: true }], externalIds: [{ Issuer: issuer, Id: employeeId }] });
			for (const membership of joined()) {
				const membershipId = nextUuid(state);
				memberships.set(membershipId, { ...membership, id: membershipId, userId: id });
			}
			assignments.push(...direct().map((assignment) => ({ ...assignment, principalId: id })));
			for (const principals of assigned) principals.push({ principalId: id, principalType: 'USER' });
			for (const session of sessions()) {
				const accessKeyId = nextKeyId(state, 'ASIA');
				const as = session.as.kind === 'role' ? { ...session.as, sessionName: workEmail, identityStoreUserId: id } : session.as;
				state.sessions.set(accessKeyId, { ...session, accessKeyId, secret: newSecret(), as });
			}
			return id;
		};
	},

	accessOf: (sandbox, accountId) => ({ ...sandbox.aws.identityCenter.accessOf(accountId) }),

	left: (sandbox, accountId) => {
		const { status, groups, assignments, applications } = sandbox.aws.identityCenter.accessOf(accountId);
		return { signIn: Number(status === 'enabled'), groups, assignments, applications };
	},

	spokenForBy: {},

	connect: (sandbox) => {
		const { region } = sandbox.connections.aws.identityCenter;
		const services = servicesOver(connectAws(sandbox, region), null, 'bench');
		// Only the step that denies sessions needs the other two, and it is not ticked.
		return identityCenterSystem(services, { region, instanceArn: null, issuer, matchByEmail: true, usersOwnedBy: 'identityCenter', alone: (_what, work) => work(() => {}), deniedBefore: async () => [] }) as unknown as System;
	},

	openAccounts: ({ aws: { state, identityCenter: { user } } }: Sandbox, count) => {
		const { users } = state.identityCenter;
		const model = user(cast.contractor.workEmail);
		while (users.size < count) {
			const id = nextUuid(state);
			users.set(id, { ...structuredClone(model), id, userName: `${id}@kestrel.example`, externalIds: [{ Issuer: issuer, Id: id }] });
		}
	},
};

/** Who gives the external ids of the company. */
const issuer = 'https://kestrel.example/hr';
