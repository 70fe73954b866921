import { createClock } from '../../clock';
import type { JiraDouble } from '.';
import { startJira } from '.';

const clock = createClock();
let jira: JiraDouble;
beforeEach(async () => {
	jira = await startJira({ clock });
});
afterEach(() => jira.stop());

interface Body {
	id: string;
	key: string;
	self: string;
	issues: { id: string; key?: string; fields?: Record<string, unknown> }[];
	isLast: boolean;
	nextPageToken?: string;
	errorMessages: string[];
	errors: Record<string, string>;
}

const call = async (method: string, path: string, body?: unknown, token = jira.connection.apiToken) => {
	const authorization = `Basic ${Buffer.from(`${jira.connection.email}:${token}`).toString('base64')}`;
	const answer = await fetch(`${jira.url}/rest/api/2/${path}`, { method, headers: { authorization }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
	return { status: answer.status, body: (await answer.json()) as Body };
};
const fields = (more: object = {}) => ({ project: { id: '10000' }, issuetype: { id: '10001' }, summary: 'Laptop of Mateo Rivas', labels: ['hr_event_1/laptop'], ...more });
const create = (more: object = {}) => call('POST', 'issue', { fields: fields(more) });
const search = (jql: string, more: object = {}) => call('POST', 'search/jql', { jql, fields: ['labels'], ...more });

test('an issue is created, and found by its label', async () => {
	expect(await create()).toEqual({ status: 201, body: { id: '10001', key: 'IT-1', self: `${jira.url}/rest/api/2/issue/10001` } });
	await create({ labels: ['hr_event_2/laptop'] });
	const { body } = await search('labels = "hr_event_1/laptop" AND project = IT ORDER BY created');
	expect(body).toEqual({ issues: [{ id: '10001', key: 'IT-1', self: `${jira.url}/rest/api/2/issue/10001`, fields: { labels: ['hr_event_1/laptop'] } }], isLast: true });
	expect((await call('GET', 'issue/IT-1')).body).toMatchObject({ key: 'IT-1', fields: { summary: 'Laptop of Mateo Rivas' } });
});

test.each<[string, object, Record<string, string>]>([
	['no project', { project: { id: '1' } }, { project: 'valid project is required' }],
	['an issue type of another project', { issuetype: { id: '10101' } }, { issuetype: 'Specify a valid issue type' }],
	['no summary', { summary: ' ' }, { summary: 'You must specify a summary of the issue.' }],
	['a summary of two lines', { summary: 'a\nb' }, { summary: 'The summary is invalid because it contains newline characters.' }],
	['a label of two words', { labels: ['two words'] }, { labels: "The label 'two words' contains spaces which is invalid." }],
	['a description that is no text', { description: { type: 'doc' } }, { description: 'Operation value must be a string' }],
	['a request type where there is no portal', { customfield_10010: '25' }, { customfield_10010: "Field 'customfield_10010' cannot be set. It is not on the appropriate screen, or unknown." }],
])('%s is refused, and the answer names the field', async (_, more, errors) => {
	expect(await create(more)).toEqual({ status: 400, body: { errorMessages: [], errors } });
	expect(jira.issues()).toEqual([]);
});

test('an issue of a service project may say its request type', async () => {
	const desk = { project: { id: '10100' }, issuetype: { id: '10101' } };
	for (const requestType of ['25', 'help/leaver']) expect((await create({ ...desk, customfield_10010: requestType })).status).toBe(201);
	expect((await create(desk)).status).toBe(201);
	expect((await create({ ...desk, customfield_10010: '26' })).status).toBe(400);
	expect(jira.issues('HELP').map(({ requestType }) => requestType)).toEqual(['25', '25', null]);
});

describe('a search', () => {
	test('is paged by a token, and shows ids only where no fields are named', async () => {
		for (const label of ['a', 'a', 'b', 'a']) await create({ labels: [label] });
		const first = (await search('labels = a', { maxResults: 2, fields: undefined })).body;
		expect(first).toMatchObject({ issues: [{ id: '10001' }, { id: '10002' }], isLast: false });
		expect((await search('labels = a', { maxResults: 2, nextPageToken: first.nextPageToken })).body).toMatchObject({ issues: [{ id: '10004' }], isLast: true });
	});

	test('may lag behind', async () => {
		jira.settings.searchLagMs = 60_000;
		await create();
		expect((await search('labels = "hr_event_1/laptop"')).body.issues).toEqual([]);
		clock.move(60_000);
		expect((await search('labels = "hr_event_1/laptop"')).body.issues).toHaveLength(1);
	});

	test.each([
		['', /Unbounded JQL/],
		['label = x', /Field 'label' does not exist/],
		['labels = "a" AND', /could not be parsed/],
		['project = NOPE', /does not exist for the field 'project'/],
	])('%p is refused', async (jql, said) => {
		const { status, body } = await search(jql);
		expect([status, body.errorMessages[0]]).toEqual([400, expect.stringMatching(said)]);
	});

	test('at the old address is gone', async () => {
		expect((await call('POST', 'search', { jql: 'labels = x' })).status).toBe(410);
	});
});

test('a wrong token is refused', async () => {
	expect((await call('GET', 'myself', undefined, 'wrong')).status).toBe(401);
});
