import type { FaultSpec } from '../../sandbox';
import { cast } from '../../sandbox';
import { outcomes } from '../support/leaverCase';
import { startGitHubCase, usualGitHubSteps, type GitHubCase } from '../support/githubCase';

let company: GitHubCase;
beforeEach(async () => {
	company = await startGitHubCase();
});
afterEach(() => company.stop());

const { leaver } = cast;
const membership = () => company.github.accessOf(company.github.ids.get(leaver.id)!).membership;
const fault = (spec: FaultSpec) => company.github.faults.add(spec);
const removing: Pick<FaultSpec, 'method' | 'path'> = { method: 'DELETE', path: /\/orgs\/kestrel\/memberships\// };
const sent = () => company.github.journal.find({ method: 'DELETE', path: /\/orgs\/kestrel\/memberships\// }).length;
type Results = Awaited<ReturnType<GitHubCase['cut']>>;
const reasonOf = (results: Results, step: string) => results.find((result) => result.step === step)!.reason;
const writes = () => company.github.journal.writes.filter(({ path }) => !path.includes('access_tokens'));
const only = { steps: ['removeFromOrganisation'] };

const expectOnly = (results: Results, step: string, outcome: string) => {
	const ended = outcomes(results);
	expect(ended[step]).toBe(outcome);
	for (const other of usualGitHubSteps.filter((id) => id !== step)) expect(`${other} ${ended[other]}`).toBe(`${other} ${other === 'reportOwned' ? 'already_done' : 'done'}/true`);
};

const failedToFind = (why: RegExp) => [expect.objectContaining({ step: 'findAccount', outcome: 'failed', reason: expect.stringMatching(why) })];

describe('when GitHub refuses', () => {
	test('401: the credential is named', async () => {
		expect(await company.cut(leaver, { actsAs: 'user', token: 'ghp_gone' })).toEqual(failedToFind(/did not accept the credential.*press Test/));
	});

	test('a scope that is missing is named, and nothing is changed', async () => {
		const owner = company.github.ids.get(cast.superAdmin.id)!;
		const token = (scopes: string[]) => company.github.newToken(owner, { organization: 'kestrel', scopes }).value;
		expect(await company.cut(leaver, { actsAs: 'user', token: token(['repo']) })).toEqual(failedToFind(/lacks the scope admin:org/));
		const results = await company.cut(leaver, { actsAs: 'user', token: token(['admin:org']) });
		expect(outcomes(results)).toMatchObject({ reportOwned: 'failed/false', removeFromOrganisation: 'done/true' });
	});

	test('a scope is named where GitHub hides what there is behind 404', async () => {
		const token = company.github.newToken(company.github.ids.get(cast.superAdmin.id)!, { organization: 'kestrel', scopes: ['admin:org'] }).value;
		const results = await company.cut(leaver, { actsAs: 'user', token, steps: ['removeCollaborations'] });
		expect(reasonOf(results, 'removeCollaborations')).toMatch(/lacks the scope repo|refused/);
		expect(outcomes(results)).toEqual({ removeCollaborations: 'failed/false' });
	});

	test('a token that is not authorised for single sign-on: what to press is said', async () => {
		const token = company.github.newToken(company.github.ids.get(cast.superAdmin.id)!, { scopes: ['admin:org', 'repo'] }).value;
		expect(await company.cut(leaver, { actsAs: 'user', token })).toEqual(failedToFind(/not authorised for single sign-on of kestrel.*Configure SSO/));
	});

	test('a member who is no owner', async () => {
		const token = company.github.newToken(company.github.ids.get(cast.leaverManager.id)!, { organization: 'kestrel', scopes: ['admin:org', 'repo'] }).value;
		expect(await company.cut(leaver, { actsAs: 'user', token })).toEqual(failedToFind(/owner/));
		expect(writes()).toEqual([]);
	});

	test.each([
		['organization_administration', /organization_administration/],
		['members', /members/],
	])('an app without %s', async (permission, why) => {
		delete company.github.installation().permissions[permission];
		expect(await company.cut(leaver)).toEqual(failedToFind(why));
		expect(writes()).toEqual([]);
	});

	test('an app that may read and not write', async () => {
		company.github.installation().permissions['members'] = 'read';
		const results = await company.cut(leaver);
		expectOnly(results, 'removeFromOrganisation', 'failed/false');
		expect(reasonOf(results, 'removeFromOrganisation')).toMatch(/refused DELETE/);
		expect(membership()).toBe('active');
	});

	test('an organisation the app is not installed in', async () => {
		expect(await company.cut(leaver, { organisation: 'elsewhere' })).toEqual(failedToFind(/not installed in elsewhere.*it is in kestrel, kestrel-open/));
	});

	test('an organisation that is not there', async () => {
		expect(await company.cut(leaver, { organisation: 'elsewhere', actsAs: 'user' })).toEqual(failedToFind(/no organisation elsewhere/));
	});

	test.each([409, 422])('%i: GitHub\'s reason is told, and nothing is tried again', async (status) => {
		fault({ ...removing, effect: { kind: 'status', status } });
		expectOnly(await company.cut(leaver), 'removeFromOrganisation', 'failed/false');
		expect(sent()).toBe(1);
	});
});

describe('404 proves nothing', () => {
	test('of a membership that is there, where owners\' lists are hidden as well', async () => {
		fault({ method: 'GET', path: /\/orgs\/kestrel\/memberships\//, effect: { kind: 'not-found' } });
		fault({ method: 'GET', path: /\/orgs\/kestrel\/invitations/, after: 1, effect: { kind: 'not-found' } });
		expect(outcomes(await company.cut(leaver, only))['removeFromOrganisation']).not.toBe('already_done/true');
		expect(membership()).toBe('active');
	});

	test('nobody is found where the whole API is gone: that is a failure, and not "no account"', async () => {
		fault({ path: /\/(orgs|graphql|user)/, effect: { kind: 'not-found' } });
		expect(await company.cut(leaver)).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed' })]);
	});

	test('an account that GitHub does not show any more is not called gone', async () => {
		fault({ method: 'GET', path: /\/user\/\d+$/, effect: { kind: 'not-found' } });
		const results = await company.cut(leaver, only);
		expect(results).toEqual([expect.objectContaining({ outcome: 'failed', reason: expect.stringMatching(/shows no account with the number \d+ \(mateo-builds\)/) })]);
		expect(writes()).toEqual([]);
	});
});

describe('rate limits', () => {
	test.each([403, 429] as const)('F06: a secondary limit that names a time (%i) is waited out', async (status) => {
		company.github.settings.throttleStatus = status;
		fault({ ...removing, times: 2, effect: { kind: 'throttle', retryAfterSeconds: 30 } });
		expectOnly(await company.cut(leaver), 'removeFromOrganisation', 'done/true');
		expect(company.clock.slept.filter((ms) => ms === 30_000)).toHaveLength(2);
		expect(sent()).toBe(3);
	});

	test('F06: one that names none is waited out a minute, as GitHub asks', async () => {
		fault({ ...removing, times: 1, effect: { kind: 'throttle' } });
		expectOnly(await company.cut(leaver), 'removeFromOrganisation', 'done/true');
		expect(company.clock.slept).toContain(60_000);
	});

	test('F06: the primary limit is waited out until it is reset', async () => {
		fault({ ...removing, times: 1, effect: { kind: 'throttle', resetInSeconds: 120 } });
		expectOnly(await company.cut(leaver), 'removeFromOrganisation', 'done/true');
		expect(company.clock.slept.some((ms) => ms > 100_000 && ms < 130_000)).toBe(true);
	});

	test('one that lasts an hour ends the step, and says when', async () => {
		fault({ ...removing, effect: { kind: 'throttle', resetInSeconds: 3_000 } });
		const results = await company.cut(leaver);
		expect(reasonOf(results, 'removeFromOrganisation')).toMatch(/rate limit.*run the case again after \d{4}-/);
		expect(membership()).toBe('active');
	});

	test('F06: of GraphQL, told with 200, is waited out', async () => {
		fault({ method: 'POST', path: /\/graphql/, times: 1, effect: { kind: 'throttle', resetInSeconds: 10 } });
		expect(outcomes(await company.cut(leaver, only))).toEqual({ removeFromOrganisation: 'done/true' });
	});
});

describe('when GitHub misbehaves, the other steps go on and the one concerned says what happened', () => {
	test('500 although the change was made: read back, done, sent once', async () => {
		fault({ ...removing, effect: { kind: 'status', status: 500, applied: true } });
		expectOnly(await company.cut(leaver), 'removeFromOrganisation', 'done/true');
		expect(sent()).toBe(1);
	});

	test('500 for good', async () => {
		fault({ ...removing, effect: { kind: 'status', status: 500 } });
		const results = await company.cut(leaver);
		expectOnly(results, 'removeFromOrganisation', 'failed/false');
		expect(reasonOf(results, 'removeFromOrganisation')).toContain('githubstatus.com');
	});

	test('a time-out after the change was made: read back instead of repeated', async () => {
		fault({ ...removing, times: 1, effect: { kind: 'timeout', applied: true } });
		expectOnly(await company.cut(leaver), 'removeFromOrganisation', 'done/true');
		expect(sent()).toBe(1);
	});

	test.each([true, false])('a connection that breaks (change made: %s)', async (applied) => {
		fault({ ...removing, times: 1, effect: { kind: 'reset', applied } });
		expectOnly(await company.cut(leaver), 'removeFromOrganisation', 'done/true');
		expect(sent()).toBe(applied ? 1 : 2);
	});

	test.each([
		['HTML instead of JSON', { kind: 'html' }],
		['HTML that says 404', { kind: 'html', status: 404 }],
		['HTML that says 403', { kind: 'html', status: 403 }],
		['a redirect to a login page', { kind: 'login-redirect' }],
		['half an answer', { kind: 'truncated' }],
	] as const)('%s proves nothing: no repository is called left', async (_name, effect) => {
		fault({ method: 'GET', path: /\/collaborators/, effect });
		expect(outcomes(await company.cut(leaver, { steps: ['removeCollaborations'] }))).toEqual({ removeCollaborations: 'failed/false' });
	});

	test('C03: HTML where accounts are looked for finds nobody and touches nobody', async () => {
		fault({ path: /\/graphql/, effect: { kind: 'html' } });
		expect(await company.cut(leaver)).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed' })]);
		expect(writes().filter(({ path }) => path !== '/graphql')).toEqual([]);
	});

	test('a success that changed nothing is a failure', async () => {
		fault({ ...removing, effect: { kind: 'lie' } });
		const results = await company.cut(leaver, only);
		expect(outcomes(results)).toEqual({ removeFromOrganisation: 'failed/false' });
		expect(reasonOf(results, 'removeFromOrganisation')).toMatch(/accepted the change, but reading it back still shows/);
		expect(membership()).toBe('active');
	});

	test('a change that shows late is waited for, and not sent again', async () => {
		fault({ ...removing, effect: { kind: 'lag', reads: 6 } });
		expect(outcomes(await company.cut(leaver, only))).toEqual({ removeFromOrganisation: 'done/true' });
		expect(sent()).toBe(1);
	});

	test('evidence names the request by GitHub\'s own id', async () => {
		await company.cut(leaver, only);
		const settled = (await company.ledger.records({ kinds: ['step.settled'] })).flatMap(({ content }) => (content?.['calls'] ?? []) as { method: string; requestId: string }[]);
		expect(settled.find(({ method }) => method === 'DELETE')!.requestId).toMatch(/^[0-9A-F]{4}:/);
	});
});
