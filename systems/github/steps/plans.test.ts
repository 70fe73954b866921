import type { Json } from '../../../ledger/types';
import { githubClient } from '../client';
import { githubSteps } from '../index';

const stepCalled = (id: string) => githubSteps.find((step) => step.id === id)!;
const kindOf = (id: string, state: Json) => stepCalled(id).plan(state).kind;
const undoOf = (id: string, now: Json, before: Json) => stepCalled(id).undo.plan(now, before);

const token = { id: 1, what: 'laptop (personal access token)' };
const team = { id: 7, slug: 'core', name: 'Core', parent: null, role: 'member', synced: false, through: false };
const none = { state: 'none', role: null, teams: [], invitations: [], vanished: false };
const member = { ...none, state: 'active', role: 'member', teams: [team] };
const invited = { ...member, state: 'pending' };
const given = { repository: 'web', permission: 'push', invitation: null };

describe('plans', () => {
	test.each<[step: string, state: Json, kind: string]>([
		['reportOwned', { owned: [] }, 'satisfied'],
		['revokeAuthorisations', { singleSignOn: false, authorisations: [] }, 'satisfied'],
		['revokeAuthorisations', { singleSignOn: true, authorisations: [] }, 'satisfied'],
		['revokeAuthorisations', { singleSignOn: true, authorisations: [token] }, 'change'],
		['revokeFineGrained', { shown: false, tokens: [] }, 'impossible'],
		['revokeFineGrained', { shown: true, tokens: [] }, 'satisfied'],
		['revokeFineGrained', { shown: true, tokens: [{ id: 1, name: 'notes' }] }, 'change'],
		['removeFromOrganisation', none, 'satisfied'],
		['removeFromOrganisation', member, 'change'],
		['removeFromOrganisation', invited, 'change'],
		['removeFromOrganisation', { ...member, role: 'admin' }, 'change'],
		['removeFromOrganisation', { ...none, invitations: [3] }, 'change'],
		['removeFromOrganisation', { ...none, vanished: true }, 'unknown'],
		['removeCollaborations', { outside: false, collaborations: [] }, 'satisfied'],
		['removeCollaborations', { outside: false, collaborations: [given] }, 'change'],
		['removeCollaborations', { outside: false, collaborations: [{ ...given, invitation: 3 }] }, 'change'],
		['removeCollaborations', { outside: true, collaborations: [] }, 'change'],
		['deprovision', { singleSignOn: false, ids: [] }, 'satisfied'],
		['deprovision', { singleSignOn: true, ids: [] }, 'satisfied'],
		['deprovision', { singleSignOn: true, ids: ['a'] }, 'change'],
	])('%s of %j: %s', (step, state, kind) => expect(kindOf(step, state)).toBe(kind));

	test('what is filled by the identity provider is told apart, owners and maintainers are named', () => {
		const state = { ...member, role: 'admin', teams: [{ ...team, role: 'maintainer' }, { ...team, id: 8, name: 'Everybody', synced: true }] };
		expect(stepCalled('removeFromOrganisation').plan(state).what).toBe('Remove the owner from the organisation; with the teams Core (maintainer); filled by the identity provider, which puts back whoever it still lists: Everybody');
	});
});

describe('what Restore Access makes of it', () => {
	test.each<[step: string, now: Json, before: Json, kind: string]>([
		['revokeAuthorisations', { singleSignOn: true, authorisations: [] }, { singleSignOn: true, authorisations: [] }, 'satisfied'],
		['revokeAuthorisations', { singleSignOn: true, authorisations: [token] }, { singleSignOn: true, authorisations: [token] }, 'satisfied'],
		['revokeAuthorisations', { singleSignOn: true, authorisations: [] }, { singleSignOn: true, authorisations: [token] }, 'impossible'],
		['revokeFineGrained', { shown: true, tokens: [] }, { shown: true, tokens: [{ id: 1, name: 'notes' }] }, 'impossible'],
		['removeFromOrganisation', none, none, 'satisfied'],
		['removeFromOrganisation', none, member, 'change'],
		['removeFromOrganisation', none, invited, 'change'],
		['removeFromOrganisation', invited, member, 'impossible'],
		['removeFromOrganisation', invited, invited, 'satisfied'],
		['removeFromOrganisation', { ...member, teams: [] }, member, 'change'],
		['removeFromOrganisation', { ...member, teams: [] }, { ...member, teams: [{ ...team, synced: true }] }, 'satisfied'],
		['removeFromOrganisation', { ...member, teams: [] }, { ...member, teams: [{ ...team, through: true }] }, 'satisfied'],
		['removeFromOrganisation', { ...member, role: 'admin' }, member, 'change'],
		['removeFromOrganisation', { ...invited, teams: [] }, member, 'change'],
		['removeFromOrganisation', member, member, 'satisfied'],
		['removeCollaborations', { outside: false, collaborations: [] }, { outside: true, collaborations: [given] }, 'change'],
		['removeCollaborations', { outside: false, collaborations: [{ ...given, invitation: 3 }] }, { outside: true, collaborations: [given] }, 'impossible'],
		['removeCollaborations', { outside: true, collaborations: [{ ...given, permission: 'pull' }] }, { outside: true, collaborations: [given] }, 'change'],
		['removeCollaborations', { outside: true, collaborations: [given] }, { outside: true, collaborations: [given] }, 'satisfied'],
		['deprovision', { singleSignOn: true, ids: [] }, { singleSignOn: true, ids: ['a'] }, 'impossible'],
		['deprovision', { singleSignOn: true, ids: ['b'] }, { singleSignOn: true, ids: ['a'] }, 'satisfied'],
	])('%s: %j, before %j: %s', (step, now, before, kind) => expect(undoOf(step, now, before).kind).toBe(kind));

	test('a billing manager, who sees no code, comes back as one and not as a member', async () => {
		const sent: unknown[] = [];
		const answers: { [path: string]: object } = { '/user/7': { id: 7, login: 'ana', type: 'User' }, '/orgs/acme/memberships/ana': { state: 'active', role: 'billing_manager', user: { id: 7, login: 'ana' } } };
		const github = githubClient(
			async ({ method, path, body }) => {
				if (method !== 'GET') sent.push(body);
				return { status: 200, headers: {}, body: answers[path] ?? [] };
			},
			{ organisation: 'acme', actsAs: 'app', login: null },
			() => {},
		);
		const account = { id: '7', label: 'ana' };
		const { read, undo } = stepCalled('removeFromOrganisation');
		const before = await read(github, account);
		expect(undo.plan(none, before).what).toBe('Invite again as billing manager');
		await undo.apply(github, account, none, before);
		expect(sent).toEqual([{ invitee_id: 7, role: 'billing_manager', team_ids: [] }]);
		await expect(undo.apply(github, account, member, before)).rejects.toThrow(/was a billing manager/);
	});

	test('what only others can do is pending, or left, and never nothing', () => {
		expect(undoOf('removeFromOrganisation', invited, member)).toMatchObject({ outcome: 'pending' });
		expect(undoOf('removeFromOrganisation', { ...member, teams: [] }, { ...member, teams: [{ ...team, synced: true }] }).left).toEqual([{ what: 'Core', why: expect.stringContaining('identity provider') }]);
		expect(undoOf('removeFromOrganisation', member, { ...member, teams: [team, { ...team, id: 9, name: 'Above', through: true }] }).left).toEqual([{ what: 'Above', why: expect.stringContaining('through a team below it') }]);
	});
});
