import { freshUserFolder, ledgerFolder } from '../harness/environment';
import type { IDataObject } from 'n8n-workflow';
import { openLedger } from '../../ledger';
import type { Ledger } from '../../ledger/types';
import { openCase } from '../../lifecycle/caseRecords';
import { closeCase } from '../../lifecycle/closing';
import { takeIn, type Announcement } from '../../lifecycle/inbox';
import { expectSentence } from '../harness/expectations';
import { nobodyCanBeTold } from '../harness/tellNodes';
import { importedFrom, templateIn, type Template } from '../harness/template';
import { days, minutes } from '../harness/time';
import { startInstance, type Instance, type Ran } from '../harness/workflow';
import { announced as announcedTo, caseOf } from '../support/guarded';

const [deadlines, errors, contractEnd] = ['deadlines.json', 'errors.json', 'contract-end.json'].map(templateIn) as [Template, Template, Template];
const workflow = 'jmlLeaver0000001';
const source = 'bamboohr/kestrel';

let n8n: Instance;
beforeEach(async () => {
	freshUserFolder();
	n8n = await startInstance();
});

const ago = (milliseconds: number): string => new Date(Date.now() - milliseconds).toISOString();
const announced: typeof announcedTo = (id, more, person, row) => announcedTo(id, { source, effectiveAt: ago(0), receivedAt: ago(0), ...more }, person, row);
/** As it was recorded by other workflows at some moment. */
const recorded = async (agoMs: number, work: (ledger: Ledger, at: Date) => Promise<unknown>): Promise<void> => {
	const at = new Date(Date.now() - agoMs);
	const ledger = await openLedger({ directory: ledgerFolder(), origin: 'n8n.kestrel.example/jml-ledger', now: () => at });
	await work(ledger, at).finally(() => ledger.close());
};
const opened = (one: Announcement, agoMs: number, run = '231') =>
	recorded(agoMs, (ledger) => openCase(ledger, one.person, { ...one.event, effectiveAt: ago(agoMs), receivedAt: ago(agoMs) }, { dryRun: false, deadlineMinutes: 15, run, workflow }));
const incomplete = async (one: Announcement, agoMs: number): Promise<void> => {
	await opened(one, agoMs);
	await recorded(agoMs, (ledger) => closeCase(ledger, caseOf(at(one, agoMs)), '231'));
};
const at = (one: Announcement, agoMs: number): Announcement => ({ ...one, event: { ...one.event, effectiveAt: ago(agoMs) } });

const standIns = (own: string): string => (['aggregate', 'executeWorkflow', 'if', 'stopAndError'].includes(own) ? own : 'passOn');
const run = async (template: Template, start: string, item: IDataObject = {}, changes = {}): Promise<Ran> => {
	const ran = await n8n.runFrom(n8n.workflow(importedFrom(template, changes, standIns), template.connections), start, [[{ json: item }]]);
	expect(ran.error).toBeUndefined();
	return ran;
};
const told = async (template: Template, start: string, node: string, item?: IDataObject) => (await run(template, start, item)).items(node);

describe('the deadlines template', () => {
	const every5 = () => run(deadlines, 'Every 5 Minutes');

	test('where nothing is open nobody is told', async () => {
		const ran = await every5();
		for (const node of ['Tell Security', 'Tell IT It Is Due', 'Tell IT to Settle It']) expect(ran.items(node)).toEqual([]);
		expect(await told(deadlines, 'Every Morning', 'Tell IT What Is Open')).toEqual([]);
	});

	test('a case that is due is told to IT, once', async () => {
		await opened(announced('42'), minutes(11));
		const [notice] = (await every5()).items('Tell IT It Is Due');
		expect(notice).toMatchObject({ audience: 'it', how: 'notice', urgent: true, subject: 'Due in 3 minutes: the termination of Person 42 (HR ID 42)', caseId: expect.stringMatching(/^hr_event_\d+_42_1$/), about: 'due' });
		expectSentence(String(notice!['text']).replace(/^- /, ''));
		const again = await every5();
		expect(again.items('Tell IT It Is Due')).toEqual([]);
		expect(again.items('Tell Security')).toEqual([]);
	});

	test('a missed deadline is urgent, and for security where somebody leaves', async () => {
		for (const id of ['42', '43']) await opened(announced(id), minutes(17));
		const [notice, ...others] = (await every5()).items('Tell Security');
		expect(notice).toMatchObject({ audience: 'security', urgent: true, subject: '2 deadlines missed', caseId: '' });
		expect(String(notice!['text']).match(/^- The termination of Person 4\d .*missed 2 minutes ago/gm)).toHaveLength(2);
		expect(others).toEqual([]);
		expect((await every5()).items('Tell Security')).toEqual([]);
	});

	test('a start that is late is for IT', async () => {
		await opened(announced('42', { kind: 'start' }), minutes(17));
		expect((await every5()).items('Tell Security')).toMatchObject([{ audience: 'it' }]);
	});

	test('what stays incomplete for a day is a ticket for each', async () => {
		for (const id of ['42', '43']) await incomplete(announced(id), minutes(60 * 25));
		const tickets = (await every5()).items('Tell IT to Settle It');
		expect(tickets).toEqual([expect.objectContaining({ how: 'ticket', about: expect.stringMatching(/^incomplete-\d{4}-\d\d-\d\d$/), caseId: expect.stringContaining('_42_') }), expect.objectContaining({ caseId: expect.stringContaining('_43_') })]);
		expectSentence(String(tickets[0]!['text']));
		expect((await every5()).items('Tell IT to Settle It')).toEqual([]);
	});

	test('every morning everything that is open is one message, again and again', async () => {
		await incomplete(announced('42'), minutes(60 * 25));
		await opened(announced('43'), minutes(5));
		for (const [notice] of [await told(deadlines, 'Every Morning', 'Tell IT What Is Open'), await told(deadlines, 'Every Morning', 'Tell IT What Is Open')]) {
			expect(notice).toMatchObject({ audience: 'it', urgent: false, subject: '2 cases are open' });
		}
	});

	test('a message that cannot be sent fails the execution, and hides none of the others', async () => {
		await opened(announced('42'), minutes(17));
		await opened(announced('43'), minutes(11));
		nobodyCanBeTold('The mail to security@example.com could not be sent.');
		const flow = n8n.workflow(importedFrom(deadlines, {}, standIns), deadlines.connections);
		const { error } = await n8n.runFrom(flow, 'Every 5 Minutes', [[{ json: {} }]]).finally(() => nobodyCanBeTold(undefined));
		expectSentence(`${error}.`);
		expect(error).toBe('Nobody could be told of a case: The mail to security@example.com could not be sent. What was to be said: Deadline missed: the termination of Person 42 (HR ID 42)');
		const next = await every5();
		expect([next.items('Tell Security').length, next.items('Tell IT It Is Due').length]).toEqual([0, 1]);
		expect(await told(deadlines, 'Every Morning', 'Tell IT What Is Open')).toMatchObject([{ subject: '2 cases are open' }]);
	});

	test('a test in the editor marks nothing as told', async () => {
		await opened(announced('42'), minutes(17));
		const flow = () => n8n.workflow(importedFrom(deadlines, {}, standIns), deadlines.connections);
		for (let time = 0; time < 2; time += 1) expect((await n8n.runFrom(flow(), 'Every 5 Minutes', [[{ json: {} }]], { mode: 'manual' })).items('Tell Security')).toHaveLength(1);
		expect((await every5()).items('Tell Security')).toHaveLength(1);
	});
});

describe('the error workflow', () => {
	/** As n8n's Error Trigger puts it out. */
	const failure = (message: string, more: IDataObject = {}): IDataObject => ({
		execution: { id: '231', url: 'https://n8n.kestrel.example/workflow/jmlLeaver0000001/executions/231', error: { message, stack: `Error: ${message}` }, lastNodeExecuted: 'Export Bundle', mode: 'trigger' },
		workflow: { id: workflow, name: 'Leaver' },
		...more,
	});
	const tell = (item: IDataObject) => told(errors, 'A Workflow Failed', 'Tell IT', item);
	const kept = async () => {
		const found: IDataObject[] = [];
		await recorded(0, async (ledger) => void found.push(...(await ledger.records({ kinds: ['workflow.failed'] })).map(({ content }) => content as IDataObject)));
		return found;
	};

	test('tells which workflow, which node, and that the case goes on by itself, and keeps it', async () => {
		const one = announced('42');
		await recorded(minutes(1), async (ledger, now) => {
			await takeIn(ledger, { source, workflow }, at(one, minutes(2)), now);
		});
		await opened(one, minutes(1));
		const [notice] = await tell(failure('The disk is full.'));
		expect(notice).toMatchObject({ audience: 'it', how: 'notice', urgent: true, subject: 'Workflow "Leaver" failed at "Export Bundle", while access of Person 42 was being cut', caseId: expect.stringContaining('_42_'), about: 'failure' });
		expect(notice!['text']).toMatch(/^Execution 231 of the workflow "Leaver" \(jmlLeaver0000001\) failed at its node "Export Bundle"[\s\S]*The disk is full\.[\s\S]*is taken up again by itself at about/);
		expect(await kept()).toMatchObject([{ workflow, node: 'Export Bundle', execution: '231', message: 'The disk is full.', cases: [expect.stringContaining('_42_')] }]);
	});

	test('says what to do where nobody keeps the case', async () => {
		await opened(announced('42'), minutes(1));
		expect((await tell(failure('it broke')))[0]!['text']).toMatch(/nobody takes it up again by itself\. Mend what failed, and run the case again/);
	});

	test('a secret in the message goes nowhere', async () => {
		// Put together here, so that nobody takes it for one of ours.
		const token = ['xoxb', '123456789012', 'abcdefghijkl'].join('-');
		const ran = await run(errors, 'A Workflow Failed', failure(`401 for ${token}`));
		expect(JSON.stringify([ran.items('Record the Failure'), ran.items('Tell IT'), await kept()])).not.toContain(token);
	});

	test('a trigger that cannot look is told of once an hour', async () => {
		const asleep = { trigger: { error: { message: 'The credential is gone.', node: { name: 'Somebody Leaves' } }, mode: 'trigger' }, workflow: { id: workflow, name: 'Leaver' } };
		const [notice] = await tell(asleep);
		expect(notice).toMatchObject({ subject: 'Workflow "Leaver" failed at "Somebody Leaves"', urgent: false, text: expect.stringMatching(/could not be started by its node "Somebody Leaves", so it did nothing\.[\s\S]*The credential is gone\./) });
		expect(await tell(asleep)).toEqual([]);
	});

	test('IT is told also where the ledger cannot be written', async () => {
		const ran = await run(errors, 'A Workflow Failed', failure('it broke'), { 'Record the Failure': { failedWorkflowId: "={{ '' }}", failureMessage: '' } });
		const [notice] = ran.items('Tell IT');
		expect(notice).toMatchObject({ audience: 'it', urgent: true, subject: 'Workflow "Leaver" failed, and that could not be recorded', caseId: '' });
		expect(notice!['text']).toMatch(/^Execution 231 of the workflow "Leaver" failed at "Export Bundle"[\s\S]*no failure was recorded/);
	});
});

describe('the contract-end template', () => {
	const ahead = (count: number): string => new Date(new Date(Date.now() + days(count)).setUTCHours(23, 59, 0, 0)).toISOString();
	const boss = { id: '7', name: 'Mia Boss', email: 'mia@kestrel.example' };
	const heard = (...several: Announcement[]) => recorded(minutes(1), async (ledger, now) => {
		for (const one of several) await takeIn(ledger, { source, workflow }, one, now);
	});
	const everyMorning = () => run(contractEnd, 'Every Morning');

	test('the manager of whose contract ends is told once, and HR and IT get one list', async () => {
		await heard(announced('42', { kind: 'contract-end', effectiveAt: ahead(14) }, { manager: boss }), announced('43', { kind: 'contract-end', effectiveAt: ahead(7) }), announced('44', { kind: 'contract-end', effectiveAt: ahead(15) }), announced('45', { effectiveAt: ahead(7) }));
		const ran = await everyMorning();
		expect(ran.items('Tell the Manager')).toEqual([
			expect.objectContaining({ audience: 'hr', address: '', subject: 'Person 43 comes to the end of the contract in 7 days', about: 'contract-end-7' }),
			expect.objectContaining({ audience: 'manager', address: 'mia@kestrel.example', about: 'contract-end-14', caseId: expect.stringMatching(/_42_1$/), text: expect.stringMatching(/Extend it in HR before then, or access ends at that moment, by itself\./) }),
		]);
		for (const node of ['Tell HR', 'Tell IT']) expect(ran.items(node)).toMatchObject([{ subject: '2 contracts end soon', text: expect.stringMatching(/^- Person 43 .*\n- Person 42 /) }]);
		expect(ran.items('Tell IT Who Starts')).toEqual([]);
		const again = await everyMorning();
		for (const node of ['Tell the Manager', 'Tell HR', 'Tell IT']) expect(again.items(node)).toEqual([]);
	});

	test('what is confidential is told to nobody', async () => {
		await heard(announced('42', { kind: 'contract-end', effectiveAt: ahead(7), confidential: true }));
		expect((await everyMorning()).items('Tell HR')).toEqual([]);
	});

	test('who starts is a list for IT', async () => {
		await heard(announced('46', { kind: 'start', effectiveAt: ahead(1) }, { title: 'Engineer', location: 'Oslo' }), announced('47', { kind: 'rehire', effectiveAt: ahead(6) }), announced('48', { kind: 'start', effectiveAt: ahead(9) }));
		expect((await everyMorning()).items('Tell IT Who Starts')).toMatchObject([{ audience: 'it', subject: '2 people start soon', text: expect.stringMatching(/^- Person 46 \(HR ID 46\) starts tomorrow.*\(Engineer, Oslo\)\.\n- Person 47 .* starts again in 6 days/) }]);
	});
});
