import { httpOver } from '../../nodes/shared/transport';
import { cast } from '../../sandbox';
import { applications } from '../../sandbox/scim/applications';
import { groupsByMember, membersOf, setMembers } from '../../sandbox/scim/groups';
import { addUser } from '../../sandbox/scim/users';
import type { System } from '../../lifecycle/system';
import { scimSystem } from '../../systems/scim';
import { applicationOf, usualSettings } from '../../systems/scim/application';
import { sendWith, type CutSystem } from './system';

/** The one whose credential the company's administrator entered. */
const name = 'generic';

export const scim: CutSystem = {
	equipment: ({ scim: { state, user }, clock }) => {
		const app = state.applications[name];
		const { id, resource, sessions, tokens, role, created } = structuredClone(user(name, cast.leaver.workEmail));
		const groups = groupsByMember(app).get(id) ?? [];

		return ({ employeeId, workEmail }) => {
			const person = { ...structuredClone(resource), userName: workEmail, externalId: employeeId, emails: [{ value: workEmail, type: 'work', primary: true }] };
			const leaver = addUser({ app, application: applications[name] }, person, created, { personId: employeeId, role, ...structuredClone({ sessions, tokens }) });
			for (const group of groups) setMembers({ clock }, group, [...membersOf(group), { value: leaver.id, type: 'User' }]);
			return leaver.id;
		};
	},

	accessOf: (sandbox, accountId) => {
		const { groups, tokens, suspendedTokens, ...counted } = sandbox.scim.accessOf(name, accountId);
		return { ...counted, groups: groups.length, tokens: tokens.length, suspendedTokens: suspendedTokens.length };
	},

	left: (sandbox, accountId) => {
		const { active, groups } = sandbox.scim.accessOf(name, accountId);
		return { active: Number(active), groups: groups.length };
	},

	spokenForBy: {},

	isForToken: () => false,

	byHand: async ({ connections: { scim: { generic } } }) => ({ url: generic.baseUrl, credentials: [{ type: 'httpHeaderAuth', name: 'SCIM', data: { name: 'Authorization', value: `Bearer ${generic.token}` } }] }),

	connect: ({ connections: { scim: { generic } } }) => {
		const http = httpOver({ system: 'SCIM', baseUrl: generic.baseUrl, send: sendWith(async () => `Bearer ${generic.token}`) });
		return scimSystem(http, applicationOf('Kestrel Wiki', 'generic', usualSettings, { inactive: 'disables' })) as unknown as System;
	},

	openAccounts: ({ scim: { state, populate } }, count) => populate(name, count - state.applications[name].users.size),
};
