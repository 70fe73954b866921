import { httpOver } from '../../nodes/shared/transport';
import { cast } from '../../sandbox';
import { makeApiKey } from '../../sandbox/n8n/seed';
import { makeUser } from '../../sandbox/n8n/state';
import type { System } from '../../lifecycle/system';
import { n8nSystem } from '../../systems/n8n';
import { apiUrl } from '../../systems/n8n/address';
import { keyOwner } from '../../systems/n8n/keyOwner';
import { sendSigned, type BenchSystem } from './system';

export const n8n: BenchSystem = {
	equipment: ({ n8n: { state, user }, clock }) => {
		const { id: modelId, role } = user(cast.leaver.workEmail);
		const teams = [...state.projects.values()].filter(({ type, members }) => type === 'team' && members.has(modelId)).map(({ members }) => ({ members, role: members.get(modelId)! }));
		const scopes = [...state.apiKeys.values()].filter(({ userId }) => userId === modelId).map((key) => key.scopes);

		return ({ workEmail }) => {
			const leaver = makeUser(state, clock, { email: workEmail, role, isPending: false });
			for (const team of teams) team.members.set(leaver.id, team.role);
			for (const held of scopes) makeApiKey({ state, clock }, leaver, held);
			return leaver.id;
		};
	},

	accessOf: (sandbox, accountId) => {
		const { role, apiKeys, projects, workflows, credentials } = sandbox.n8n.accessOf(accountId);
		return { role, apiKeys, projects: projects.length, workflows: workflows.length, credentials: credentials.length };
	},

	left: (sandbox, accountId) => {
		const { role, apiKeys, projects } = sandbox.n8n.accessOf(accountId);
		return { role: Number(role !== 'global:chatUser'), apiKeys, projects: projects.length };
	},

	spokenForBy: { apiKeys: 'lowerRole' },

	connect: ({ connections: { n8n: { baseUrl, apiKey } } }) => {
		const send: typeof sendSigned = (request) => sendSigned({ ...request, headers: { ...request.headers, 'x-n8n-api-key': apiKey } });
		return n8nSystem(httpOver({ system: 'n8n', baseUrl: apiUrl(baseUrl), send }), { keyOwner: keyOwner(apiKey), takesOver: null }) as unknown as System;
	},

	openAccounts: ({ n8n: { state, populate } }, count) => populate(count - state.users.size),
};
