import { doorsTo } from '../../nodes/GoogleWorkspaceAccess/connections';
import { cast } from '../../sandbox';
import { nextId } from '../../sandbox/google/state';
import { reindex } from '../../sandbox/google/users';
import { googleSystem } from '../../systems/google';
import { usualSettings } from '../../systems/google/settings';
import type { System } from '../../lifecycle/system';
import { copier, sendWith, type CutSystem, type Hired } from './system';

export const google: CutSystem = {
	equipment: ({ google: { state, user }, clock }) => {
		const model = structuredClone(user(cast.leaver.workEmail));
		const { id: modelId, primaryEmail: modelEmail } = model;
		const memberships = [...state.groups.values()].flatMap(({ id, members }) => (members.has(modelId) ? [{ id, member: { ...members.get(modelId)! } }] : []));
		const skus = state.skus.filter(({ holders }) => holders.has(modelId));
		const roles = copier(state.roleAssignments.values(), ({ assignedTo }) => assignedTo === modelId);
		const phones = copier(state.mobileDevices.values(), ({ userId }) => userId === modelId);
		const devices = copier(state.devices.values(), ({ users }) => users.some(({ userId }) => userId === modelId));
		const chromebooks = copier(state.chromeDevices.values(), ({ annotatedUser }) => annotatedUser === modelEmail);
		const cloudAccounts = copier(state.serviceAccounts.values(), ({ description }) => description.includes(modelEmail));

		return ({ employeeId, workEmail }) => {
			const id = nextId(state);
			const leaver = { ...structuredClone(model), id, primaryEmail: workEmail, name: { givenName: 'Bench', familyName: workEmail.split('@')[0]! } };
			leaver.profile['externalIds'] = [{ type: 'organization', value: employeeId }];
			for (const one of leaver.mailbox.sendAs) if (one.isPrimary) one.sendAsEmail = workEmail;
			state.users.set(id, leaver);
			for (const { id: groupId, member } of memberships) state.groups.get(groupId)!.members.set(id, { ...member, id });
			for (const { holders } of skus) holders.add(id);
			for (const role of roles()) {
				const roleAssignmentId = nextId(state);
				state.roleAssignments.set(roleAssignmentId, { ...role, roleAssignmentId, assignedTo: id });
			}
			for (const phone of phones()) {
				const resourceId = `AFiQxQ8${nextId(state)}`;
				state.mobileDevices.set(resourceId, { ...phone, resourceId, deviceId: `3030${nextId(state)}`, userId: id });
			}
			for (const device of devices()) {
				const name = `devices/${nextId(state)}`;
				state.devices.set(name, { ...device, name, users: device.users.map((one) => ({ ...one, name: `${name}/deviceUsers/${nextId(state)}`, userId: id })) });
			}
			for (const chromebook of chromebooks()) {
				const deviceId = `b6f1c0de-${nextId(state)}`;
				state.chromeDevices.set(deviceId, { ...chromebook, deviceId, annotatedUser: workEmail, recentUserIds: [id] });
			}
			for (const account of cloudAccounts()) {
				const email = `${id}@${account.projectId}.iam.gserviceaccount.com`;
				state.serviceAccounts.set(email, { ...account, email, uniqueId: nextId(state), description: `Owner: ${workEmail}` });
			}
			reindex({ state, clock }, leaver);
			return id;
		};
	},

	accessOf: (sandbox, accountId) => sandbox.google.accessOf(accountId),

	left: (sandbox, accountId) => {
		const { status, sessions, grants, refreshTokens, appPasswords, backupCodes, secondSteps, forwarding, forwardingFilters, delegates, groups, roles, mobileDevices, chromeDevices } = sandbox.google.accessOf(accountId);
		const { privateFiles, sharedFiles, calendars } = sandbox.google.user(accountId).owns;
		// Members of one group come from a query.
		return { signIn: Number(status !== 'suspended'), sessions, grants, refreshTokens, appPasswords, backupCodes, secondSteps, forwarding, forwardingFilters, delegates, groups: groups - 1, roles, mobileDevices, chromeDevices, privateFiles, sharedFiles, calendars };
	},

	spokenForBy: {
		sessions: 'signOut',
		grants: 'revokeTokens',
		refreshTokens: 'revokeTokens',
		appPasswords: 'deleteAppPasswords',
		backupCodes: 'invalidateBackupCodes',
		secondSteps: 'turnOffTwoStep',
		forwarding: 'stopForwarding',
		forwardingFilters: 'stopForwarding',
		mobileDevices: 'wipeMobileAccounts',
	},

	isForToken: (path) => path === '/token',

	byHand: async ({ google: { tokenFor }, connections }) => {
		/** What the token endpoint would give the company's service account. */
		const bearer = (name: string, email: string) => ({ type: 'httpHeaderAuth', name, data: { name: 'Authorization', value: `Bearer ${tokenFor(email)}` } });
		// Gmail lets nobody but its owner change a mailbox.
		const mailbox = ({ workEmail }: Pick<Hired, 'workEmail'>) => bearer('Mailbox of the leaver', workEmail);
		const { baseUrl: url, adminEmail } = connections.google;
		return { url, credentials: [bearer('Google Workspace', adminEmail), mailbox(cast.leaver)], credentialsFor: (leaver) => [mailbox(leaver)] };
	},

	connect: ({ google: { tokenFor }, connections: { google: { baseUrl, adminEmail } } }) => {
		const actingFor = (email: string) => {
			const token = tokenFor(email);
			return sendWith(async () => `Bearer ${token}`);
		};
		const connections = doorsTo(baseUrl, actingFor(adminEmail), ({ email }) => actingFor(email ?? adminEmail));
		return googleSystem(connections, { ...usualSettings, adminEmail, newOwner: cast.leaverManager.workEmail }) as unknown as System;
	},

	openAccounts: ({ google: { state, user } }, count) => {
		const model = user(cast.contractor.workEmail);
		while (state.users.size < count) {
			const id = nextId(state);
			state.users.set(id, { ...structuredClone(model), id, primaryEmail: `${id}@kestrel.example`, aliases: [] });
		}
	},
};
