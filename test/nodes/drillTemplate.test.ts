import type { IDataObject } from 'n8n-workflow';
import { verifyBundle } from '../../ledger/verify';
import { recognise } from '../../ledger/report';
import { expectNoSecrets, expectSentence } from '../harness/expectations';
import { registerException, startSite, type Site } from '../harness/site';
import { nobodyCanBeTold } from '../harness/tellNodes';
import { importedFrom, nodeIn, oursIn, templateIn, type Changes } from '../harness/template';

const template = templateIn('drill.json');
const dana = { id: 'drill-1', workEmail: 'dana.drill@kestrel.example' };

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(async () => {
	nobodyCanBeTold(undefined);
	await site.stop();
});

const standIns = (own: string): string => (['executeWorkflow', 'if', 'set', 'stopAndError'].includes(own) ? own : 'passOn');

/** The address is one of the company's, as the administrator writes it. */
const whom = (workEmail: string) => {
	const { assignments } = structuredClone(nodeIn(template, 'Whom the Drill Is About').parameters) as unknown as { assignments: { assignments: { name: string; value: string }[] } };
	for (const one of assignments.assignments) if (one.name === 'person.workEmail') one.value = workEmail;
	return { assignments: assignments as unknown as IDataObject };
};
const live: Changes = { 'Open Case of Giving': { dryRun: false }, 'Open Case of the Drill': { dryRun: false } };
const form: IDataObject = { reason: 'the fourth quarter', user: { id: 'u-1', email: 'jane@kestrel.example', firstName: 'Jane', lastName: 'Doe' } };

const run = async (changes: Changes = live, workEmail = dana.workEmail) =>
	site.n8n.runFrom(site.n8n.workflow(importedFrom(template, { 'Whom the Drill Is About': whom(workEmail), ...changes } as Changes, standIns), template.connections), 'Start a Drill', [[{ json: form }]]);
const register = () => site.n8n.run([registerException({ type: 'drill', who: `${dana.id}\n${dana.workEmail}`, reason: 'quarterly drills' })], [{}]);

test('G12: the drill person is given access in three systems, cut, and the report has the seconds of each', async () => {
	await register();
	const ran = await run();
	expect(ran.error).toBeUndefined();
	const [given] = ran.items('Close Case of Giving');
	expect(given!['case']).toMatchObject({ verdict: 'Complete', openSteps: [] });
	const [told] = ran.items('Tell IT');
	expect(told).toMatchObject({ audience: 'it', subject: 'Drill: passed', urgent: false });
	expect(told!['text']).toMatch(/^Drill with Dana Drill: PASSED\. Access in all 3 systems was cut and read back within 15 min; the slowest took /);
	const { times } = ran.items('Report Times')[0] as unknown as { times: { targets: { system: string; seconds: number; passed: boolean }[] } };
	expect(times.targets.map(({ system }) => system).sort()).toEqual(['entra', 'google', 'okta']);
	for (const { seconds, passed } of times.targets) expect([passed, seconds > 0 && seconds < 900]).toEqual([true, true]);
	const { data } = ran.outputs('Export Bundle')![0]![0]!.binary!['evidence']!;
	const page = Buffer.from(data, 'base64').toString('utf8');
	expect(page).toContain('Evidence of a drill');
	expect(verifyBundle(recognise(page).text)).toMatchObject({ ok: true, verdict: 'Complete' });
	const opened = await site.records({ kinds: ['case.opened'] });
	expect(opened.map(({ content }) => content!['event'])).toMatchObject([{ kind: 'start', source: 'drill', requestedBy: 'Jane Doe <jane@kestrel.example>' }, { kind: 'terminate', source: 'drill', requestedBy: 'Jane Doe <jane@kestrel.example>' }]);
	expect(await site.records({ kinds: ['guard.seen', 'event.again'] })).toEqual([]);
	expectNoSecrets(site, ran.run);
}, 60_000);

test('G12: whoever is not registered for drills is neither given anything nor cut, and IT is told why', async () => {
	const ran = await run(live, site.sandbox.cast.leaver.workEmail);
	expect(ran.outputs('Give Okta')).toBeUndefined();
	expect(ran.outputs('Cut Okta')).toBeUndefined();
	const [told] = ran.items('Tell IT Why Not');
	expect(told!['text']).toMatch(/^The drill was not begun, because Dana Drill is not registered for drills/);
	expectSentence(String(told!['text']));
	expect(site.sandbox.okta.accessOf(site.sandbox.cast.leaver.workEmail).status).toBe('ACTIVE');
	expect(await site.records({ kinds: ['case.opened'] })).toEqual([]);
}, 30_000);

test('G12: a system that cannot be cut makes the drill fail, urgently, and the report names it', async () => {
	await register();
	site.sandbox.faults.okta.add({ method: 'POST', path: /lifecycle\/(suspend|deactivate)/, effect: { kind: 'forbidden' } });
	const ran = await run();
	const [told] = ran.items('Tell IT');
	expect(told).toMatchObject({ subject: 'Drill: FAILED', urgent: true });
	expect(told!['text']).toMatch(/FAILED in 1 of 3 systems\.[\s\S]*- Okta: FAILED, [^\n]*Block sign in[^\n]* not done: /);
}, 60_000);

test('H09: as imported it is a dry run: nothing is made and nothing cut, and the report says so', async () => {
	await register();
	const ran = await run({});
	expect(ran.error).toBeUndefined();
	expect(ran.items('Tell IT')[0]).toMatchObject({ subject: 'Drill: a dry run only', text: expect.stringMatching(/it was a dry run, so nothing was changed and nothing can be timed/) });
	expect(site.sandbox.okta.usersOfEmployee(dana.id)).toEqual([]);
}, 30_000);

test('where IT cannot be told the run fails, so that somebody sees it', async () => {
	await register();
	nobodyCanBeTold('the mail server is down.');
	const ran = await run({});
	expect(ran.error).toMatch(/^Nobody could be told how the drill went: the mail server is down\./);
}, 30_000);

test('every system that is cut is given before, with the same credential', () => {
	const of = (operation: string) => oursIn(template).filter(({ parameters }) => parameters['operation'] === operation).map(({ name, credentials, disabled }) => ({ system: name.replace(/^(Give|Cut) /, ''), credentials, disabled: disabled === true }));
	expect(of('grant')).toEqual(of('cut'));
});

test('only who is signed in and may run the workflow starts it', () => {
	expect(nodeIn(template, 'Start a Drill')).toMatchObject({ typeVersion: 2.6, parameters: { authentication: 'n8nUserAuth', requireExecuteAccess: true } });
});
