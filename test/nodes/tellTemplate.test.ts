import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { vendorsSay, type Says } from '../harness/flowNodes';
import { expectSentence } from '../harness/expectations';
import { importedFrom, kindOf, nodeIn, templateIn, type Changes } from '../harness/template';
import { startInstance, type Instance } from '../harness/workflow';

const template = templateIn('tell.json');
const vendors = ['serviceNow', 'jira', 'github', 'googleSheets', 'slack', 'microsoftTeams'];
const standIn = (own: string): string => (['set', 'switch', 'if', 'splitInBatches'].includes(own) ? own : own === 'emailSend' || vendors.includes(own) ? 'vendor' : 'passOn');

let n8n: Instance;
beforeAll(async () => {
	n8n = await startInstance();
});
afterEach(() => vendorsSay({}));

const something = (changes: IDataObject = {}): IDataObject => ({ audience: 'it', address: '', how: 'notice', urgent: false, subject: 'Leaver Ada Example: Complete', text: 'Everything is cut.', caseId: 'hr_event_1', about: 'verdict', ...changes });
const ticket = (changes: IDataObject = {}) => something({ how: 'ticket', about: 'laptop', ...changes });

interface Chosen {
	ticketSystem?: string;
	chat?: string;
	/** Nodes an administrator has pressed D on. */
	on?: readonly string[];
	entered?: { [name: string]: string };
}

const chosen = ({ ticketSystem = 'mail', chat = 'none', entered = {} }: Chosen): Changes => {
	const { assignments } = nodeIn(template, 'Who Is Told').parameters['assignments'] as unknown as { assignments: { name: string; value: unknown }[] };
	const values: { [name: string]: string } = { ticketSystem, chat, ...entered };
	return { 'Who Is Told': { assignments: { assignments: assignments.map((one) => ({ ...one, value: values[one.name] ?? one.value })) } } as never };
};

const mailed = { messageId: '<1@example.com>' };
const sent: IDataObject[] = [];
const mailing: Says = Object.fromEntries(
	['Send Mail', 'Mail the Ticket'].map((name): [string, Says[string]] => [
		name,
		(_item, parameter) => {
			sent.push({ to: parameter('toEmail') as string, subject: parameter('subject') as string, text: parameter('text') as string, attachments: (parameter('options') as IDataObject)['attachments'] as string });
			return [mailed];
		},
	]),
);
beforeEach(() => void sent.splice(0));

const tell = async (items: (IDataObject | INodeExecutionData)[], choice: Chosen = {}, says: Says = {}): Promise<IDataObject[]> => {
	vendorsSay({ ...mailing, ...says });
	const nodes = importedFrom(template, chosen(choice), standIn).map((node) => (choice.on?.includes(node.name) ? { ...node, disabled: false } : node));
	const ran = await n8n.runFrom(n8n.workflow(nodes, template.connections), 'Something to Tell', [items.map((one) => ('json' in one ? one : { json: one }) as INodeExecutionData)]);
	expect(ran.error).toBeUndefined();
	return ran.items('Everybody Was Told');
};
const told = ([item]: IDataObject[]) => item!['told'];

test('as it comes, only what mails is switched on: n8n publishes nothing that lacks its credential', () => {
	const needing = template.nodes.filter(({ credentials }) => credentials !== undefined);
	expect(needing.filter(({ disabled }) => !disabled).map(kindOf)).toEqual(['emailSend', 'emailSend']);
	expect(needing.map(({ name }) => name).filter((name) => template.pinData[name] === undefined)).toEqual([]);
});

test('every way of telling goes on after an error', () => {
	expect(template.nodes.filter(({ credentials, onError }) => credentials !== undefined && onError !== 'continueRegularOutput')).toEqual([]);
});

describe('whom', () => {
	test.each<[string, IDataObject, string]>([
		['a team', { audience: 'security' }, 'security@example.com'],
		['a whole address', { audience: 'board@example.com' }, 'board@example.com'],
		['a manager', { audience: 'manager', address: 'grace@example.com' }, 'grace@example.com'],
		['a manager nobody knows', { audience: 'manager' }, 'fallback@example.com'],
		['an address that is none', { audience: 'person', address: 'Ada <ada@example.com>, all@example.com' }, 'fallback@example.com'],
		['nobody at all', { audience: '', address: null }, 'fallback@example.com'],
		['a team that is not written down', { audience: 'facilities' }, 'fallback@example.com'],
	])('%s', async (_, changes, to) => {
		expect(told(await tell([something(changes)], { entered: { 'addresses.fallback': 'fallback@example.com' } }))).toEqual({ how: 'notice', by: 'mail', to, id: '<1@example.com>', url: '', created: true });
		expect(sent).toEqual([expect.objectContaining({ to })]);
	});

	test('several items: each is told, and comes back with what came of it', async () => {
		const items = await tell([something({ audience: 'it' }), ticket({ audience: 'hr' }), something({ audience: 'security', urgent: true })]);
		expect(items.map((item) => [item['audience'], (item['told'] as IDataObject)['to'], (item['told'] as IDataObject)['how']])).toEqual([['it', 'it@example.com', 'notice'], ['hr', 'hr@example.com', 'ticket'], ['security', 'security@example.com', 'notice']]);
		expect(sent.map(({ subject }) => subject)).toEqual(['Leaver Ada Example: Complete', 'Leaver Ada Example: Complete [hr_event_1/laptop]', 'Urgent: Leaver Ada Example: Complete']);
	});

	test('files that come along are attached', async () => {
		const file = { data: '', mimeType: 'text/html', fileName: 'evidence.html' };
		await tell([{ json: something(), binary: { evidence: file, list: file } }]);
		expect(sent).toEqual([expect.objectContaining({ attachments: 'evidence,list' })]);
	});
});

describe('chat', () => {
	const slack: Chosen = { chat: 'slack', on: ['Post to Slack'] };

	test('what is chosen is told as well', async () => {
		const posted: unknown[] = [];
		const says: Says = { 'Post to Slack': (_item, parameter) => (posted.push([(parameter('channelId') as IDataObject)['value'], parameter('text')]), [{ ok: true, message_timestamp: '17.1' }]) };
		expect(told(await tell([something({ text: 'For <!channel> & all' })], slack, says))).toMatchObject({ by: 'mail and slack', created: true });
		await tell([something({ urgent: true })], slack, says);
		expect(posted).toEqual([
			['#it-leavers', 'Leaver Ada Example: Complete\nFor &lt;!channel&gt; &amp; all'],
			['#it-urgent', expect.stringMatching(/^:rotating_light: Urgent: /)],
		]);
	});

	test.each<[string, Chosen, Says, RegExp]>([
		['is down', slack, { 'Post to Slack': () => 'The service was not able to process your request' }, /^Slack could not be told \(The service was not able to process your request\)\./],
		['is switched off', { chat: 'teams' }, {}, /^Teams could not be told \(its node is switched off, or has no credential\)\./],
	])('where it %s, the mail is sent, and the item says so', async (_, choice, says, problem) => {
		const outcome = told(await tell([something()], choice, says)) as IDataObject;
		expect(outcome).toMatchObject({ by: 'mail', created: true, problem: expect.stringMatching(problem) });
		expectSentence(String(outcome['problem']));
		expect(sent).toHaveLength(1);
	});

	test('where the mail server is down, the chat is told, and the item says so', async () => {
		const outcome = told(await tell([something()], slack, { 'Send Mail': () => 'connect ECONNREFUSED', 'Post to Slack': () => [{ ok: true, message_timestamp: '17.1' }] })) as IDataObject;
		expect(outcome).toMatchObject({ by: 'slack', created: true, id: '17.1', problem: expect.stringMatching(/^The mail to it@example\.com could not be sent \(connect ECONNREFUSED\)\. Look at the credential/) });
	});

	test('where nothing works, the item says both', async () => {
		const outcome = told(await tell([something()], slack, { 'Send Mail': () => 'no mail', 'Post to Slack': () => 'no chat' })) as IDataObject;
		expect(outcome).toMatchObject({ by: '', created: false, problem: expect.stringMatching(/no mail.*no chat/s) });
	});
});

describe.each<[string, string, string, IDataObject, IDataObject, IDataObject]>([
	['serviceNow', 'Find in ServiceNow', 'Create in ServiceNow', { number: 'INC1', sys_id: 'a1', correlation_id: 'hr_event_1/laptop', opened_by: { link: 'https://x.service-now.com/api/now/table/sys_user/1' } }, { number: 'INC2', sys_id: 'b2', correlation_id: 'other' }, { id: 'INC1', url: 'https://x.service-now.com/incident.do?sys_id=a1' }],
	['jira', 'Find in Jira', 'Create in Jira', { key: 'IT-1', self: 'https://x.atlassian.net/rest/api/2/issue/1', fields: { labels: ['hr_event_1/laptop'] } }, { key: 'IT-2', self: 'https://x.atlassian.net/rest/api/2/issue/2', fields: { labels: [] } }, { id: 'IT-1', url: 'https://x.atlassian.net/browse/IT-1' }],
	['jiraServiceManagement', 'Find in Jira Service Management', 'Create in Jira Service Management', { key: 'HELP-1', self: 'https://x.atlassian.net/rest/api/2/issue/1', fields: { labels: ['hr_event_1/laptop'] } }, { key: 'HELP-2', fields: { labels: [] } }, { id: 'HELP-1', url: 'https://x.atlassian.net/browse/HELP-1' }],
	['gitHub', 'Find in GitHub', 'Create in GitHub', { number: 7, html_url: 'https://github.com/x/y/issues/7', labels: [{ name: 'hr_event_1/laptop' }] }, { number: 8, html_url: 'https://github.com/x/y/issues/8', labels: [] }, { id: '7', url: 'https://github.com/x/y/issues/7' }],
	['googleSheets', 'Find in Google Sheets', 'Write into Google Sheets', { Ticket: 'hr_event_1/laptop' }, { Ticket: 'other' }, { id: 'hr_event_1/laptop', url: 'https://docs.google.com/spreadsheets/d/your-spreadsheet/edit' }],
])('tickets in %s', (ticketSystem, find, create, itsOwn, another, shown) => {
	const on = [find, create];
	const refusing: Says[string] = () => 'It must not be asked to.';

	test('is opened where there is none', async () => {
		expect(told(await tell([ticket()], { ticketSystem, on }, { [find]: () => [], [create]: () => [itsOwn] }))).toEqual({ how: 'ticket', by: ticketSystem, to: 'it@example.com', ...shown, created: true });
		expect(sent).toEqual([]);
	});

	test('is not opened twice', async () => {
		expect(told(await tell([ticket()], { ticketSystem, on }, { [find]: () => [itsOwn], [create]: refusing }))).toEqual({ how: 'ticket', by: ticketSystem, to: 'it@example.com', ...shown, created: false });
	});

	test('what was found and is another ticket does not count', async () => {
		expect(told(await tell([ticket()], { ticketSystem, on }, { [find]: () => [another], [create]: () => [itsOwn] }))).toMatchObject({ ...shown, created: true });
	});

	test('who cannot look opens none: it is mailed instead, and the item says why', async () => {
		const outcome = told(await tell([ticket()], { ticketSystem, on }, { [find]: () => 'Service unavailable', [create]: refusing })) as IDataObject;
		expect(outcome).toMatchObject({ by: 'mail', id: 'hr_event_1/laptop', created: true, problem: expect.stringMatching(/took no ticket \(Service unavailable\), so it was mailed\./) });
		expectSentence(String(outcome['problem']));
		expect(sent).toEqual([expect.objectContaining({ subject: 'Leaver Ada Example: Complete [hr_event_1/laptop]', text: expect.stringContaining('took no ticket') })]);
	});

	test('what is not taken is mailed', async () => {
		expect(told(await tell([ticket()], { ticketSystem, on }, { [find]: () => [], [create]: () => 'Field is required' }))).toMatchObject({ by: 'mail', created: true, problem: expect.stringMatching(/Field is required/) });
	});

	test('chosen, and not switched on: it is mailed, and the item says what to do', async () => {
		expect(told(await tell([ticket()], { ticketSystem }))).toMatchObject({ by: 'mail', created: true, problem: expect.stringMatching(/its nodes are switched off, or have no credential/) });
	});
});

describe('tickets', () => {
	test('by mail carry their number in the subject, the same each time', async () => {
		for (let times = 0; times < 2; times += 1) expect(told(await tell([ticket()]))).toEqual({ how: 'ticket', by: 'mail', to: 'it@example.com', id: 'hr_event_1/laptop', url: '', created: true });
		expect(new Set(sent.map(({ subject }) => subject))).toEqual(new Set(['Leaver Ada Example: Complete [hr_event_1/laptop]']));
	});

	test('in a system that is not there are mailed, and the item names it', async () => {
		expect(told(await tell([ticket()], { ticketSystem: 'zendesk' }))).toMatchObject({ by: 'mail', problem: expect.stringMatching(/^The ticket system "zendesk" took no ticket \(there is none of this name\)/) });
	});

	test('a number that is too long for a label of GitHub is shortened, and no two become one', async () => {
		const labels: string[] = [];
		const says: Says = { 'Find in GitHub': () => [], 'Create in GitHub': (_item, parameter) => (labels.push((parameter('labels') as { label: string }[])[0]!.label), [{ number: 1, html_url: 'https://github.com/x/y/issues/1' }]) };
		const caseId = `hr_event_20260401_${'a'.repeat(40)}`;
		await tell([ticket({ caseId }), ticket({ caseId, about: 'phone' })], { ticketSystem: 'gitHub', on: ['Find in GitHub', 'Create in GitHub'] }, says);
		expect(labels.map((label) => label.length)).toEqual([50, 50]);
		expect(new Set(labels).size).toBe(2);
	});

	test('what a case is called can break out of no query', async () => {
		expect(told(await tell([ticket({ caseId: 'a" OR labels = "b^ORnumber=1', about: 'x y' })]))).toMatchObject({ id: 'a-OR-labels-b-ORnumber-1/x-y' });
	});
});
