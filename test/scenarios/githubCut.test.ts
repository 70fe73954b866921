import { cast } from '../../sandbox';
import { LEAVERS_TOKEN } from '../../sandbox/github';
import { outcomes } from '../support/leaverCase';
import { everyGitHubStep, startGitHubCase, usualGitHubSteps, type GitHubCase, type GitHubChanges } from '../support/githubCase';

let company: GitHubCase;
beforeEach(async () => {
	company = await startGitHubCase();
});
afterEach(() => company.stop());

const { leaver } = cast;
const leaverLogin = 'mateo-builds';
type Results = Awaited<ReturnType<GitHubCase['cut']>>;
const reasonOf = (results: Results, step: string, outcome?: string) => results.find((result) => result.step === step && (outcome === undefined || result.outcome === outcome))!.reason;
const writes = () => company.github.journal.writes.filter(({ path }) => !path.includes('access_tokens')).map(({ method, path }) => `${method} ${decodeURIComponent(path.split('?')[0]!)}`);
const access = (key: string | number = company.github.ids.get(leaver.id)!, organisation?: string) => company.github.accessOf(key, organisation);
const inviteByMail = (email: string, organisation: string) => {
	const { state } = company.github;
	const id = 7_000_001;
	state.invitations.set(id, { id, organizationId: company.github.organization(organisation).id, accountId: null, email, role: 'direct_member', teams: new Map(), inviterId: company.github.ids.get(cast.superAdmin.id)!, source: 'member', createdAt: new Date(company.clock.now()).toISOString() });
};
const asToken = { actsAs: 'user' } as const;

describe('several organisations', () => {
	const both = ['kestrel', 'kestrel-open'];
	const told = (results: Results) => [...new Set(results.map(({ system, outcome, step }) => (step === 'findAccount' ? `${system} ${outcome}` : system)))].sort();

	test('whoever one of them vouches for is found in the others, too, as an outside collaborator', async () => {
		expect(access(leaverLogin, 'kestrel-open').collaborations).toBeGreaterThan(0);
		const results = await company.cutInAll(leaver, both);
		expect(told(results)).toEqual(['github:kestrel', 'github:kestrel-open']);
		for (const organisation of both) expect(access(leaverLogin, organisation)).toMatchObject({ membership: 'none', collaborations: 0, credentials: 0 });
	});

	test('nobody is cut in one before the others know whom it vouches for', async () => {
		// Whatever is asked in the second one is answered only once the first has begun to cut.
		const slow = company.github.faults.add({ method: 'GET', path: /^\/(orgs|organizations)\/kestrel-open\/invitations/, times: 1, effect: { kind: 'hold' } });
		const cutting = company.cutInAll(leaver, both);
		await company.github.journal.waitFor(({ method, path }) => method === 'DELETE' && path.includes('/memberships/'));
		slow.release();
		await cutting;
		expect(access(leaverLogin, 'kestrel-open').collaborations).toBe(0);
	});

	test('a case that was interrupted between them still knows who it was', async () => {
		await company.cut(leaver);
		expect(access(leaverLogin, 'kestrel-open').collaborations).toBeGreaterThan(0);
		await company.cutInAll(leaver, both);
		expect(access(leaverLogin, 'kestrel-open').collaborations).toBe(0);
	});

	test('what was taken in one of them is given back there, and the others have nothing to give', async () => {
		const { leaverManager } = cast;
		await company.cutInAll(leaverManager, both);
		const results = await company.restoreInAll(leaverManager, both);
		expect(results.filter(({ system }) => system === 'github:kestrel-open')).toEqual([expect.objectContaining({ outcome: 'not_found', accepted: true })]);
		expect(results.some(({ system, step }) => system === 'github:kestrel' && step === 'removeFromOrganisation')).toBe(true);
		expect(access(company.github.ids.get(leaverManager.id)!)).toMatchObject({ membership: 'pending' });
	});

	test('whoever is in only one of them need not be in the other', async () => {
		const results = await company.cutInAll(cast.leaverManager, both);
		expect(told(results)).toEqual(['github:kestrel', 'github:kestrel-open not_found']);
		expect(results.find(({ step }) => step === 'findAccount')).toMatchObject({ accepted: true });
	});

	test('one that cannot be asked fails itself, and keeps nobody in the others', async () => {
		const results = await company.cutInAll(leaver, [...both, 'elsewhere']);
		expect(told(results)).toEqual(['github:elsewhere failed', 'github:kestrel', 'github:kestrel-open']);
		for (const organisation of both) expect(access(leaverLogin, organisation)).toMatchObject({ membership: 'none', collaborations: 0, credentials: 0 });
	});

	test('whoever is not found says which one could not be asked', async () => {
		const results = await company.cutInAll(cast.leaverManager, [...both, 'elsewhere']);
		expect(told(results)).toEqual(['github:elsewhere failed', 'github:kestrel', 'github:kestrel-open not_found']);
		expect(results.find(({ outcome }) => outcome === 'not_found')!.reason).toMatch(/elsewhere could not be asked whom it knows/);
	});

	test('a login that is somebody else by single sign-on of one is touched in none', async () => {
		const results = await company.cutInAll(company.github.parts.unknownMember, both, { login: leaverLogin });
		expect(told(results)).toEqual(['github:kestrel not_found', 'github:kestrel-open not_found']);
		expect(results.find(({ system }) => system === 'github:kestrel-open')!.reason).toContain(`single sign-on of kestrel says it is ${leaver.workEmail}`);
		expect(writes()).toEqual([]);
	});
});

describe('the cut', () => {
	test('takes authorisations, fine-grained tokens, membership and repositories, and reads each back', async () => {
		expect(access()).toMatchObject({ membership: 'active', ssoAuthorisations: 3, fineGrainedTokens: 1, teams: 4, collaborations: 1, privateForks: 1, deployKeys: 2 });
		const results = await company.cut(leaver);
		expect(outcomes(results)).toEqual({ reportOwned: 'already_done/true', revokeAuthorisations: 'done/true', revokeFineGrained: 'done/true', removeFromOrganisation: 'done/true', removeCollaborations: 'done/true' });
		expect(access()).toMatchObject({ membership: 'none', ssoAuthorisations: 0, fineGrainedTokens: 0, credentials: 0, teams: 0, collaborations: 0, deployKeys: 2 });
		expect(company.github.state.accounts.get(company.github.ids.get(leaver.id)!)).toMatchObject({ login: leaverLogin });
	});

	test('authorisations and tokens go before the membership: GitHub lists them of members only', async () => {
		await company.cut(leaver);
		const sent = writes();
		const at = (part: string) => sent.findIndex((call) => call.includes(part));
		expect(at(`POST /orgs/kestrel/credential-authorizations/${leaverLogin}/revoke`)).toBeGreaterThanOrEqual(0);
		const removed = at(`DELETE /orgs/kestrel/memberships/${leaverLogin}`);
		expect(at('/credential-authorizations/')).toBeLessThan(removed);
		expect(at('POST /orgs/kestrel/personal-access-tokens/')).toBeLessThan(removed);
		const lastLook = company.github.journal.entries.findLastIndex(({ method, path }) => method === 'GET' && path.includes('/credential-authorizations'));
		expect(lastLook).toBeLessThan(company.github.journal.entries.findIndex(({ method, path }) => method === 'DELETE' && path.includes('/memberships/')));
		expect(sent.filter((call) => !/^(POST|DELETE|PUT) /.test(call))).toEqual([]);
	});

	test('a revocation that GitHub only accepted is waited for, sent once, and not called done', async () => {
		company.github.settings.revocationMs = 3_600_000;
		const results = await company.cut(leaver);
		expect(outcomes(results)).toMatchObject({ revokeAuthorisations: 'failed/false', removeFromOrganisation: 'done/true' });
		expect(reasonOf(results, 'revokeAuthorisations')).toMatch(/accepted the change, but reading it back still shows/);
		expect(company.clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(50_000);
		expect(writes().filter((call) => call.endsWith('/revoke'))).toHaveLength(1);
	});

	test('an authorisation that is left says what it is good for', async () => {
		company.github.settings.revocationMs = 3_600_000;
		expect(reasonOf(await company.cut(leaver), 'revokeAuthorisations')).toMatch(/reach nothing private here once membership and repositories are gone.*again if the person comes back/);
	});

	test.each([403, 404, 422])('single sign-on without teams filled from it (%i) keeps nobody in', async (status) => {
		company.github.faults.add({ method: 'GET', path: /\/team-sync\//, effect: { kind: 'status', status, body: { message: 'Team synchronization is not enabled.' } } });
		expect(outcomes(await company.cut(leaver))).toMatchObject({ removeFromOrganisation: 'done/true' });
	});

	test('what it cannot reach is said', async () => {
		const results = await company.cut(leaver);
		const remains = results.flatMap((result) => result.remains ?? []).join(' ');
		expect(remains).toMatch(/personal account.*Clones.*Deploy keys.*team of the enterprise.*Enterprise Managed Users/);
	});

	test('teams are named with the removal, and those the identity provider fills with their reason', async () => {
		expect(reasonOf(await company.cut(leaver), 'removeFromOrganisation')).toMatch(/Product \(maintainer\).*Releases.*filled by the identity provider.*Every Engineer/);
	});

	test('an organisation without single sign-on has no authorisations to revoke, and that is said', async () => {
		const results = await company.cut(leaver, { organisation: 'kestrel-open', login: leaverLogin });
		expect(outcomes(results)).toMatchObject({ revokeAuthorisations: 'already_done/true', removeFromOrganisation: 'already_done/true', removeCollaborations: 'done/true' });
		expect(reasonOf(results, 'revokeAuthorisations')).toContain('has no single sign-on');
		expect(access(leaverLogin, 'kestrel-open').collaborations).toBe(0);
		expect(writes()).toEqual([`DELETE /orgs/kestrel-open/outside_collaborators/${leaverLogin}`]);
		expect(company.github.reaches([...company.github.state.credentials.values()].find(({ value }) => value === LEAVERS_TOKEN)!, 'kestrel-open')).toBe(false);
	});

	test('with a token, fine-grained tokens are named as not removable here', async () => {
		const results = await company.cut(leaver, asToken);
		expect(outcomes(results)).toEqual({ reportOwned: 'already_done/true', revokeAuthorisations: 'done/true', removeFromOrganisation: 'done/true', removeCollaborations: 'done/true' });
		expect(reasonOf(results, 'revokeFineGrained')).toContain('only to a GitHub App');
	});

	test('what only the SCIM user holds goes with its own step', async () => {
		const results = await company.cut(leaver, { steps: ['deprovision'] });
		expect(outcomes(results)).toEqual({ deprovision: 'done/true' });
		expect(access()).toMatchObject({ membership: 'none', identity: false });
	});

	test('a dry run writes nothing', async () => {
		const results = await company.cut(leaver, { steps: everyGitHubStep, work: { dryRun: true } });
		expect(outcomes(results)).toEqual({ reportOwned: 'already_done/true', revokeAuthorisations: 'planned/false', revokeFineGrained: 'planned/false', removeFromOrganisation: 'planned/false', removeCollaborations: 'planned/false', deprovision: 'planned/false' });
		expect(writes()).toEqual([]);
	});
});

describe('what the leaver owned', () => {
	test('deploy keys, apps and teams nobody else maintains are named, and none is touched', async () => {
		company.github.settings.pageSize = 1;
		const results = await company.cut(leaver);
		const reason = reasonOf(results, 'reportOwned', 'not_removable_here');
		expect(reason).toMatch(/deploy from staging of platform \(deploy key\): it may read and write, was last used on \d{4}-\d\d-\d\d, and goes on working/);
		expect(reason).toMatch(/mirror of infrastructure \(deploy key\): it may read, was never used/);
		expect(reason).toMatch(/kestrel-releases \(GitHub App\): it belongs to their personal account/);
		expect(reason).toMatch(/Product \(team\): nobody else maintains it/);
		expect(access().deployKeys).toBe(2);
		expect(writes().filter((call) => call.includes('/keys'))).toEqual([]);
	});
});

describe('once and no more', () => {
	const removals = () => writes().filter((call) => call.includes('/memberships/') || call.endsWith('/revoke'));

	test('two administrators at once do nothing twice', async () => {
		await Promise.all([company.cut(leaver), company.cut(leaver, { work: { run: 'run-2', worker: 'other' } })]);
		expect(removals()).toHaveLength(2);
	});

	test('a second run of the case knows the account by its number, though nobody finds it any more', async () => {
		await company.cut(leaver);
		company.github.rename(leaverLogin, 'mateo-elsewhere');
		expect(outcomes(await company.cut(leaver, { work: { run: 'run-2' } }))).toEqual(Object.fromEntries(usualGitHubSteps.map((step) => [step, 'already_done/true'])));
		expect(removals()).toHaveLength(2);
	});

	test('stopped between intent and result: the change is found in effect and not sent again', async () => {
		const append = company.ledger.append.bind(company.ledger);
		const stopped = jest.spyOn(company.ledger, 'append').mockImplementation(async (...given) => {
			if (JSON.stringify(given).includes('step.settled')) throw new Error('killed');
			return append(...given);
		});
		await company.cut(leaver).catch(() => undefined);
		stopped.mockRestore();
		expect(access().membership).toBe('none');
		const results = await company.cut(leaver, { work: { run: 'run-2' } });
		expect(results.find(({ step }) => step === 'removeFromOrganisation')).toMatchObject({ outcome: 'done', reason: expect.stringContaining('when n8n stopped') });
		expect(removals()).toHaveLength(2);
	});
});

describe('who is never touched', () => {
	const refused = (why: RegExp) => [expect.objectContaining({ step: 'protection', outcome: 'refused', reason: expect.stringMatching(why) })];

	test('the last owner of the organisation', async () => {
		const { members } = company.github.organization();
		const keep = company.github.ids.get(cast.superAdmin.id)!;
		for (const [id, member] of members) if (id !== keep) member.role = 'member';
		expect(await company.cut(cast.superAdmin)).toEqual(refused(/last owner of kestrel/));
		expect(writes()).toEqual([]);
	});

	test('an owner who is not the last is removed like everybody', async () => {
		expect(outcomes(await company.cut(cast.superAdmin, { steps: ['removeFromOrganisation'] }))).toEqual({ removeFromOrganisation: 'done/true' });
	});

	test('whose token it is', async () => {
		const token = company.github.newToken(company.github.ids.get(cast.orgAdmin.id)!, { organization: 'kestrel', scopes: ['admin:org', 'repo'] }).value;
		expect(await company.cut(cast.orgAdmin, { ...asToken, token })).toEqual(refused(/the token in the credential is theirs/));
		expect(writes()).toEqual([]);
	});

	test('an app, whatever login is given', async () => {
		expect(await company.cut(cast.withoutAccount, { login: company.github.strangers.bot })).toEqual([expect.objectContaining({ outcome: 'not_found', reason: expect.stringContaining('no person\'s account') })]);
	});
});

describe('whose account it is', () => {
	const found = async (person: { id: string; workEmail: string | null }, changes: GitHubChanges = {}) => {
		const system = company.system(changes);
		return system.find(system.connect(() => {}), person);
	};

	test('single sign-on tells, however the address is spelt', async () => {
		const account = { id: String(company.github.ids.get(leaver.id)), label: leaverLogin };
		expect(await found(leaver)).toEqual({ kind: 'one', account });
		expect(await found({ ...leaver, workEmail: leaver.workEmail.toUpperCase() })).toEqual({ kind: 'one', account });
	});

	test('on whatever page it stands', async () => {
		company.github.settings.pageSize = 2;
		expect(await found({ ...leaver, workEmail: leaver.workEmail.toUpperCase() })).toMatchObject({ kind: 'one' });
	});

	test('an address in a verified domain tells where single sign-on does not', async () => {
		const { verifiedEmailOnly } = company.github.parts;
		expect(await found(verifiedEmailOnly)).toMatchObject({ kind: 'one', account: { id: String(company.github.ids.get(verifiedEmailOnly.id)) } });
	});

	test('C05: two accounts that could be theirs are ambiguous, and neither is touched', async () => {
		const results = await company.cut(company.github.parts.ambiguous);
		expect(results).toEqual([expect.objectContaining({ outcome: 'ambiguous', reason: expect.stringMatching(/single sign-on.*verified address/) })]);
		expect(writes()).toEqual([]);
	});

	test('somebody about whom nothing says who they are is found by the login given, and not without', async () => {
		const { unknownMember } = company.github.parts;
		expect(await found(unknownMember)).toMatchObject({ kind: 'none', why: expect.stringContaining('GitHub Login of the Person') });
		const { login } = company.github.account(company.github.ids.get(unknownMember.id)!);
		expect(await found(unknownMember, { login })).toMatchObject({ kind: 'one', account: { label: login } });
	});

	test('a login that belongs to somebody else by single sign-on is never touched', async () => {
		const { login } = company.github.account(company.github.ids.get(cast.leaverManager.id)!);
		expect(await found(company.github.parts.unknownMember, { login })).toMatchObject({ kind: 'none', why: expect.stringContaining(cast.leaverManager.workEmail), inTheWay: expect.any(String) });
		expect(await found({ ...company.github.parts.unknownMember, workEmail: null }, { login })).toMatchObject({ kind: 'none' });
	});

	test('a login that somebody else took since is not theirs: the number counts', async () => {
		const { renamed } = company.github.parts;
		expect(await found(renamed)).toMatchObject({ kind: 'one', account: { id: String(company.github.ids.get(renamed.id)), label: 'sofia-codes' } });
		await company.cut(renamed);
		expect(writes().filter((call) => call.includes(company.github.strangers.impostor))).toEqual([]);
		expect(access(company.github.strangers.impostor).membership).toBe('none');
		expect(await found({ id: renamed.id, workEmail: null }, { login: company.github.strangers.impostor })).toMatchObject({ kind: 'none' });
	});

	test('a login renamed between snapshot and change is followed', async () => {
		company.github.faults.add({ method: 'POST', path: /credential-authorizations/, times: 1, effect: { kind: 'status', status: 500 } });
		const cutting = company.cut(leaver);
		await company.github.journal.waitFor(({ path }: { path: string }) => path.includes('credential-authorizations'));
		company.github.rename(leaverLogin, 'mateo-renamed');
		await cutting;
		expect(access('mateo-renamed').membership).toBe('none');
	});

	test('an invitation that nobody accepted is found and cancelled', async () => {
		const { provisionedOnly } = company.github.parts;
		expect(outcomes(await company.cut(provisionedOnly))).toMatchObject({ removeFromOrganisation: 'done/true' });
		expect([...company.github.state.invitations.values()].some(({ email }) => email === provisionedOnly.workEmail)).toBe(false);
	});

	test('an invitation that is accepted while it is being cancelled is no success', async () => {
		const { provisionedOnly } = company.github.parts;
		company.github.faults.add({ method: 'DELETE', path: /\/invitations\//, times: 1, effect: { kind: 'lie' } });
		const cutting = company.cut(provisionedOnly, { steps: ['removeFromOrganisation'] });
		await company.github.journal.waitFor(({ method, path }) => method === 'DELETE' && path.includes('/invitations/'));
		company.github.signUp('late-arrival', [provisionedOnly.workEmail]);
		company.github.accept('late-arrival');
		const [result] = await cutting;
		expect(result).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/late-arrival is in the organisation.*accepted meanwhile/) });
	});

	test('an invitation to the work e-mail that is open beside the membership is cancelled with it', async () => {
		inviteByMail(leaver.workEmail, 'kestrel');
		expect(outcomes(await company.cut(leaver))).toMatchObject({ removeFromOrganisation: 'done/true' });
		expect(access().membership).toBe('none');
		expect([...company.github.state.invitations.values()].filter(({ email }) => email === leaver.workEmail)).toEqual([]);
	});

	describe('where nothing vouches for whoever accepts an invitation', () => {
		const person = { id: '990', workEmail: 'nadia.frost@kestrel.example' };
		const place = { organisation: 'kestrel-open', steps: ['removeFromOrganisation'] };

		test('one that was accepted after a cut that failed is not called cancelled', async () => {
			inviteByMail(person.workEmail, 'kestrel-open');
			const fault = company.github.faults.add({ method: 'DELETE', path: /\/invitations\//, effect: { kind: 'status', status: 403 } });
			expect(outcomes(await company.cut(person, place))).toEqual({ removeFromOrganisation: 'failed/false' });
			fault.remove();
			company.github.signUp('nadia-home', []);
			company.github.addMember('nadia-home', 'member', 'kestrel-open');
			company.github.state.invitations.clear();
			const [result] = await company.cut(person, { ...place, work: { run: 'run-2' } });
			expect(result).toMatchObject({ outcome: 'done', verified: 'unverifiable', reason: expect.stringMatching(/whether it was accepted/) });
		});

		test('one that this case cancelled stays proven', async () => {
			inviteByMail(person.workEmail, 'kestrel-open');
			expect(outcomes(await company.cut(person, place))).toEqual({ removeFromOrganisation: 'done/true' });
			expect(outcomes(await company.cut(person, { ...place, work: { run: 'run-2' } }))).toEqual({ removeFromOrganisation: 'already_done/true' });
		});
	});

	test('an invitation of an account is found by its login, and cancelled', async () => {
		const { invited } = company.github.parts;
		const { login } = company.github.account(company.github.ids.get(invited.id)!);
		expect(outcomes(await company.cut(invited, { login }))).toMatchObject({ removeFromOrganisation: 'done/true' });
		expect(access(login).membership).toBe('none');
	});

	test('nobody is nobody, and nothing is written', async () => {
		expect(await company.cut(cast.withoutAccount)).toEqual([expect.objectContaining({ outcome: 'not_found' })]);
		expect(writes()).toEqual([]);
	});
});
