import { httpOver } from '../../nodes/shared/transport';
import { cast } from '../../sandbox';
import { nextId } from '../../sandbox/jumpcloud/state';
import type { System } from '../../lifecycle/system';
import { jumpCloudSystem } from '../../systems/jumpCloud';
import { copier, sendSigned, type BenchSystem } from './system';

export const jumpCloud: BenchSystem = {
	equipment: ({ jumpcloud: { state, user } }) => {
		const model = structuredClone(user(cast.leaver.workEmail));
		const groups = [...state.groups.values()].filter(({ members }) => members.has(model.id));
		const bindings = copier(state.bindings, ({ userId }) => userId === model.id);
		const scheduled = copier(state.scheduled.values(), ({ userId }) => userId === model.id);

		return ({ employeeId, workEmail }) => {
			const id = nextId(state);
			const leaver = { ...structuredClone(model), id };
			Object.assign(leaver.fields, { username: workEmail.split('@')[0], email: workEmail, employeeIdentifier: employeeId });
			for (const one of [...leaver.sshKeys, ...leaver.pushEndpoints]) one.id = nextId(state);
			state.users.set(id, leaver);
			for (const { members } of groups) members.add(id);
			state.bindings.push(...bindings().map((binding) => ({ ...binding, userId: id })));
			for (const one of scheduled()) {
				const scheduledId = nextId(state);
				state.scheduled.set(scheduledId, { ...one, id: scheduledId, userId: id });
			}
			return id;
		};
	},

	accessOf: (sandbox, accountId) => ({ ...sandbox.jumpcloud.accessOf(accountId) }),

	left: (sandbox, accountId) => {
		const { state, sessions, sudo, sshKeys, pushEndpoints, radiusServers, ldapServers, scheduled } = sandbox.jumpcloud.accessOf(accountId);
		return { signIn: Number(state !== 'SUSPENDED'), sessions, sudo: Number(sudo), sshKeys, pushEndpoints, radiusServers, ldapServers, scheduled };
	},

	spokenForBy: { sessions: 'blockSignIn', sshKeys: 'removeSshKeys', pushEndpoints: 'removePushEndpoints' },

	connect: ({ connections: { jumpcloud: { consoleUrl, insightsUrl, apiKey, administratorEmail } } }) => {
		const send: typeof sendSigned = (request) => sendSigned({ ...request, headers: { ...request.headers, 'x-api-key': apiKey } });
		const at = (baseUrl: string) => httpOver({ system: 'JumpCloud', baseUrl, send });
		return jumpCloudSystem({ console: at(consoleUrl), insights: at(insightsUrl) }, { administratorEmail, hrIdAttribute: 'employeeIdentifier', matchByEmail: true }) as unknown as System;
	},

	openAccounts: ({ jumpcloud: { state, populate } }, count) => populate(count - state.users.size),
};
