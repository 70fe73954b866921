import { httpOver } from '../../nodes/shared/transport';
import { cast, type Sandbox } from '../../sandbox';
import { touch } from '../../sandbox/entra/dynamicGroups';
import { nextId } from '../../sandbox/entra/state';
import { entraSystem } from '../../systems/entra';
import { nothingOnPremises } from '../../systems/entra/client';
import type { System } from '../../lifecycle/system';
import { copier, sendWith, type CutSystem } from './system';

export const entra: CutSystem = {
	equipment: ({ entra: { state, user }, clock }) => {
		const model = structuredClone(user(cast.leaver.workEmail));
		const { id: modelId } = model;
		const held = [...state.groups.values(), ...state.administrativeUnits.values()].filter(({ members }) => members.has(modelId));
		const owned = [...state.groups.values()].filter(({ owners }) => owners.has(modelId));
		const theirs = <Row extends { id: string; principalId: string | null }>(rows: Map<string, Row>) => {
			const copies = copier(rows.values(), ({ principalId }) => principalId === modelId);
			return (principalId: string) => copies().forEach((row) => addTo(rows, { ...row, id: nextId(state), principalId }));
		};
		const rights = [theirs(state.roleAssignments), theirs(state.eligibilities), theirs(state.groupEligibilities), theirs(state.appRoleAssignments), theirs(state.permissionGrants)];
		const devices = copier(state.devices.values(), ({ owners }) => owners.has(modelId));
		const managed = copier(state.managedDevices.values(), ({ userId }) => userId === modelId);
		const applications = copier(state.applications.values(), ({ owners }) => owners.has(modelId));

		return ({ employeeId, workEmail }) => {
			const id = nextId(state);
			const name = workEmail.split('@')[0]!;
			const leaver = { ...structuredClone(model), id, displayName: `Bench ${name}`, mailNickname: name, userPrincipalName: workEmail, mail: workEmail, proxyAddresses: [`SMTP:${workEmail}`], employeeId };
			state.users.set(id, leaver);
			for (const { members } of held) members.add(id);
			for (const { owners } of owned) owners.add(id);
			for (const give of rights) give(id);
			const known = new Map<string, string>();
			for (const device of devices()) {
				const deviceId = nextId(state);
				known.set(device.deviceId, deviceId);
				addTo(state.devices, { ...device, id: nextId(state), deviceId, owners: new Set([id]), users: new Set([id]) });
			}
			for (const device of managed()) addTo(state.managedDevices, { ...device, id: nextId(state), userId: id, azureADDeviceId: known.get(device.azureADDeviceId) ?? device.azureADDeviceId });
			for (const application of applications()) addTo(state.applications, { ...application, id: nextId(state), owners: new Set([id]) });
			touch({ state, clock }, leaver);
			return id;
		};
	},

	accessOf: (sandbox, accountId) => sandbox.entra.accessOf(accountId),

	left: (sandbox, accountId) => {
		const { enabled, sessions, methods, roles, eligibleRoles, eligibleGroups, appRoleAssignments, consents, devices, forwardingRules } = sandbox.entra.accessOf(accountId);
		const groups = [...sandbox.entra.state.groups.values()].filter(({ displayName, members }) => members.has(accountId) && !notLeftHere.has(displayName)).length;
		return { signIn: Number(enabled), sessions, methods, groups, roles, eligibleRoles, eligibleGroups, appRoleAssignments, consents, devices, forwardingRules };
	},

	spokenForBy: { sessions: 'revokeSessions', accessTokens: 'revokeSessions', methods: 'removeMethods' },

	isForToken: (path) => path.endsWith('/oauth2/v2.0/token'),

	byHand: async ({ connections }) => ({
		url: connections.entra.graphUrl,
		credentials: [{ type: 'httpHeaderAuth', name: 'Entra ID', data: { name: 'Authorization', value: `Bearer ${await mint(connections.entra)}` } }],
	}),

	connect: ({ connections: { entra: connection } }) => {
		let token: Promise<string> | undefined;
		const send = sendWith(async () => `Bearer ${await (token ??= mint(connection))}`);
		const http = httpOver({ system: 'Entra ID', baseUrl: connection.graphUrl, send });
		return entraSystem(http, { graphUrl: connection.graphUrl, hrIdAttribute: 'employeeId', matchByEmail: true, autoReply: null, licencesWaitForMailbox: false, onPremises: nothingOnPremises }) as unknown as System;
	},

	openAccounts: ({ entra: { state, populate } }, count) => populate(Math.max(0, count - state.users.size)),
};

const addTo = <Row extends { id: string }>(rows: Map<string, Row>, row: Row): void => void rows.set(row.id, row);

/** A rule fills the first two, the third gives licences, then Exchange, Active Directory and the administrators of a unit decide. */
const notLeftHere = new Set(['All Staff', 'Engineering Staff', 'Microsoft 365 Users', 'Engineering Announcements', 'Incident Contacts', 'AD Building Access', 'Board Documents']);

const mint = async ({ loginUrl, tenantId, clientId, clientSecret }: Sandbox['connections']['entra']): Promise<string> => {
	const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: 'https://graph.microsoft.com/.default' });
	const answer = await fetch(`${loginUrl}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body: form });
	const { access_token: token } = (await answer.json()) as { access_token?: string };
	if (token === undefined) throw new Error(`Entra ID answered ${answer.status} to the request for a token`);
	return token;
};
