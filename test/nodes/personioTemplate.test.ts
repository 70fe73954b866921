import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { cast } from '../../sandbox';
import { expectNoSecrets, expectSentence } from '../harness/expectations';
import { startPersonio, type Personio } from '../harness/personio';
import { forgetMails } from '../harness/sinkNodes';
import { credentialsOf, startSite, type Site } from '../harness/site';
import { importedFrom, templateIn, type Changes } from '../harness/template';
import { backToNow, days, minutes, travelTogether } from '../harness/time';
import type { Instance, Ran } from '../harness/workflow';

const template = templateIn('leaver-personio.json');
const token = 'Bearer the-token-given-to-personio';

let site: Site;
let n8n: Instance;
let personio: Personio;
beforeEach(async () => {
	site = await startSite();
	n8n = await site.instance({ stored: { ...credentialsOf(site.sandbox), jmlHrWebhookApi: { secret: token, previousSecret: '' } } });
	personio = await startPersonio();
	forgetMails();
});
afterEach(async () => {
	backToNow();
	await personio.stop();
	await site.stop();
});

const { firstName, lastName, workEmail } = cast.leaver;
/** Personio counts for itself: the ID of the leaver is the staff number of somebody who stays. */
const { id } = cast.leeWhoStays;

const live: Changes = { 'Open Case': { dryRun: false } };

/** What the first note tells an administrator to enter; and nobody waits whether more people leave. */
const entered: Changes = {
	'Check the Message': { company: 'kestrel' },
	'Who Is Still Unread': { company: 'kestrel' },
	'Make the Event': { company: 'kestrel', dateMeaning: 'firstDayGone' },
	'Let Through Once': { options: { settleSeconds: 0 } },
	'Cut Google Workspace': { options: { hrIdType: 'personioId', fallbackOwner: cast.orgAdmin.workEmail } },
};
const passedOn = ['webhook', 'scheduleTrigger', 'switch'];

/** As imported, except that Personio is here, and that n8n's own nodes are those of the harness. */
const nodesWith = (changes: Changes): INode[] =>
	importedFrom(template, { ...entered, ...changes }, (own) => (passedOn.includes(own) ? 'passOn' : own)).map((node) => {
		const { url } = node.parameters;
		return typeof url === 'string' ? { ...node, parameters: { ...node.parameters, url: url.replace('https://api.personio.de', personio.origin) } } : node;
	});

const runFrom = async (start: string, item: INodeExecutionData, changes: Changes = {}): Promise<Ran> => {
	const ran = await n8n.runFrom(n8n.workflow(nodesWith(changes), template.connections), start, [[item]]);
	expect(ran.error).toBeUndefined();
	return ran;
};

let messages = 0;

/** What n8n's Webhook node puts out with Raw Body on. */
const message = (authorization = token): INodeExecutionData => {
	const occurredAt = new Date(Date.now() + (messages += 1)).toISOString();
	const body = JSON.stringify({ company_id: '1', event_name: 'employment.updated', occurred_at: occurredAt, payload: { id: '88001', person: { id } }, meta: {} });
	return { json: { headers: { 'content-type': 'application/json', authorization }, params: {}, query: {}, body: {} }, binary: { data: { data: Buffer.from(body).toString('base64'), mimeType: 'application/json' } } };
};
const personioSays = (changes?: Changes, authorization?: string) => runFrom('Personio Says Something', message(authorization), changes);
const fiveMinutesPass = (changes?: Changes) => runFrom('Every 5 Minutes', { json: {} }, changes);
const nightComes = (changes?: Changes) => runFrom('Every Night', { json: {} }, changes);

const day = (count: number) => new Date(Date.now() + days(count)).toISOString().slice(0, 10);

/** Personio now holds this about the leaver. */
const recorded = (leaves: string | null, status = 'ACTIVE', { title = 'Engineer', since = '2020-01-06' } = {}): void => {
	const person: IDataObject = { id, email: workEmail, first_name: firstName, last_name: lastName, preferred_name: null, status: 'ACTIVE', _meta: { links: {} } };
	const termination = leaves === null ? null : { terminated_at: day(-10), termination_date: leaves, last_working_date: null, type: 'EMPLOYEE', reason: null };
	const employment: IDataObject = { id: '88001', person: { id }, status, employment_start_date: since, employment_end_date: leaves, type: 'INTERNAL', position: { title }, org_units: [{ type: 'department', id: '7', name: 'R&D' }], office: { id: '3', name: 'Berlin' }, supervisor: { id: '14' }, termination };
	personio.people.set(id, { person, employments: [employment] });
};
const okta = () => site.sandbox.okta.accessOf(workEmail).status;
const noneRan = (ran: Ran, names: readonly string[]) => expect(names.filter((name) => ran.outputs(name)?.some((items) => items.length > 0))).toEqual([]);

test('H09: somebody has left today: as imported, everything is said and nothing is done', async () => {
	recorded(day(0), 'INACTIVE');
	const ran = await personioSays();
	expect(ran.items('Answer Personio')).toEqual([{ responseCode: 202, responseBody: { accepted: true } }]);
	expect(personio.asked).toEqual([`/v2/persons/${id}`, `/v2/persons/${id}/employments`]);
	expect(ran.items('Tell IT')[0]!['text']).toMatch(/^Dry run for Mateo Rivas: nothing was changed\./);
	expect(okta()).toBe('ACTIVE');
}, 20_000);

test('with the dry run switched off it cuts, once, and Personio has its answer before anything is read', async () => {
	recorded(day(0), 'INACTIVE');
	const ran = await personioSays(live);
	expect(ran.items('Tell IT')[0]!['subject']).toMatch(/^Leaver Mateo Rivas: Complete \(hr_event_/);
	expect(okta()).toBe('SUSPENDED');
	expect(site.sandbox.okta.accessOf(cast.leeWhoStays.workEmail).status).toBe('ACTIVE');
	const place = (name: string) => ran.run.data.resultData.runData[name]![0]!.executionIndex;
	expect(place('Answer Personio')).toBeLessThan(place('Whom to Read'));
	expectNoSecrets(site, ran.run);
	expect(site.ledgerBytes().includes(token)).toBe(false);
	noneRan(await personioSays(live), ['Open Case']);
}, 20_000);

test('B05: a termination ahead waits, is asked of Personio again when it falls due, and is cut then', async () => {
	recorded(day(3));
	noneRan(await personioSays(live), ['Open Case', 'Tell IT to Look', 'Ask for a Decision']);
	noneRan(await fiveMinutesPass(live), ['Whom to Read']);
	travelTogether(site, days(3));
	recorded(day(0), 'INACTIVE');
	personio.asked = [];
	const ran = await fiveMinutesPass(live);
	expect(personio.asked).toEqual([`/v2/persons/${id}`, `/v2/persons/${id}/employments`]);
	expect(ran.items('Tell IT')[0]!['subject']).toMatch(/Complete/);
	expect(okta()).toBe('SUSPENDED');
	noneRan(await fiveMinutesPass(live), ['Open Case']);
}, 30_000);

test.each([
	['taken back', null],
	['moved', 30],
])('B07: a termination ahead that Personio has meanwhile %s is not cut, though no message said so', async (_, moved) => {
	recorded(day(3));
	await personioSays(live);
	travelTogether(site, days(3));
	recorded(moved === null ? null : day(moved));
	noneRan(await fiveMinutesPass(live), ['Open Case', 'Tell IT to Look', 'Ask for a Decision']);
	noneRan(await fiveMinutesPass(live), ['Open Case']);
	expect(personio.asked.length).toBeGreaterThan(2);
	expect(okta()).toBe('ACTIVE');
}, 30_000);

test('F01: Personio was down when the day came: nobody is cut, people are told, and it is asked again', async () => {
	recorded(day(3));
	await personioSays(live);
	travelTogether(site, days(3));
	recorded(day(0), 'INACTIVE');
	personio.instead = { status: 503, type: 'text/html', body: '<h1>Maintenance</h1>' };
	const down = await fiveMinutesPass(live);
	noneRan(down, ['Open Case']);
	expect(down.items('Tell IT to Look')[0]!['text']).toMatch(/^Personio answered with status 503\. Nothing was concluded/);
	personio.instead = undefined;
	travelTogether(site, minutes(10));
	await fiveMinutesPass(live);
	expect(okta()).toBe('SUSPENDED');
}, 30_000);

test.each([
	['has begun last week', 'start', { since: day(-7) }, undefined],
	['moves', 'move', {}, { title: 'Lead Engineer' }],
])('somebody who %s is not cut', async (_, kind, first, then) => {
	recorded(null, 'ACTIVE', first);
	let ran = await personioSays(live);
	if (then) {
		recorded(null, 'ACTIVE', then);
		ran = await personioSays(live);
	}
	expect(ran.items('Make the Event')).toMatchObject([{ event: { kind } }]);
	noneRan(ran, ['Let Through Once', 'Open Case', 'Tell IT They Stay']);
	expect(okta()).toBe('ACTIVE');
}, 20_000);

test('B08: a termination that Personio takes back after the cut is mailed once, and nothing is cut again', async () => {
	recorded(day(0), 'INACTIVE');
	await personioSays(live);
	recorded(null);
	const ran = await personioSays(live);
	noneRan(ran, ['Let Through Once', 'Open Case']);
	expect(ran.items('Tell IT They Stay')[0]!['text']).toMatch(/^Personio no longer says that Mateo Rivas/);
	expectSentence(String(ran.items('Tell IT They Stay')[0]!['text']));
	noneRan(await nightComes(live), ['Tell IT They Stay', 'Open Case']);
}, 20_000);

test('whoever is back with a new employment is asked about no more, and not cut by the case that is over', async () => {
	recorded(day(0), 'INACTIVE');
	await personioSays(live);
	travelTogether(site, minutes(16));
	const look = await fiveMinutesPass(live);
	expect(look.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete', news: false, cameBack: [] } });
	noneRan(look, ['Tell IT']);
	travelTogether(site, days(1));
	recorded(null, 'ACTIVE', { since: day(0) });
	[...site.sandbox.okta.state.users.values()].find(({ profile }) => profile.login === workEmail)!.status = 'ACTIVE';
	noneRan(await fiveMinutesPass(live), ['Open Case']);
	personio.asked = [];
	for (const wait of [minutes(10), minutes(61), days(8)]) {
		travelTogether(site, wait);
		noneRan(await fiveMinutesPass(live), ['Whom to Read', 'Open Case']);
	}
	expect(personio.asked).toEqual([]);
	expect(okta()).toBe('ACTIVE');
}, 60_000);

test('G10: whoever sends another token gets 401, and nothing else happens', async () => {
	recorded(day(0), 'INACTIVE');
	for (const authorization of ['Bearer something else', token.slice('Bearer '.length), '']) {
		const ran = await personioSays(live, authorization);
		expect(ran.items('Answer Personio')).toEqual([{ responseCode: 401, responseBody: {} }]);
		noneRan(ran, ['Whom to Read', 'Tell IT to Look', 'Make the Event', 'Let Through Once', 'Open Case', 'Cut Okta']);
	}
	expect(personio.asked).toEqual([]);
	expect(okta()).toBe('ACTIVE');
});

test.each([
	['C03: a sign-in page', { status: 200, type: 'text/html', body: '<!doctype html><title>Sign in</title>' }, /a web page/],
	['C03: a redirect', { status: 302, type: 'text/html', body: '' }, /redirected/],
	['a refusal', { status: 403, type: 'application/problem+json', body: '{"title":"Forbidden"}' }, /status 403/],
	['C02: an empty list', { status: 200, type: 'application/json', body: '{"_data":[]}' }, /Nothing was concluded|no employment/],
])('%s instead of an answer is mailed, nobody is touched, and they are read as soon as that works', async (_, instead, said) => {
	recorded(day(0), 'INACTIVE');
	personio.instead = instead;
	const ran = await personioSays(live);
	noneRan(ran, ['Open Case']);
	const { text } = ran.items('Tell IT to Look')[0]! as { text: string };
	expect(text).toMatch(said);
	expectSentence(text);
	expect(okta()).toBe('ACTIVE');
	personio.instead = undefined;
	expect((await fiveMinutesPass()).items('Tell IT')[0]!['text']).toMatch(/^Dry run for Mateo Rivas/);
	noneRan(await fiveMinutesPass(), ['Whom to Read']);
}, 20_000);

test('F02: a message that was lost costs a night', async () => {
	recorded(day(0), 'INACTIVE');
	const ran = await nightComes(live);
	expect(personio.asked).toEqual(['/v2/persons', `/v2/persons/${id}`, `/v2/persons/${id}/employments`]);
	expect(ran.items('Tell IT')[0]!['subject']).toMatch(/Complete/);
	expect(okta()).toBe('SUSPENDED');
	noneRan(await nightComes(live), ['Open Case']);
}, 20_000);

test.each([
	['an error', { status: 500, type: 'application/json', body: '{}' }],
	['a sign-in page', { status: 200, type: 'text/html', body: '<!doctype html>' }],
	['nobody', { status: 200, type: 'application/json', body: '{"_data":[]}' }],
	['something else', { status: 200, type: 'application/json', body: '{"data":[]}' }],
])('C02: the list of everybody that is %s is mailed, and nobody leaves by it', async (_, instead) => {
	recorded(null);
	personio.instead = { ...instead, path: '/v2/persons' };
	const ran = await nightComes(live);
	noneRan(ran, ['Open Case']);
	expectSentence(String(ran.items('Tell IT to Look')[0]!['text']));
});
