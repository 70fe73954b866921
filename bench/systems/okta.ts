import { httpOver } from '../../nodes/shared/transport';
import { cast } from '../../sandbox';
import { nextId } from '../../sandbox/okta/state';
import { reindex } from '../../sandbox/okta/users';
import { oktaSystem } from '../../systems/okta';
import { copier, sendWith, type CutSystem } from './system';

export const okta: CutSystem = {
	equipment: ({ okta: { state, user }, clock }) => {
		const model = structuredClone(user(cast.leaver.workEmail));
		const memberships = [...state.groups.values()].filter(({ members }) => members.has(model.id)).map((group) => ({ group, byRule: group.ruleMembers.has(model.id) }));
		const apps = [...state.apps.values()].flatMap((app) => (app.users.has(model.id) ? [{ app, assignment: structuredClone(app.users.get(model.id)!) }] : []));
		const devices = copier(state.devices.values(), ({ users }) => users.some(({ userId }) => userId === model.id));
		const tokens = copier(state.apiTokens.values(), ({ userId }) => userId === model.id);

		return ({ employeeId, workEmail }) => {
			const leaver = { ...structuredClone(model), id: nextId(state, '00u') };
			Object.assign(leaver.profile, { firstName: 'Bench', lastName: workEmail.split('@')[0], email: workEmail, login: workEmail, employeeNumber: employeeId });
			for (const [kind, owned] of [['opf', leaver.factors], ['oag', leaver.grants], ['oar', leaver.refreshTokens], ['ra1', leaver.roles], ['102', leaver.sessions]] as const) {
				for (const one of owned) one.id = nextId(state, kind);
			}
			state.users.set(leaver.id, leaver);
			for (const { group, byRule } of memberships) {
				group.members.add(leaver.id);
				if (byRule) group.ruleMembers.add(leaver.id);
			}
			for (const { app, assignment } of apps) app.users.set(leaver.id, structuredClone(assignment));
			for (const device of devices()) {
				const users = device.users.map((link) => ({ ...link, deviceUserId: nextId(state, 'duo'), userId: leaver.id }));
				const id = nextId(state, 'guo');
				state.devices.set(id, { ...device, id, users });
			}
			for (const token of tokens()) {
				const id = nextId(state, '00T');
				state.apiTokens.set(id, { ...token, id, secret: `00bench${id}`, userId: leaver.id });
			}
			reindex({ state, clock }, leaver.id);
			return leaver.id;
		};
	},

	accessOf: (sandbox, accountId) => sandbox.okta.accessOf(accountId),

	left: (sandbox, accountId) => {
		const { status, sessions, refreshTokens, grants, factors, groups, roles, devices, apiTokens } = sandbox.okta.accessOf(accountId);
		// A rule fills one group, and Active Directory masters another.
		return { signIn: Number(status !== 'SUSPENDED'), sessions, refreshTokens, grants, factors, groups: groups - 2, roles, devices, apiTokens };
	},

	spokenForBy: { sessions: 'endSessions', refreshTokens: 'revokeClientTokens', grants: 'revokeGrants', factors: 'resetFactors', apiTokens: 'revokeApiTokens' },

	isForToken: (path) => path.startsWith('/oauth2/'),

	byHand: async ({ connections: { okta: { orgUrl, apiToken } } }) => ({ url: orgUrl, credentials: [{ type: 'oktaApi', name: 'Okta', data: { url: orgUrl, accessToken: apiToken } }] }),

	connect: ({ connections: { okta: { orgUrl, apiToken } } }) =>
		oktaSystem(httpOver({ system: 'Okta', baseUrl: orgUrl, send: sendWith(async () => `SSWS ${apiToken}`) }), { actsAs: 'user', hrIdAttribute: 'employeeNumber', matchByEmail: true }),

	openAccounts: ({ okta: { state, user } }, count) => {
		const model = user(cast.contractor.workEmail);
		while (state.users.size < count) {
			const id = nextId(state, '00u');
			state.users.set(id, { ...structuredClone(model), id, profile: { ...model.profile, employeeNumber: id, login: `${id}@kestrel.example`, email: `${id}@kestrel.example` } });
		}
	},
};
