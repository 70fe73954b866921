import type { FaultSpec } from '../../sandbox';
import { cast } from '../../sandbox';
import { everyScope } from '../../sandbox/n8n';
import { outcomes } from '../support/leaverCase';
import { startN8nCase, usualN8nSteps, type N8nCase } from '../support/n8nCase';

let company: N8nCase;
beforeEach(async () => {
	company = await startN8nCase();
});
afterEach(() => company.stop());

const { leaver } = cast;
const fault = (spec: FaultSpec) => company.n8n.faults.add(spec);
const lowering: Pick<FaultSpec, 'method' | 'path'> = { method: 'PATCH', path: /\/role$/ };
const sent = () => company.n8n.journal.find({ method: 'PATCH', path: /\/role$/ }).length;
const role = () => company.n8n.accessOf(leaver.workEmail).role;
const reasonOf = (results: Awaited<ReturnType<N8nCase['cut']>>, step: string) => results.find((result) => result.step === step)!.reason;

const expectOnly = (results: Awaited<ReturnType<N8nCase['cut']>>, step: string, outcome: string) => {
	const ended = outcomes(results);
	expect(ended[step]).toBe(outcome);
	for (const other of usualN8nSteps.filter((id) => id !== step)) expect(`${other} ${ended[other]}`).toBe(`${other} ${other === 'reportOwned' ? 'already_done' : 'done'}/true`);
};

describe('when n8n misbehaves, the other steps go on and the one concerned says what happened', () => {
	test('401: the credential is named', async () => {
		expect(await company.cut(leaver, { apiKey: 'e30.eyJzdWIiOiJ4IiwiaXNzIjoibjhuIn0.c2ln' })).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed', reason: expect.stringMatching(/did not accept the API key.*press Test/) })]);
	});

	test.each([
		['workflow:list', 'reportOwned'],
		['credential:list', 'reportOwned'],
		['dataTable:list', 'reportOwned'],
		['project:manageMembers', 'leaveProjects'],
		['user:changeRole', 'lowerRole'],
	])('403: the scope %s is named', async (scope, step) => {
		const apiKey = company.n8n.addApiKey(cast.orgAdmin.workEmail, everyScope.filter((one) => one !== scope));
		const results = await company.cut(leaver, { apiKey });
		expect(outcomes(results)[step]).toBe('failed/false');
		expect(reasonOf(results, step)).toContain(`lacks the scope ${scope}`);
	});

	test('404 though the account is there: a role that cannot be read back is not called lowered', async () => {
		const changed = fault({ ...lowering, times: 1, effect: { kind: 'hold', when: 'after' } });
		const cutting = company.cut(leaver, { steps: ['leaveProjects', 'lowerRole'] });
		await changed.struck;
		fault({ method: 'GET', path: /\/users\/6a6d6c00/, effect: { kind: 'not-found' } });
		changed.release();
		const results = await cutting;
		expect(outcomes(results)).toEqual({ leaveProjects: 'done/true', lowerRole: 'failed/false' });
		expect(reasonOf(results, 'lowerRole')).toContain('could not be read back');
	});

	test('nobody is found where the whole API is gone: that is a failure, and not "no account"', async () => {
		fault({ path: /\/api\/v1\//, effect: { kind: 'not-found' } });
		expect(await company.cut(leaver)).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed' })]);
	});

	test.each([
		['with Retry-After', { kind: 'throttle', retryAfterSeconds: 30 }],
		['without any header', { kind: 'throttle' }],
	] as const)('F06: throttling %s is waited out', async (_name, effect) => {
		fault({ ...lowering, times: 2, effect });
		expectOnly(await company.cut(leaver), 'lowerRole', 'done/true');
		if ('retryAfterSeconds' in effect) expect(company.clock.slept).toContain(30_000);
		expect(sent()).toBe(3);
	});

	test('500 although the change was made: read back, done, sent once', async () => {
		fault({ ...lowering, effect: { kind: 'status', status: 500, applied: true } });
		expectOnly(await company.cut(leaver), 'lowerRole', 'done/true');
		expect(sent()).toBe(1);
	});

	test('500 for good', async () => {
		fault({ ...lowering, effect: { kind: 'status', status: 500 } });
		const results = await company.cut(leaver);
		expectOnly(results, 'lowerRole', 'failed/false');
		expect(reasonOf(results, 'lowerRole')).toContain('failed inside');
	});

	test('a time-out after the change was made: read back instead of repeated', async () => {
		fault({ ...lowering, times: 1, effect: { kind: 'timeout', applied: true } });
		expectOnly(await company.cut(leaver), 'lowerRole', 'done/true');
		expect(sent()).toBe(1);
	});

	test.each([true, false])('a connection that breaks (change made: %s)', async (applied) => {
		fault({ ...lowering, times: 1, effect: { kind: 'reset', applied } });
		expectOnly(await company.cut(leaver), 'lowerRole', 'done/true');
		expect(sent()).toBe(applied ? 1 : 2);
	});

	test.each([
		['HTML instead of JSON', { kind: 'html' }],
		['HTML that says 404', { kind: 'html', status: 404 }],
		['HTML that says 403', { kind: 'html', status: 403 }],
		['a redirect to a login page', { kind: 'login-redirect' }],
		['half an answer', { kind: 'truncated' }],
	] as const)('%s proves nothing: no project is called left', async (_name, effect) => {
		fault({ method: 'GET', path: /\/projects\/[^/]+\/users/, effect });
		expect(outcomes(await company.cut(leaver, { steps: ['leaveProjects'] }))).toEqual({ leaveProjects: 'failed/false' });
	});

	test('404 for the members of a project that is still listed: nobody has left it', async () => {
		fault({ method: 'GET', path: /\/projects\/[^/]+\/users/, effect: { kind: 'status', status: 404, body: { message: 'not found' } } });
		const results = await company.cut(leaver, { steps: ['leaveProjects'] });
		expect(outcomes(results)).toEqual({ leaveProjects: 'failed/false' });
		expect(reasonOf(results, 'leaveProjects')).toMatch(/lists the project .* and does not know its members/);
	});

	test('a project that is deleted while the others are read is left', async () => {
		const { id } = [...company.n8n.state.projects.values()].find(({ name }) => name === 'Revenue Operations')!;
		const held = fault({ method: 'GET', path: new RegExp(`/projects/${id}/users`), times: 1, effect: { kind: 'hold' } });
		const cutting = company.cut(leaver, { steps: ['leaveProjects'] });
		await held.struck;
		company.n8n.state.projects.delete(id);
		held.release();
		expect(outcomes(await cutting)).toEqual({ leaveProjects: 'done/true' });
	});

	test('an API that shows nobody at all does not show that somebody is gone', async () => {
		fault({ method: 'GET', path: /\/users\/[^/]+$/, effect: { kind: 'not-found' } });
		fault({ method: 'GET', path: /\/users$/, effect: { kind: 'status', status: 200, body: { data: [], nextCursor: null } } });
		expect(await company.cut(leaver)).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed', reason: expect.stringContaining('shows nobody at all') })]);
	});

	test('a project whose members cannot be told keeps the account, since what is in it may be theirs', async () => {
		company.n8n.settings.licence = [];
		fault({ method: 'GET', path: /\/users\?.*projectId/, effect: { kind: 'status', status: 404, body: { message: 'Project not found' } } });
		const results = await company.cut(leaver, { steps: ['deleteAccount'] });
		expect(outcomes(results)).toEqual({ deleteAccount: 'failed/false' });
		expect(reasonOf(results, 'deleteAccount')).toContain('Project not found');
		expect(company.n8n.journal.writes).toEqual([]);
	});

	test('C03: HTML where accounts are looked for finds nobody and touches nobody', async () => {
		fault({ path: /\/users/, effect: { kind: 'html' } });
		expect(await company.cut(leaver)).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed' })]);
		expect(company.n8n.journal.writes).toEqual([]);
	});

	test('a success that changed nothing is a failure', async () => {
		fault({ ...lowering, effect: { kind: 'lie' } });
		const results = await company.cut(leaver);
		expectOnly(results, 'lowerRole', 'failed/false');
		expect(reasonOf(results, 'lowerRole')).toMatch(/accepted the change, but reading it back still shows/);
		expect(role()).toBe('global:member');
	});

	test('a change that shows late is waited for, and not sent again', async () => {
		fault({ ...lowering, effect: { kind: 'lag', reads: 3 } });
		fault({ method: 'GET', path: /\/users\//, effect: { kind: 'lag', reads: 3 } });
		expectOnly(await company.cut(leaver), 'lowerRole', 'done/true');
		expect(sent()).toBe(1);
	});

	test('a list that cannot be read keeps the account, whatever is ticked', async () => {
		fault({ method: 'GET', path: /\/credentials/, effect: { kind: 'status', status: 500 } });
		const results = await company.cut(leaver, { steps: ['moveOwned', 'deleteAccount'], takesOver: cast.leaverManager.workEmail });
		expect(outcomes(results)).toEqual({ moveOwned: 'failed/false', deleteAccount: 'failed/false' });
		expect(company.n8n.journal.writes).toEqual([]);
	});
});
