import { cast } from '../../sandbox';
import { outcomes, personOf } from '../support/leaverCase';
import { newcomer, startGitHubCase, wishFor, type GitHubCase } from '../support/githubCase';
import { pagesHeld } from '../support/pagesHeld';

let company: GitHubCase;
beforeEach(async () => {
	company = await startGitHubCase();
});
afterEach(() => company.stop());

const { leaver } = cast;
const leaverId = () => company.github.ids.get(leaver.id)!;
const access = (key: string | number = leaverId(), organisation?: string) => company.github.accessOf(key, organisation);
type Results = Awaited<ReturnType<GitHubCase['cut']>>;
const reasonOf = (results: Results, step: string) => results.find((result) => result.step === step)!.reason;
const invitations = () => company.github.journal.find({ method: 'POST', path: /\/orgs\/kestrel\/invitations$/ });
const invitationTo = (email: string) => [...company.github.state.invitations.values()].find((invitation) => invitation.email === email);

describe('Restore Access', () => {
	const teamsNow = () => [...company.github.state.teams.values()].filter(({ members, idpGroup }) => idpGroup === null && members.has(leaverId())).map(({ slug, members }) => `${slug} ${members.get(leaverId())}`).sort();

	test('B08: invites again with role and teams, waits for the person, and then nothing is missing or it is named', async () => {
		const before = { ...access(), teams: teamsNow() };
		await company.cut(leaver);
		const first = await company.restore(leaver);
		expect(outcomes(first)).toEqual({ revokeAuthorisations: 'pending/false', revokeFineGrained: 'pending/false', removeCollaborations: 'pending/false', removeFromOrganisation: 'pending/false', deprovision: 'pending/false' });
		expect(reasonOf(first, 'removeFromOrganisation')).toMatch(/once they accept the invitation.*Private forks/);
		expect(reasonOf(first, 'revokeAuthorisations')).toMatch(/make these again.*laptop/);
		expect(reasonOf(first, 'revokeFineGrained')).toContain('release notes');
		expect(access()).toMatchObject({ membership: 'pending' });

		company.github.accept(leaverId());
		company.github.signIn(leaverId(), leaver.workEmail);
		const second = await company.restore(leaver, { work: { run: 'run-2' } });
		expect(outcomes(second)).toMatchObject({ removeFromOrganisation: expect.stringMatching(/^(done|already_done)\/true$/), removeCollaborations: expect.stringMatching(/^(done|already_done)\/true$/) });
		// Engineering is above Product, which makes them a member of both: whether by name as well, GitHub does not tell.
		expect(teamsNow()).toEqual(before.teams.filter((team) => team !== 'engineering member'));
		expect(second.find(({ step, outcome }) => step === 'removeFromOrganisation' && outcome === 'not_removable_here')!.reason).toMatch(/Engineering: they are in it through a team below it/);
		expect(access()).toMatchObject({ membership: 'active', role: before.role, collaborations: before.collaborations });
	});

	test('a team the identity provider fills is listed: only it can put somebody back', async () => {
		await company.cut(leaver);
		await company.restore(leaver);
		company.github.accept(leaverId());
		company.github.signIn(leaverId(), leaver.workEmail);
		const results = await company.restore(leaver, { work: { run: 'run-2' } });
		expect(results.find(({ step, outcome }) => step === 'removeFromOrganisation' && outcome === 'not_removable_here')!.reason).toContain('Every Engineer');
	});

	test('an outside collaborator is invited to the same repositories, with the same permission', async () => {
		const place = { organisation: 'kestrel-open', login: 'mateo-builds' };
		await company.cut(leaver, place);
		expect(outcomes(await company.restore(leaver, place))).toMatchObject({ removeCollaborations: 'pending/false' });
		expect(access(leaverId(), 'kestrel-open')).toMatchObject({ collaborations: 0, repositoryInvitations: 1 });
		company.github.accept(leaverId(), 'kestrel-open');
		expect(outcomes(await company.restore(leaver, { ...place, work: { run: 'run-2' } }))).toMatchObject({ removeCollaborations: 'already_done/true' });
		expect([...company.github.state.repositories.values()].find(({ name }) => name === 'website')!.collaborators.get(leaverId())).toBe('push');
	});

	test('an owner comes back as an owner', async () => {
		const owner = company.github.ids.get(cast.superAdmin.id)!;
		await company.cut(cast.superAdmin, { steps: ['removeFromOrganisation'] });
		await company.restore(cast.superAdmin);
		company.github.accept(owner);
		expect(access(owner)).toMatchObject({ membership: 'active', role: 'admin' });
	});

	test('an invitation to an address is sent again', async () => {
		const { provisionedOnly } = company.github.parts;
		await company.cut(provisionedOnly);
		const results = await company.restore(provisionedOnly);
		expect(invitationTo(provisionedOnly.workEmail)).toBeDefined();
		expect(outcomes(results)['removeFromOrganisation']).toMatch(/done/);
	});

	test('two at once invite once', async () => {
		await company.cut(leaver);
		await Promise.all([company.restore(leaver), company.restore(leaver, { work: { run: 'run-2', worker: 'other' } })]);
		expect(invitations()).toHaveLength(1);
	});
});

describe('Grant Access', () => {
	test('invites the work e-mail with the teams that were asked for, once', async () => {
		const wish = wishFor({ join: ['Engineering', 'releases'] });
		const [results] = await Promise.all([company.grant(wish), company.grant(wish, { work: { worker: 'other', run: 'run-2' } })]);
		expect(outcomes(results!)).toEqual({ createAccount: expect.stringMatching(/done\/true$/), role: 'already_done/true', joinTeams: 'already_done/true' });
		expect(invitations()).toHaveLength(1);
		expect(invitationTo(newcomer.workEmail!)).toMatchObject({ role: 'direct_member' });
		expect(invitationTo(newcomer.workEmail!)!.teams.size).toBe(2);
	});

	test('invites the account of the login given', async () => {
		const { memberOfNothing } = company.github.parts;
		const { login } = company.github.account(company.github.ids.get(memberOfNothing.id)!);
		const results = await company.grant(wishFor({ role: 'admin', join: ['Product'] }, personOf(memberOfNothing)), { login });
		expect(outcomes(results)).toMatchObject({ createAccount: 'done/true', role: 'already_done/true', joinTeams: 'already_done/true' });
		company.github.accept(login);
		expect(access(login)).toMatchObject({ membership: 'active', role: 'admin', teams: 1 });
	});

	test('a team the identity provider fills is said to be its own affair', async () => {
		const results = await company.grant(wishFor({ join: ['Every Engineer'] }, personOf(leaver)), {});
		await company.change({ ...wishFor({ leave: ['Every Engineer'] }, personOf(leaver)), usable: null });
		expect(outcomes(results)).toMatchObject({ createAccount: 'already_done/true', joinTeams: 'already_done/true' });
		const left = await company.change({ ...wishFor({ leave: ['Every Engineer'] }, personOf(leaver)), usable: null });
		expect(left).toEqual([expect.objectContaining({ outcome: 'not_removable_here', reason: expect.stringContaining('The identity provider fills Every Engineer') })]);
	});

	test('before the first day nobody is invited, because an invitation lets them in', async () => {
		expect(await company.grant(wishFor({ usable: false }))).toEqual([expect.objectContaining({ step: 'createAccount', outcome: 'pending', reason: expect.stringContaining('first day') })]);
		expect(invitations()).toEqual([]);
	});

	test.each<[string, Parameters<typeof wishFor>, string | null, string, RegExp]>([
		['no address', [{}, { workEmail: null }], null, 'createAccount', /no work e-mail/],
		['a login nobody has', [{}], 'nobody-has-this', 'createAccount', /no account called nobody-has-this/],
		['a login of somebody else', [{}], 'OTHER', 'createAccount', /single sign-on of kestrel says it is/],
	])('%s: nothing is made', async (_name, [wish, person], login, step, why) => {
		const given = login === 'OTHER' ? company.github.account(company.github.ids.get(cast.leaverManager.id)!).login : login;
		const results = await company.grant(wishFor(wish, person), { login: given });
		expect(results).toEqual([expect.objectContaining({ step, outcome: 'failed', reason: expect.stringMatching(why) })]);
		expect(company.github.journal.find({ method: 'POST', path: /invitations$/ }).filter(({ status }) => status === 201)).toEqual([]);
	});

	test('the limit of invitations a day is told in GitHub\'s words', async () => {
		company.github.settings.invitationsPerDay = 0;
		const [result] = await company.grant(wishFor());
		expect(result).toMatchObject({ step: 'createAccount', outcome: 'failed', reason: expect.stringContaining('Over invitation rate limit') });
	});

	test('an attribute is refused out loud', async () => {
		const results = await company.grant(wishFor({ attributes: { company: 'Kestrel' } }, personOf(leaver)));
		expect(results.find(({ step }) => step === 'attributes')).toMatchObject({ outcome: 'not_removable_here', reason: expect.stringContaining('company cannot be set') });
	});
});

describe('Change Access', () => {
	const mover = (wish: Parameters<typeof wishFor>[0]) => ({ ...wishFor({ usable: null, ...wish }, personOf(leaver)) });

	test('sets the role, joins and leaves teams', async () => {
		const results = await company.change(mover({ role: 'admin', leave: ['Releases'] }));
		expect(outcomes(results)).toEqual({ role: 'done/true', leaveTeams: 'done/true' });
		expect(access()).toMatchObject({ role: 'admin', teams: 3 });
	});

	test('a team above another is left with it, and not without', async () => {
		expect(await company.change(mover({ leave: ['Engineering'] }))).toEqual([expect.objectContaining({ step: 'leaveTeams', outcome: 'failed', reason: expect.stringContaining('through a team below it') })]);
		expect(outcomes(await company.change(mover({ leave: ['Engineering', 'Product'] }), { work: { run: 'run-2' } }))).toEqual({ leaveTeams: 'done/true' });
		expect(access()).toMatchObject({ teams: 2 });
	});

	test('a team that is none is named', async () => {
		const [result] = await company.change(mover({ join: ['Wizards'] }));
		expect(result).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('Wizards (no such team)') });
	});
});

describe('List Accounts', () => {
	test('members with role and second factor, outside collaborators, invitations; by single sign-on or verified address', async () => {
		company.github.settings.pageSize = 3;
		company.github.account(company.github.ids.get(cast.leaverManager.id)!).twoFactor = false;
		const listed = await company.accounts({ actsAs: 'user' });
		expect(listed).toHaveLength(new Set(listed.map(({ id }) => id)).size);
		expect(listed.filter(({ kind, usable }) => kind === 'person' && usable)).toHaveLength(company.github.organization().members.size);
		expect(listed).toContainEqual(expect.objectContaining({ id: String(leaverId()), label: 'mateo-builds', email: leaver.workEmail, status: 'member', usable: true }));
		expect(listed).toContainEqual(expect.objectContaining({ id: String(company.github.ids.get(cast.leaverManager.id)), status: 'member, without two-factor authentication' }));
		expect(listed).toContainEqual(expect.objectContaining({ label: company.github.strangers.outsideContributor, kind: 'guest' }));
		expect(listed).toContainEqual(expect.objectContaining({ email: company.github.parts.provisionedOnly.workEmail, status: 'invited as member', usable: false }));
	});

	test('10,000 members in bounded memory', async () => {
		company.github.populate(10_000);
		const system = company.system();
		const { listed, held } = await pagesHeld(system.accounts(system.connect(() => {})));
		expect(listed).toBeGreaterThan(10_000);
		expect(held).toBeLessThanOrEqual(3);
	}, 240_000);
});
