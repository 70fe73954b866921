import type { INodeExecutionData } from 'n8n-workflow';
import { expectNoSecrets, expectSentence } from '../harness/expectations';
import { leaverItem, startSite, type Site } from '../harness/site';
import { importedFrom, templateIn, type Changes } from '../harness/template';
import { recognise } from '../../ledger/report';
import { verifyBundle } from '../../ledger/verify';
import { cast } from '../../sandbox';

const template = templateIn('leaver.json');

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

/** Nobody waits whether more people leave. */
const unhurried: Changes = { 'Let Through Once': { options: { settleSeconds: 0 } } };

const run = (outputs: INodeExecutionData[][], changes: Changes = {}, instance = site.n8n) =>
	instance.runFrom(instance.workflow(importedFrom(template, { ...unhurried, ...changes }), template.connections), 'Somebody Leaves', outputs);
const leaver = [[{ json: leaverItem(cast.leaver.id) }], []];
const live = { 'Open Case': { dryRun: false } };

test('H09: as imported it is a dry run: everything is said, nothing is done', async () => {
	const ran = await run(leaver);
	expect(ran.error).toBeUndefined();
	expect(ran.items('Tell IT')[0]).toMatchObject({ audience: 'it', urgent: false, subject: expect.stringMatching(/^Leaver Mateo Rivas: Dry run \(hr_event_/), text: expect.stringMatching(/^Dry run for Mateo Rivas: nothing was changed\./) });
	expect(site.sandbox.okta.accessOf(cast.leaver.workEmail).status).toBe('ACTIVE');
});

test('with the dry run switched off it cuts, and the mail carries evidence that can be checked', async () => {
	const ran = await run(leaver, live);
	const [told] = ran.outputs('Tell IT')![0]!;
	expect(told!.json).toMatchObject({ subject: expect.stringMatching(/^Leaver Mateo Rivas: Complete/), caseId: expect.stringMatching(/^hr_event_/), urgent: false });
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete', withinDeadline: true } });
	const { data, fileExtension } = told!.binary!['evidence']!;
	expect(fileExtension).toBe('html');
	expect(verifyBundle(recognise(Buffer.from(data, 'base64').toString('utf8')).text)).toMatchObject({ ok: true, verdict: 'Complete' });
	expect(site.sandbox.okta.accessOf(cast.leaver.workEmail)).toMatchObject({ status: 'SUSPENDED', sessions: 0, factors: 0, apiTokens: 0 });
	expectNoSecrets(site, ran.run);
}, 20_000);

test('F01: when Okta cannot be worked with at all, IT is still told, whom and what to do', async () => {
	const n8n = await site.instance({ stored: { ...site.n8n.credentials.stored, jmlOktaServiceAppApi: { ...site.n8n.credentials.stored['jmlOktaServiceAppApi']!, orgUrl: 'https://kestrel-admin.okta.com' } } });
	const ran = await run(leaver, live, n8n);
	const [told] = ran.items('Tell IT');
	expect(told).toMatchObject({ subject: expect.stringMatching(/^Leaver Mateo Rivas: Incomplete/), urgent: true });
	expect(told!['text']).toMatch(/^INCOMPLETE: Mateo Rivas may still have access\. 1 step needs somebody now\.[\s\S]*Enter it without "-admin"/);
});

describe('what is done by hand', () => {
	const standIns = (own: string): string => (['executeWorkflow', 'if', 'splitOut'].includes(own) ? own : 'passOn');
	const withLines = (changes: Changes, start = 'Somebody Leaves') =>
		site.n8n.runFrom(site.n8n.workflow(importedFrom(template, { ...unhurried, ...changes }, standIns).map((node) => (node.name === 'What Is Done by Hand' ? { ...node, disabled: false } : node)), template.connections), start, [leaver[0]!]);
	const tickets = (ran: Awaited<ReturnType<typeof withLines>>) => (ran.outputs('Open a Ticket')?.[0] ?? []).map(({ json }) => json);

	test('becomes a ticket for each line, stands in the evidence as what it is, and keeps no case open', async () => {
		const ran = await withLines(live);
		const { case: { id, verdict }, summary } = ran.items('Close Case')[0] as { case: { id: string; verdict: string }; summary: string };
		expect(verdict).toBe('Complete');
		expect(tickets(ran)).toMatchObject([
			{ how: 'ticket', audience: 'it', about: 'building-badge', caseId: id, subject: 'Building badge: Mateo Rivas has left', text: expect.stringContaining('Take the badge back and block it.') },
			{ how: 'ticket', audience: 'hr', about: 'company-credit-card', caseId: id },
		]);
		expect(summary).toContain('byHand / building-badge: not removable here. Building badge: nothing here reaches it, so it does it by hand.');
	}, 20_000);

	test('is opened no second time when the case comes again, after somebody was told', async () => {
		expect(tickets(await withLines(live))).toHaveLength(2);
		site.sandbox.okta.operate('unsuspend', cast.leaver.workEmail);
		const again = await withLines(live, 'Open Case');
		expect(again.items('Tell IT')).toMatchObject([{ text: expect.stringMatching(/^ACCESS HAD COME BACK/) }]);
		expect(again.items('Close Case')).toMatchObject([{ case: { verdict: 'Complete' } }]);
		expect(tickets(again)).toEqual([]);
	}, 20_000);

	test('opens no ticket in a dry run', async () => {
		const ran = await withLines({});
		expect(tickets(ran)).toEqual([]);
		expect(ran.items('Close Case')[0]!['summary']).toContain('In a dry run no ticket is opened');
	});

	test('a line that says nobody makes the case Incomplete, and the systems are cut all the same', async () => {
		const ran = await withLines({ ...live, 'What Is Done by Hand': { chores: { lines: [{ what: 'Building badge', who: ' ', how: '' }] } } });
		expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Incomplete' }, summary: expect.stringContaining('Line 1 of what is done by hand says nobody under Who') });
		expect(site.sandbox.okta.accessOf(cast.leaver.workEmail).status).toBe('SUSPENDED');
	}, 20_000);
});

test('what needs attention goes to IT and opens no case', async () => {
	const problem = { source: 'bamboohr', employeeId: '42', problem: 'Jamie Lee (employee 42) was not acted upon: ask HR.' };
	const ran = await run([[], [{ json: problem }]], live);
	expect(ran.items('Tell IT to Look')).toEqual([expect.objectContaining({ subject: 'Leaver needs attention: employee 42', text: problem.problem })]);
	expect(ran.outputs('Open Case')).toBeUndefined();
	expectSentence(problem.problem);
});
