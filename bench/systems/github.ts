import { httpOver } from '../../nodes/shared/transport';
import { cast, type Sandbox } from '../../sandbox';
import { identityOf } from '../../sandbox/github/identities';
import { outsideCollaborators } from '../../sandbox/github/repositories';
import { nextGuid, nextId, repositoriesOf, teamsOf } from '../../sandbox/github/state';
import type { System } from '../../lifecycle/system';
import { githubSystem } from '../../systems/github';
import { appOf } from '../../systems/github/app';
import { mintSession, tokenFor } from '../../systems/github/session';
import { copier, sendSigned, sendWith, type CutSystem } from './system';

export const github: CutSystem = {
	equipment: ({ github: { state, account, organization } }) => {
		const place = organization();
		const model = structuredClone(account(cast.leaver.workEmail));
		const { id: modelId } = model;
		const { ...member } = place.members.get(modelId)!;
		const identity = structuredClone(identityOf(state, place.id, modelId)!);
		const teams = teamsOf(state, place.id).flatMap(({ members, idpGroup }) => (members.has(modelId) ? [{ members, idpGroup, role: members.get(modelId)! }] : []));
		const repositories = repositoriesOf(state, place.id);
		const collaborations = repositories.flatMap(({ collaborators }) => (collaborators.has(modelId) ? [{ collaborators, permission: collaborators.get(modelId)! }] : []));
		const deployKeys = repositories.map((repository) => ({ repository, keys: copier(repository.deployKeys, ({ addedById }) => addedById === modelId) }));
		const forks = copier(repositoriesOf(state, modelId), () => true);
		const credentials = copier(state.credentials.values(), ({ accountId }) => accountId === modelId);
		const authorisations = copier(state.authorizations.values(), ({ credentialId }) => state.credentials.get(credentialId)?.accountId === modelId);
		const grants = copier(state.grants.values(), ({ credentialId }) => state.credentials.get(credentialId)?.accountId === modelId);

		// Without the app of the model's: every app that is installed lengthens everybody's look at what they own.
		return ({ workEmail }) => {
			const id = nextId(state);
			const name = workEmail.split('@')[0]!;
			state.accounts.set(id, { ...structuredClone(model), id, login: name.replaceAll('.', '-'), name: `Bench ${name}`, verifiedEmails: [`${name}@home.example`] });
			place.members.set(id, { ...member });
			const guid = nextGuid(state);
			state.identities.set(guid, { ...structuredClone(identity), guid, accountId: id, nameId: workEmail, scim: identity.scim && { ...structuredClone(identity.scim), userName: workEmail, externalId: guid, emails: [{ value: workEmail, primary: true, type: 'work' }] } });
			for (const { members, idpGroup, role } of teams) {
				members.set(id, role);
				idpGroup?.nameIds.add(workEmail);
			}
			for (const { collaborators, permission } of collaborations) collaborators.set(id, permission);
			for (const { repository, keys } of deployKeys) repository.deployKeys.push(...keys().map((key) => ({ ...key, id: nextId(state), addedById: id })));
			for (const fork of forks()) addTo(state.repositories, { ...fork, id: nextId(state), ownerId: id });
			const known = new Map<number, number>();
			for (const credential of credentials()) {
				const credentialId = nextId(state);
				known.set(credential.id, credentialId);
				addTo(state.credentials, { ...credential, id: credentialId, accountId: id, value: `${credential.value.slice(0, 7)}bench${credentialId}` });
			}
			for (const one of authorisations()) addTo(state.authorizations, { ...one, id: nextId(state), credentialId: known.get(one.credentialId)! });
			for (const one of grants()) addTo(state.grants, { ...one, id: nextId(state), credentialId: known.get(one.credentialId)! });
			return String(id);
		};
	},

	accessOf: (sandbox, accountId) => ({ ...sandbox.github.accessOf(accountId) }),

	left: (sandbox, accountId) => {
		const { membership, teams, collaborations, repositoryInvitations, privateForks, ssoAuthorisations, fineGrainedTokens, credentials } = sandbox.github.accessOf(accountId);
		return { membership: Number(membership !== 'none'), teams, collaborations, repositoryInvitations, privateForks, ssoAuthorisations, fineGrainedTokens, credentials };
	},

	spokenForBy: {
		membership: 'removeFromOrganisation',
		role: 'removeFromOrganisation',
		teams: 'removeFromOrganisation',
		privateForks: 'removeFromOrganisation',
		identity: 'removeFromOrganisation',
		collaborations: 'removeCollaborations',
		repositoryInvitations: 'removeCollaborations',
		ssoAuthorisations: 'revokeAuthorisations',
		credentials: 'revokeAuthorisations',
		fineGrainedTokens: 'revokeFineGrained',
	},

	isForToken: (path) => path.endsWith('/access_tokens'),

	byHand: async (sandbox) => ({
		url: sandbox.connections.github.apiUrl,
		credentials: [{ type: 'httpHeaderAuth', name: 'GitHub', data: { name: 'Authorization', value: `Bearer ${await mint(sandbox)}` } }],
	}),

	connect: (sandbox) => {
		const { apiUrl: baseUrl, organization: organisation } = sandbox.connections.github;
		let token: Promise<string> | undefined;
		const send = sendWith(async () => `Bearer ${await (token ??= mint(sandbox))}`);
		return githubSystem(httpOver({ system: 'GitHub', baseUrl, send }), { organisation, actsAs: 'app', login: null }) as unknown as System;
	},

	openAccounts: ({ github: { state, populate, organization } }, count) => {
		const { id, members } = organization();
		const invited = [...state.invitations.values()].filter(({ organizationId }) => organizationId === id);
		populate(count - members.size - invited.length - outsideCollaborators(state, organization()).length);
	},
};

const addTo = <Row extends { id: number }>(rows: Map<number, Row>, row: Row): void => void rows.set(row.id, row);

/** A token of the company's app, for the organisation with single sign-on. */
const mint = async ({ connections: { github: { apiUrl, app, organization } } }: Sandbox): Promise<string> => {
	const http = httpOver({ system: 'GitHub', baseUrl: apiUrl, send: sendSigned });
	return tokenFor(await mintSession(appOf({ apiUrl, appId: String(app.appId), privateKey: app.privateKey }), http, () => new Date()), organization);
};
