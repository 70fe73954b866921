import { httpOver } from '../../nodes/shared/transport';
import { cast, type Sandbox } from '../../sandbox';
import { accountOf, userArn } from '../../sandbox/aws/names';
import { newSecret, nextId, nextKeyId } from '../../sandbox/aws/state';
import { namesInTrust } from '../../sandbox/aws/policy/trust';
import { systemClock } from '../../lifecycle/clock';
import type { System } from '../../lifecycle/system';
import { awsSystem } from '../../systems/aws';
import { awsConnection, type AwsConnection } from '../../systems/http/aws/connection';
import { copier, sendSigned, type CutSystem } from './system';

export const aws: CutSystem = {
	equipment: ({ aws: { state, user, connection } }) => {
		const account = accountOf(state, connection.accountId);
		const model = structuredClone(user(nameOf(cast.leaver.workEmail)));
		const groups = [...account.groups.values()].filter(({ members }) => members.has(model.id));
		const sessions = copier(state.sessions.values(), ({ as, takenBy }) => takenBy === model.id || (as.kind !== 'role' && as.userId === model.id));
		const roles = [...state.accounts.values()].flatMap((one) => [...one.roles.values()]).filter(({ trust }) => namesInTrust(trust, userArn(account, model)));
		const helpers = copier(account.users.values(), ({ tags }) => tags.some(({ Key, Value }) => Key === ownerTag && Value === cast.leaver.id));

		return ({ employeeId, workEmail }) => {
			const name = nameOf(workEmail);
			const id = nextId(state, 'AIDA');
			const leaver = { ...structuredClone(model), id, name, tags: model.tags.map((tag) => (tag.Key === personTag ? { ...tag, Value: employeeId } : tag)) };
			for (const key of leaver.accessKeys) Object.assign(key, { id: nextKeyId(state, 'AKIA'), secret: newSecret() });
			for (const [kind, owned] of [['APKA', leaver.sshKeys], ['ASCA', leaver.certificates], ['ACCA', leaver.serviceCredentials]] as const) {
				for (const one of owned) one.id = nextId(state, kind);
			}
			for (const device of leaver.mfaDevices) {
				device.serial = device.serial.replace(model.name, name);
				account.virtualMfaDevices.add(device.serial);
			}
			account.users.set(name, leaver);
			for (const { members } of groups) members.add(id);
			for (const role of roles) role.trust = trusting(role.trust, userArn(account, model), userArn(account, leaver));
			for (const session of sessions()) {
				const accessKeyId = nextKeyId(state, 'ASIA');
				const as = session.as.kind === 'role' ? { ...session.as, sessionName: name } : { ...session.as, userId: id };
				state.sessions.set(accessKeyId, { ...session, accessKeyId, as, ...(session.takenBy === undefined ? {} : { takenBy: id }) });
			}
			for (const helper of helpers()) {
				const helperName = `${helper.name}-${name}`;
				account.users.set(helperName.toLowerCase(), { ...helper, id: nextId(state, 'AIDA'), name: helperName, tags: helper.tags.map((tag) => (tag.Key === ownerTag ? { ...tag, Value: employeeId } : tag)), accessKeys: [], serviceCredentials: [] });
			}
			return id;
		};
	},

	accessOf: (sandbox, accountId) => ({ ...sandbox.aws.accessOf(accountId) }),

	left: (sandbox, accountId) => {
		const { denied, consolePassword, consoleSessions, tokenSessions, accessKeys, sshKeys, certificates, serviceCredentials } = sandbox.aws.accessOf(accountId);
		return { notDenied: Number(!denied), consolePassword, consoleSessions, tokenSessions, accessKeys, sshKeys, certificates, serviceCredentials };
	},

	spokenForBy: { consolePassword: 'deleteConsolePassword' },

	isForToken: () => false,

	byHand: async ({ connections }) => {
		const { endpointUrl, region, accessKeyId, secretAccessKey } = connections.aws;
		return { url: endpointUrl, credentials: [{ type: 'aws', name: 'AWS', data: { region, accessKeyId, secretAccessKey, temporaryCredentials: false, customEndpoints: false } }] };
	},

	connect: (sandbox) =>
		awsSystem(
			connectAws(sandbox, sandbox.connections.aws.region),
			{ role: null, sessionName: 'bench', personTag, ownerTag, searchByTag: true, matchByName: true, userNames: ({ workEmail }) => (workEmail === null ? [] : [workEmail, nameOf(workEmail)]) },
			systemClock,
		) as unknown as System,

	openAccounts: ({ aws: { state, user, connection } }, count) => {
		const { users } = accountOf(state, connection.accountId);
		const model = user(cast.contractor.workEmail);
		while (users.size < count) {
			const id = nextId(state, 'AIDA');
			users.set(id.toLowerCase(), { ...structuredClone(model), id, name: id, tags: [{ Key: personTag, Value: id }] });
		}
	},
};

const personTag = 'jml:person';
const ownerTag = 'jml:owner';

/** The same trust policy, in which whoever trusts the one trusts the other as well. */
const trusting = (trust: string, one: string, other: string): string =>
	JSON.stringify(JSON.parse(trust), (key, value: string | string[]) => (key === 'AWS' && [value].flat().includes(one) ? [...[value].flat(), other] : value));

const nameOf = (email: string): string => email.split('@')[0]!;

export const connectAws = ({ connections: { aws: { endpointUrl, accessKeyId, secretAccessKey } } }: Sandbox, region: string): AwsConnection =>
	awsConnection({
		region,
		endpointUrl,
		keys: { accessKeyId, secretAccessKey },
		now: () => systemClock.now(),
		send: (baseUrl) => httpOver({ system: 'AWS', baseUrl, send: sendSigned }),
		patient: (http) => http,
	});
