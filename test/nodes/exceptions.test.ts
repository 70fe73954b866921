import type { IDataObject, INode } from 'n8n-workflow';
import { expectSentence } from '../harness/expectations';
import { closeCase, leaverItem, oktaAccess, openCase, registerException, startSite, type Site } from '../harness/site';
import { backToNow, days, travelTogether } from '../harness/time';
import { node } from '../harness/workflow';
import { cast } from '../../sandbox';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(async () => {
	backToNow();
	await site.stop();
});

const login = cast.leaver.workEmail;
const endException = (parameters: INode['parameters'] = {}) => node('End Exception', 'evidenceLedger', { resource: 'exception', operation: 'endException', ...parameters });
const listExceptions = (parameters: INode['parameters'] = {}) => node('List Exceptions', 'evidenceLedger', { resource: 'exception', operation: 'listExceptions', ...parameters });
const inDays = (count: number) => new Date(Date.now() + days(count)).toISOString().slice(0, 10);
const keeps = (parameters: INode['parameters'] = {}) => registerException({ type: 'exception', who: login, keeps: 'okta/removeFromGroups', expires: inDays(30), timeZone: 'UTC', owner: 'Jane Doe', reason: 'handover', ...parameters });
/** What a form with n8n's own sign-in puts out. */
const signedIn = { user: { id: 'u-1', email: 'jane@kestrel.example', firstName: 'Jane', lastName: 'Doe' } };
const exceptionOf = (item: IDataObject | undefined) => item!['exception'] as IDataObject;
const register = async (parameters: INode['parameters'] = {}) => exceptionOf((await site.n8n.run([keeps(parameters)], [{}])).items('Register Exception')[0]);
const list = async (parameters: INode['parameters'] = {}) => (await site.n8n.run([listExceptions(parameters)], [{ timestamp: 'now' }])).items('List Exceptions');
const kinds = async () => (await site.records()).map(({ kind }) => kind);
const runCase = async (item: IDataObject) => (await site.n8n.run([openCase(), oktaAccess(), closeCase()], [item])).items('Close Case')[0]!;
const verdictOf = (item: IDataObject) => (item['case'] as IDataObject)['verdict'];

describe('Register Exception', () => {
	test('keeps who, what, why and until when, by whom as a form says, and passes the item on', async () => {
		const { items, error } = await site.n8n.run([keeps({ registeredBy: undefined as never, owner: '={{ $json.owner }}', who: '={{ $json.who }}', type: '={{ $json.type }}', keeps: '={{ $json.keeps }}' })], [{ ...signedIn, owner: 'Joe', who: 'Mateo.Rivas@kestrel.example', type: 'Exception', keeps: 'Okta: Remove From Groups', ticket: 'INC-1' }]);
		expect(error).toBeUndefined();
		const [item] = items('Register Exception');
		expect(item).toMatchObject({ ticket: 'INC-1', ledger: { origin: expect.any(String) }, exception: { id: expect.stringMatching(/^ex_/), type: 'exception', who: ['mateo.rivas@kestrel.example'], system: 'okta', step: 'removeFromGroups', owner: 'Joe', registeredBy: 'Jane Doe <jane@kestrel.example>', standing: 'in force', ended: null } });
		expect(item!['summary']).toMatch(/^Exception ex_\w+ \(owner Joe, until .* UTC\): handover\. For mateo\.rivas@kestrel\.example, keeps okta\/removeFromGroups; in force\.$/);
		expect((await site.records())[0]).toMatchObject({ kind: 'exception.registered', content: { expiresAt: `${inDays(30)}T23:59:59.999Z` } });
	});

	test('What Stays offers every system and every step, and shows for an exception only', async () => {
		expect(await register({ type: 'protected', keeps: 'okta', expires: '' })).toMatchObject({ system: null, step: null });
		expect(await register({ keeps: 'okta' })).toMatchObject({ system: 'okta', step: null });
	});

	test('the day ends in the time zone of the workflow where none is given', async () => {
		expect(await register({ timeZone: '' })).toMatchObject({ expiresAt: `${inDays(30)}T23:59:59.999Z` });
	});

	test('run twice, it is registered once', async () => {
		expect((await register())['id']).toBe((await register())['id']);
		expect(await kinds()).toEqual(['exception.registered']);
	});

	test.each<[string, INode['parameters'], RegExp]>([
		['nobody signed in', { registeredBy: undefined as never }, /registers it/],
		['a mistyped step', { keeps: 'okta/removeFromGroup' }, /neither a system nor a step/],
		['nobody it is for', { who: '={{ $json.nowhere }}' }, /for whom/],
		['no end', { expires: '' }, /Expires/],
	])('%s is refused, with a word on what to do', async (_, parameters, message) => {
		const { error } = await site.n8n.run([keeps(parameters)], [{}]);
		expectSentence(error);
		expect(error).toMatch(message);
		expect(await kinds()).toEqual([]);
	});
});

describe('End Exception', () => {
	test('it counts no more, and who ended it is kept as a form says', async () => {
		const { id } = await register();
		const { items } = await site.n8n.run([endException({ exceptionId: String(id), why: 'handover done' })], [signedIn]);
		expect(exceptionOf(items('End Exception')[0])).toMatchObject({ id, standing: 'ended', ended: { by: 'Jane Doe <jane@kestrel.example>', why: 'handover done' } });
		expect(verdictOf(await runCase(leaverItem(cast.leaver.id)))).toBe('Complete');
	});

	test('one that is not there is refused', async () => {
		const { error } = await site.n8n.run([endException({ exceptionId: 'ex_1', why: 'x' })], [signedIn]);
		expectSentence(error);
	});
});

describe('List Exceptions', () => {
	test('one item for each, and nothing where there is none', async () => {
		expect(await list()).toEqual([]);
		const first = await register();
		const second = await register({ who: 'somebody@kestrel.example', expires: inDays(60) });
		expect((await list()).map((item) => exceptionOf(item)['id'])).toEqual([first['id'], second['id']]);
		expect((await list())[0]).toMatchObject({ review: null, line: expect.stringContaining(String(first['id'])) });
	});

	test('what has expired is among all, not among those in force, and is told of for a time', async () => {
		const { id } = await register();
		travelTogether(site, days(20));
		expect((await list({ show: 'needsReview' })).map((item) => item['review'])).toEqual([expect.stringMatching(/^expires soon/)]);
		expect(await list({ show: 'needsReview', aroundEndDays: 3 })).toEqual([]);
		travelTogether(site, days(15));
		expect(await list()).toEqual([]);
		expect((await list({ show: 'all' })).map((item) => [exceptionOf(item)['id'], exceptionOf(item)['standing']])).toEqual([[id, 'expired']]);
		expect((await list({ show: 'needsReview' }))[0]!['line']).toMatch(/expired\. It expired: it counts no more\.$/);
	});

	test('what has no end comes up when nobody has looked at it for long', async () => {
		await site.n8n.run([registerException({ who: 'breakglass@kestrel.example' })], [{}]);
		travelTogether(site, days(100));
		expect(await list({ show: 'needsReview' })).toEqual([]);
		expect(await list({ show: 'needsReview', reviewDays: 90 })).toHaveLength(1);
	});

	test('G14: a case that an exception held comes out when it has expired, ready for Open Case, and is then finished', async () => {
		await register();
		const event = leaverItem(cast.leaver.id);
		expect(verdictOf(await runCase(event))).toBe('Incomplete');
		expect(await list({ show: 'expiredWithHeldWork' })).toEqual([]);
		travelTogether(site, days(31));
		const [item] = await list({ show: 'expiredWithHeldWork' });
		expect(item).toMatchObject({ person: event['person'], event: event['event'], held: { caseId: expect.stringMatching(/_930$/), steps: [{ system: 'okta', step: 'removeFromGroups' }] } });
		const closed = await runCase(item!);
		expect(verdictOf(closed)).toBe('Complete');
		expect(closed['case']).toMatchObject({ id: (item!['held'] as IDataObject)['caseId'] });
		expect(await list({ show: 'expiredWithHeldWork' })).toEqual([]);
	});
});

describe('Record Decision', () => {
	const recordDecision = (parameters: INode['parameters'] = {}) => node('Record Decision', 'evidenceLedger', { operation: 'recordDecision', what: '={{ $json.shown }}', reason: 'HR agrees', ...parameters });
	const decide = (parameters: INode['parameters'] = {}, item: IDataObject = {}) => site.n8n.run([openCase(), recordDecision(parameters), closeCase()], [{ ...leaverItem(cast.leaver.id), ...signedIn, shown: 'Cut Mateo now\n ', ...item }]);

	test('keeps who decided, from the form, on exactly the text that was shown', async () => {
		const { items, error } = await decide({ requestedBy: 'it@kestrel.example' });
		expect(error).toBeUndefined();
		const content = { decision: 'approved', by: { id: 'u-1', name: 'Jane Doe', email: 'jane@kestrel.example' }, requestedBy: 'it@kestrel.example', reason: 'HR agrees', what: 'Cut Mateo now\n ', shownHash: expect.stringMatching(/^[0-9a-f]{64}$/) };
		expect(items('Record Decision')[0]).toMatchObject({ decision: content, case: { id: expect.any(String) } });
		expect(await site.records({ kinds: ['decision.recorded'] })).toEqual([expect.objectContaining({ content, caseId: (items('Close Case')[0]!['case'] as IDataObject)['id'] })]);
	});

	test.each<[string, INode['parameters'], IDataObject, RegExp]>([
		['G02: whoever asked for it', { requestedBy: 'Jane Doe' }, {}, /cannot decide/],
		['nobody who signed in', {}, { user: null }, /sign in/],
	])('%s cannot decide', async (_, parameters, item, message) => {
		const { error } = await decide(parameters, item);
		expectSentence(error);
		expect(error).toMatch(message);
		expect(await kinds()).toEqual(['case.opened']);
	});
});

test('Open Case keeps nothing of a person that the evidence does not need', async () => {
	const item = leaverItem(cast.leaver.id);
	const person = { ...(item['person'] as IDataObject), salary: 93_711, ssn: '078-05-1120', homeAddress: { street: '12 Hidden Lane' } };
	const { items } = await site.n8n.run([openCase(), oktaAccess({ steps: ['blockSignIn'] }), closeCase()], [{ ...item, person, payroll: { iban: 'XX00HIDDENIBAN' } }]);
	expect(items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' }, person });
	expect(site.ledgerBytes()).not.toMatch(/salary|93711|ssn|078-05-1120|homeAddress|Hidden Lane|iban/i);
});

test('an event of a kind nobody knows opens nothing', async () => {
	const item = leaverItem(cast.leaver.id);
	const { error } = await site.n8n.run([openCase()], [{ ...item, event: { ...(item['event'] as IDataObject), kind: 'inactive' } }]);
	expectSentence(error);
	expect(error).toMatch(/no known kind/);
});
