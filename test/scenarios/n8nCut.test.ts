import { cast } from '../../sandbox';
import { LEAVERS_SECRET } from '../../sandbox/n8n';
import { n8nSteps } from '../../systems/n8n';
import { outcomes } from '../support/leaverCase';
import { everyN8nStep, startN8nCase, type N8nCase } from '../support/n8nCase';

let company: N8nCase;
beforeEach(async () => {
	company = await startN8nCase();
});
afterEach(() => company.stop());

const { leaver, leaverManager: manager } = cast;
const access = (email = leaver.workEmail) => company.n8n.accessOf(email);
type Results = Awaited<ReturnType<N8nCase['cut']>>;
const reasonOf = (results: Results, step: string, outcome?: string) => results.find((result) => result.step === step && (outcome === undefined || result.outcome === outcome))!.reason;
const listed = (results: Results) => reasonOf(results, 'reportOwned', 'not_removable_here');
const writes = () => company.n8n.journal.writes;

describe('what the leaver owned', () => {
	test('is listed before anything is cut: workflows, credentials, and who else uses them', async () => {
		company.n8n.addTable(leaver.workEmail, 'Leads');
		const results = await company.cut(leaver);
		expect(results.map(({ step }) => step).slice(0, 2)).toEqual(['reportOwned', 'reportOwned']);
		const reason = listed(results);
		const { id } = company.n8n.workflow('Lead intake');
		expect(reason).toContain(`Lead intake [${id}] (workflow): it is published and goes on running after they leave`);
		expect(reason).toMatch(/Scratch \[\w+\] \(workflow\): it is not published/);
		expect(reason).toMatch(/CRM key \[\w+\] \(credential, httpHeaderAuth\): .*workflows of others use it and stop working without it: Weekly report/);
		expect(reason).toMatch(/Chat bot \[\w+\] \(credential, slackApi\): its secret works until it is replaced/);
		expect(reason).toMatch(/Leads \[\w+\] \(data table\): .*deleted together with the account/);
		expect(reason).not.toContain('Reports database');
		expect(results.find(({ step }) => step === 'reportOwned')!.remains!.join(' ')).toContain('tokens and passwords that are written into them');
		expect(company.n8n.journal.writes.every(({ path }) => !/transfer/.test(path))).toBe(true);
		expect(access()).toMatchObject({ workflows: ['Lead intake', 'Scratch'], credentials: ['CRM key', 'Chat bot'] });
	});

	test('what only an administrator could use without being given is named', async () => {
		company.n8n.user(leaver.workEmail).role = 'global:admin';
		company.n8n.addWorkflow(leaver.workEmail, { name: 'Nightly export', active: true, uses: [company.n8n.credential('Reports database')] });
		expect(listed(await company.cut(leaver, { steps: ['reportOwned'] }))).toMatch(/Nightly export .*uses Reports database, which only an administrator may use without being given/);
	});

	test('is the same where the licence shows no projects: what is in a project they are alone in', async () => {
		const withLicence = listed(await company.cut(leaver, { steps: ['reportOwned'], work: { dryRun: true } }));
		company.n8n.settings.licence = [];
		company.n8n.journal.clear();
		expect(listed(await company.cut(leaver, { steps: ['reportOwned'], work: { dryRun: true } }))).toBe(withLicence);
		expect(company.n8n.journal.reads.filter(({ query }) => query['projectId'] !== undefined)).not.toEqual([]);
	});

	test('is nothing for somebody who made nothing', async () => {
		expect(await company.cut(cast.adminByGroup, { steps: ['reportOwned'] })).toEqual([expect.objectContaining({ step: 'reportOwned', outcome: 'already_done', reason: expect.stringContaining('They own nothing') })]);
	});

	test('is found among more than fit on one page', async () => {
		for (let index = 0; index < 120; index++) company.n8n.addWorkflow(manager.workEmail, { name: `Other ${index}` });
		company.n8n.addWorkflow(leaver.workEmail, { name: 'Last of all' });
		expect(listed(await company.cut(leaver, { steps: ['reportOwned'] }))).toContain('Last of all');
		expect(company.n8n.journal.find({ path: /\/workflows/ }).some(({ query }) => JSON.stringify(query).includes('cursor'))).toBe(true);
	});
});

describe('the cut', () => {
	test('takes projects, role and API keys, and leaves everything restorable', async () => {
		expect(access()).toMatchObject({ role: 'global:member', apiKeys: 1, projects: ["Leaver's Lab project:admin", 'Revenue Operations project:editor'] });
		const results = await company.cut(leaver);
		expect(outcomes(results)).toEqual({ reportOwned: 'already_done/true', leaveProjects: 'done/true', lowerRole: 'done/true' });
		expect(access()).toMatchObject({ role: 'global:chatUser', apiKeys: 0, projects: [] });
		expect(reasonOf(results, 'leaveProjects', 'not_removable_here')).toMatch(/Leaver's Lab: nobody administers this project now/);
	});

	test('B08: Restore Access gives role and projects back', async () => {
		const { apiKeys: _apiKeys, ...before } = access();
		await company.cut(leaver);
		const results = await company.restore(leaver);
		expect(access()).toMatchObject(before);
		expect(reasonOf(results, 'lowerRole')).toContain('API keys that n8n deleted are gone');
	});

	test('a second run finds everything done, and two at once do nothing twice', async () => {
		await Promise.all([company.cut(leaver), company.cut(leaver, { work: { run: 'run-2', worker: 'other' } })]);
		expect(writes().filter(({ method }) => method === 'PATCH')).toHaveLength(1);
		expect(writes().filter(({ method }) => method === 'DELETE')).toHaveLength(2);
		expect(outcomes(await company.cut(leaver, { work: { run: 'run-3' } }))).toEqual({ reportOwned: 'already_done/true', leaveProjects: 'already_done/true', lowerRole: 'already_done/true' });
	});

	test('a dry run writes nothing and says what it would do', async () => {
		const results = await company.cut(leaver, { steps: everyN8nStep, takesOver: manager.workEmail, work: { dryRun: true } });
		expect(outcomes(results)).toMatchObject({ leaveProjects: 'planned/false', lowerRole: 'planned/false', moveOwned: 'planned/false', deleteAccount: 'planned/false' });
		expect(writes()).toEqual([]);
	});

	test('without the licence, what cannot be taken away fails out loud, and the way out is named', async () => {
		company.n8n.settings.licence = [];
		const results = await company.cut(leaver);
		expect(outcomes(results)).toEqual({ reportOwned: 'already_done/true', leaveProjects: 'already_done/true', lowerRole: 'failed/false' });
		expect(reasonOf(results, 'leaveProjects', 'not_removable_here')).toMatch(/Projects that people share: n8n does not show them/);
		expect(reasonOf(results, 'lowerRole')).toMatch(/feat:advancedPermissions.*Where the licence is meant/);
	});

	test('whoever is the only project admin and stays in their projects is not lowered, and n8n\'s reason is told', async () => {
		const results = await company.cut(leaver, { steps: ['lowerRole'] });
		expect(outcomes(results)).toEqual({ lowerRole: 'failed/false' });
		expect(reasonOf(results, 'lowerRole')).toContain('only project admin');
	});
});

describe('handing over', () => {
	const steps = ['reportOwned', 'moveOwned'];

	test('moves workflows and credentials to whoever was named, published ones stay published', async () => {
		const results = await company.cut(leaver, { steps, takesOver: manager.workEmail.toUpperCase() });
		expect(outcomes(results)).toMatchObject({ moveOwned: 'done/true' });
		expect(access()).toMatchObject({ workflows: [], credentials: [] });
		expect(access(manager.workEmail)).toMatchObject({ workflows: ['Lead intake', 'Scratch', 'Weekly report'], credentials: ['CRM key', 'Chat bot', 'Reports database'] });
		expect(company.n8n.workflow('Lead intake').active).toBe(true);
		const sent = writes().map(({ path }) => path.replace(/.*\/(workflows|credentials)\/.*/, '$1'));
		expect(sent).toEqual(['credentials', 'credentials', 'workflows', 'workflows']);
	});

	test('B08: Restore Access moves them back, and lists what is shared no more', async () => {
		const before = access();
		await company.cut(leaver, { steps, takesOver: company.n8n.projectOf(manager.workEmail).id });
		const results = await company.restore(leaver);
		expect(access()).toEqual(before);
		expect(reasonOf(results, 'moveOwned', 'not_removable_here')).toMatch(/Lead intake: it was shared with another project.*CRM key: it was shared with another project/);
	});

	test('a workflow that n8n unpublishes on the way is named', async () => {
		company.n8n.workflow('Lead intake').stopsWhenMoved = true;
		const results = await company.cut(leaver, { steps, takesOver: manager.workEmail });
		expect(reasonOf(results, 'moveOwned', 'not_removable_here')).toMatch(/Lead intake: n8n could not start it/);
	});

	test.each([
		['nobody', null, /nobody was named/],
		['somebody n8n does not know', 'nobody@kestrel.example', /nobody in this n8n has the address/],
		['a project that is none', 'AAAABBBBCCCCDDDD', /no project with the ID AAAABBBBCCCCDDDD/],
		['the leaver', leaver.workEmail, /project of the person who leaves/],
	])('%s takes over: nothing is moved, and the sentence says why', async (_name, takesOver, why) => {
		const results = await company.cut(leaver, { steps, takesOver });
		expect(outcomes(results)['moveOwned']).toBe('failed/false');
		expect(reasonOf(results, 'moveOwned')).toMatch(why);
		expect(writes()).toEqual([]);
	});

	test('without the licence, a project is known once its owner has something in it', async () => {
		company.n8n.settings.licence = [];
		const to = cast.adminByGroup.workEmail;
		expect(reasonOf(await company.cut(leaver, { steps, takesOver: to }), 'moveOwned')).toContain('does not tell which project');
		company.n8n.addCredential(to, { name: 'Something' });
		expect(outcomes(await company.cut(leaver, { steps, takesOver: to, work: { run: 'run-2' } }))).toMatchObject({ moveOwned: 'done/true' });
	});

	test('one that cannot be moved keeps none of the others back', async () => {
		company.n8n.faults.add({ method: 'PUT', path: new RegExp(company.n8n.credential('CRM key').id), effect: { kind: 'status', status: 500 } });
		expect(outcomes(await company.cut(leaver, { steps, takesOver: manager.workEmail }))['moveOwned']).toBe('failed/false');
		expect(access()).toMatchObject({ workflows: [], credentials: ['CRM key'] });
	});
});

describe('deleting the account', () => {
	const steps = ['moveOwned', 'deleteAccount'];

	test('comes last, when everything was moved', async () => {
		expect(outcomes(await company.cut(leaver, { steps: everyN8nStep, takesOver: manager.workEmail }))).toEqual({ reportOwned: 'already_done/true', leaveProjects: 'done/true', lowerRole: 'done/true', moveOwned: 'done/true', deleteAccount: 'done/true' });
		expect(() => company.n8n.user(leaver.workEmail)).toThrow();
		expect(access(manager.workEmail).workflows).toContain('Lead intake');
		expect(writes().at(-1)).toMatchObject({ method: 'DELETE', status: 204 });
	});

	test.each([
		['nobody was named', { takesOver: null }, /would delete 2 workflows, 2 credentials/],
		['the step that moves is not ticked', { takesOver: manager.workEmail, steps: ['deleteAccount'] }, /would delete 2 workflows, 2 credentials/],
	])('while they own something it stays: %s', async (_name, changes, why) => {
		const results = await company.cut(leaver, { steps, ...changes });
		expect(outcomes(results)['deleteAccount']).toBe('failed/false');
		expect(reasonOf(results, 'deleteAccount')).toMatch(why);
		expect(writes().filter(({ method }) => method === 'DELETE')).toEqual([]);
	});

	test('a data table keeps it, because no call moves one', async () => {
		company.n8n.addTable(leaver.workEmail, 'Leads');
		expect(reasonOf(await company.cut(leaver, { steps, takesOver: manager.workEmail }), 'deleteAccount')).toContain('data tables Leads');
	});

	test('what is made at the last moment keeps it too', async () => {
		const held = company.n8n.faults.add({ method: 'PUT', path: /\/workflows\//, times: 1, effect: { kind: 'hold', when: 'after' } });
		const cutting = company.cut(leaver, { steps, takesOver: manager.workEmail });
		await held.struck;
		company.n8n.addCredential(leaver.workEmail, { name: 'Made at the last moment' });
		held.release();
		const results = await cutting;
		expect(outcomes(results)).toEqual({ moveOwned: 'failed/false', deleteAccount: 'failed/false' });
		expect(reasonOf(results, 'deleteAccount')).toContain('would delete 1 credential');
		expect(access().credentials).toEqual(['Made at the last moment']);
	});

	test('Restore Access finds nobody, and says how to let them in', async () => {
		await company.cut(leaver, { steps: everyN8nStep, takesOver: manager.workEmail });
		expect(await company.restore(leaver)).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'not_found' })]);
	});
});

describe('people who are not cut', () => {
	test('D03: the owner', async () => {
		expect(await company.cut(cast.superAdmin)).toEqual([expect.objectContaining({ outcome: 'refused', reason: expect.stringContaining('owner of this n8n') })]);
	});

	test('whoever the API key belongs to', async () => {
		expect(await company.cut(cast.orgAdmin)).toEqual([expect.objectContaining({ outcome: 'refused', reason: expect.stringContaining('API key in the credential is theirs') })]);
	});

	test('anybody, while the API key does not say whose it is', async () => {
		expect(await company.cut(leaver, { keyOwner: null })).toEqual([expect.objectContaining({ outcome: 'refused', reason: expect.stringContaining('does not say whose it is') })]);
		expect(writes()).toEqual([]);
	});
});

describe('finding the account', () => {
	test('C02: by the work e-mail, in whatever letters', async () => {
		expect(outcomes(await company.cut({ id: leaver.id, workEmail: leaver.workEmail.toUpperCase() }, { steps: ['lowerRole', 'leaveProjects'] }))).toMatchObject({ lowerRole: 'done/true' });
	});

	test.each([
		['no such address', { id: '999', workEmail: 'nobody@kestrel.example' }, 'not_found', /No n8n account has the address nobody@/],
		['no address at all', { id: '999', workEmail: null }, 'not_found', /HR has no work e-mail/],
		['something that is no address', { id: '999', workEmail: '../users' }, 'failed', /rejected GET/],
	])('%s: nobody is touched', async (_name, person, outcome, why) => {
		expect(await company.cut(person)).toEqual([expect.objectContaining({ step: 'findAccount', outcome, reason: expect.stringMatching(why) })]);
		expect(writes()).toEqual([]);
	});

	test('an id in place of an address finds nobody, though n8n takes it', async () => {
		const { id } = company.n8n.user(leaver.workEmail);
		expect(await company.cut({ id: leaver.id, workEmail: id })).toEqual([expect.objectContaining({ outcome: 'not_found' })]);
	});
});

test('Inspect Access shows what every step would find and writes nothing', async () => {
	const found = await company.inspect(leaver);
	expect('inspected' in found && found.inspected.findings?.map(({ step }) => step)).toEqual(n8nSteps.map(({ id }) => id));
	expect(writes()).toEqual([]);
});

test('no secret of a credential and no API key is in results or ledger', async () => {
	const results = await company.cut(leaver, { steps: everyN8nStep, takesOver: manager.workEmail });
	const everything = JSON.stringify([results, await company.ledger.records({})]);
	for (const secret of [LEAVERS_SECRET, company.n8n.connection.apiKey]) expect(everything).not.toContain(secret);
});
