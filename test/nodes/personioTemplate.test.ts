import type { INode, INodeExecutionData } from 'n8n-workflow';
import { cast, type Effect } from '../../sandbox';
import { entered as enteredForPersonio } from '../../scripts/stage/credentials/personio';
import { expectNoSecrets, expectSentence } from '../harness/expectations';
import { forgetMails, giveSinkAccess } from '../harness/sinkNodes';
import { startSite, type Site } from '../harness/site';
import { importedFrom, templateIn, type Changes } from '../harness/template';
import { backToNow, days, minutes, travelTogether } from '../harness/time';
import type { Ran } from '../harness/workflow';

const template = templateIn('leaver-personio.json');

let site: Site;
beforeEach(async () => {
	site = await startSite();
	const { personio } = site.sandbox;
	for (const other of personio.state.persons.keys()) if (other !== id) personio.state.persons.delete(other);
	giveSinkAccess({ s3Port: 0, aws: { accessKeyId: '', secretAccessKey: '', region: '' }, headers: {}, oauth: { ...personio.connection, tokenUrl: `${personio.url}/v2/auth/token`, scope: '' } });
	forgetMails();
});
afterEach(async () => {
	backToNow();
	await site.stop();
});

const { workEmail } = cast.leaver;
/** Personio counts for itself: the ID of the leaver is the staff number of somebody who stays. */
const { id } = cast.leeWhoStays;
const asked = () => site.sandbox.journals.personio.entries.flatMap(({ path }) => (path === '/v2/auth/token' ? [] : [path]));

const live: Changes = { 'Open Case': { dryRun: false } };

/** Whoever has no manager is somebody's, and nobody waits whether more people leave. */
const entered: Changes = {
	'Let Through Once': { options: { settleSeconds: 0 } },
	'Cut Google Workspace': { options: { hrIdType: 'personioId', fallbackOwner: cast.orgAdmin.workEmail } },
};
const passedOn = ['webhook', 'scheduleTrigger', 'switch'];

/** As imported, except that Personio is here, and that n8n's own nodes are those of the harness. */
const nodesWith = (changes: Changes): INode[] =>
	importedFrom(template, { ...enteredForPersonio(site.sandbox), ...entered, ...changes } as Changes, (own) => (passedOn.includes(own) ? 'passOn' : own)).map((node) => {
		const { url } = node.parameters;
		return typeof url === 'string' ? { ...node, parameters: { ...node.parameters, url: url.replace('https://api.personio.de', site.sandbox.personio.url) } } : node;
	});

const runFrom = async (start: string, item: INodeExecutionData, changes: Changes = {}): Promise<Ran> => {
	const ran = await site.n8n.runFrom(site.n8n.workflow(nodesWith(changes), template.connections), start, [[item]]);
	expect(ran.error).toBeUndefined();
	return ran;
};

let messages = 0;

/** What n8n's Webhook node puts out with Raw Body on. */
const message = (authorization = site.sandbox.connections.personio.webhookToken): INodeExecutionData => {
	const occurredAt = new Date(Date.now() + (messages += 1)).toISOString();
	const body = JSON.stringify({ company_id: '1', event_name: 'employment.updated', occurred_at: occurredAt, payload: { id: '88001', person: { id } }, meta: {} });
	return { json: { headers: { 'content-type': 'application/json', authorization }, params: {}, query: {}, body: {} }, binary: { data: { data: Buffer.from(body).toString('base64'), mimeType: 'application/json' } } };
};
const personioSays = (changes?: Changes, authorization?: string) => runFrom('Personio Says Something', message(authorization), changes);
const fiveMinutesPass = (changes?: Changes) => runFrom('Every 5 Minutes', { json: {} }, changes);
const nightComes = (changes?: Changes) => runFrom('Every Night', { json: {} }, changes);

const day = (count: number) => new Date(Date.now() + days(count)).toISOString().slice(0, 10);

/** Personio now holds this about the leaver. */
const recorded = (leaves: string | null, { title = 'Engineer', since = '2020-01-06' } = {}): void => {
	const { personio } = site.sandbox;
	personio.change(id, { title, start: since });
	if (leaves === null) personio.takeBack(id);
	else personio.terminate(id, leaves);
};
const personioSaysInstead = (effect: Effect, path: string | RegExp = /^\/v2\/persons/) => site.sandbox.faults.personio.add({ path, effect });
const okta = () => site.sandbox.okta.accessOf(workEmail).status;
const noneRan = (ran: Ran, names: readonly string[]) => expect(names.filter((name) => ran.outputs(name)?.some((items) => items.length > 0))).toEqual([]);

test('H09: somebody has left today: as imported, everything is said and nothing is done', async () => {
	recorded(day(0));
	const ran = await personioSays();
	expect(ran.items('Answer Personio')).toEqual([{ responseCode: 202, responseBody: { accepted: true } }]);
	expect(asked()).toEqual([`/v2/persons/${id}`, `/v2/persons/${id}/employments`]);
	expect(ran.items('Tell IT')[0]!['text']).toMatch(/^Dry run for Mateo Rivas: nothing was changed\./);
	expect(okta()).toBe('ACTIVE');
}, 20_000);

test('with the dry run switched off it cuts, once, and Personio has its answer before anything is read', async () => {
	recorded(day(0));
	const ran = await personioSays(live);
	expect(ran.items('Tell IT')[0]!['subject']).toMatch(/^Leaver Mateo Rivas: Complete \(hr_event_/);
	expect(okta()).toBe('SUSPENDED');
	expect(site.sandbox.okta.accessOf(cast.leeWhoStays.workEmail).status).toBe('ACTIVE');
	const place = (name: string) => ran.run.data.resultData.runData[name]![0]!.executionIndex;
	expect(place('Answer Personio')).toBeLessThan(place('Whom to Read'));
	expectNoSecrets(site, ran.run);
	expect(site.ledgerBytes().includes(site.sandbox.connections.personio.webhookToken)).toBe(false);
	noneRan(await personioSays(live), ['Open Case']);
}, 20_000);

test.each([
	['firstDayGone', day(-1)],
	['lastDayWorked', day(-1)],
])('somebody whose last day was yesterday, and whom Personio calls INACTIVE, is cut where the date means %s', async (dateMeaning, last) => {
	recorded(last);
	const ran = await personioSays({ ...live, 'Make the Event': { ...enteredForPersonio(site.sandbox)['Make the Event'], dateMeaning } as Changes[string] });
	expect(ran.items('Read the Employments')[0]!['body']).toContain('"status":"INACTIVE"');
	expect(ran.items('Tell IT')[0]!['subject']).toMatch(/Complete/);
	expect(okta()).toBe('SUSPENDED');
}, 20_000);

test('B05: where the date means the last day worked, nobody is cut on it', async () => {
	recorded(day(0));
	noneRan(await personioSays({ ...live, 'Make the Event': { ...enteredForPersonio(site.sandbox)['Make the Event'], dateMeaning: 'lastDayWorked' } as Changes[string] }), ['Open Case']);
	expect(okta()).toBe('ACTIVE');
});

test('B05: a termination ahead waits, is asked of Personio again when it falls due, and is cut then', async () => {
	recorded(day(3));
	noneRan(await personioSays(live), ['Open Case', 'Tell IT to Look', 'Ask for a Decision']);
	noneRan(await fiveMinutesPass(live), ['Whom to Read']);
	travelTogether(site, days(3));
	recorded(day(0));
	site.sandbox.journals.personio.clear();
	const ran = await fiveMinutesPass(live);
	expect([...new Set(asked())]).toEqual([`/v2/persons/${id}`, `/v2/persons/${id}/employments`]);
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
	expect(asked().length).toBeGreaterThan(2);
	expect(okta()).toBe('ACTIVE');
}, 30_000);

test('F01: Personio was down when the day came: nobody is cut, people are told, and it is asked again', async () => {
	recorded(day(3));
	await personioSays(live);
	travelTogether(site, days(3));
	recorded(day(0));
	const fault = personioSaysInstead({ kind: 'html', status: 503 });
	const down = await fiveMinutesPass(live);
	noneRan(down, ['Open Case']);
	expect(down.items('Tell IT to Look')[0]!['text']).toMatch(/^Personio answered with status 503\. Nothing was concluded/);
	expect(down.items('Tell IT to Look')[0]!['text']).toContain(`It was asked about employee ${id};`);
	fault.remove();
	travelTogether(site, minutes(10));
	await fiveMinutesPass(live);
	expect(okta()).toBe('SUSPENDED');
}, 30_000);

test.each([
	['has begun last week', 'start', { since: day(-7) }, undefined],
	['moves', 'move', {}, { title: 'Lead Engineer' }],
])('somebody who %s is not cut', async (_, kind, first, then) => {
	recorded(null, first);
	let ran = await personioSays(live);
	if (then) {
		recorded(null, then);
		ran = await personioSays(live);
	}
	expect(ran.items('Make the Event')).toMatchObject([{ event: { kind } }]);
	noneRan(ran, ['Let Through Once', 'Open Case', 'Tell IT They Stay']);
	expect(okta()).toBe('ACTIVE');
}, 20_000);

test('B08: a termination that Personio takes back after the cut is mailed once, and nothing is cut again', async () => {
	recorded(day(0));
	await personioSays(live);
	recorded(null);
	const ran = await personioSays(live);
	noneRan(ran, ['Let Through Once', 'Open Case']);
	expect(ran.items('Tell IT They Stay')[0]!['text']).toMatch(/^Personio no longer says that Mateo Rivas/);
	expectSentence(String(ran.items('Tell IT They Stay')[0]!['text']));
	noneRan(await nightComes(live), ['Tell IT They Stay', 'Open Case']);
}, 20_000);

test('whoever is back with a new employment is asked about no more, and not cut by the case that is over', async () => {
	recorded(day(0));
	await personioSays(live);
	travelTogether(site, minutes(16));
	const look = await fiveMinutesPass(live);
	expect(look.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete', news: false, cameBack: [] } });
	noneRan(look, ['Tell IT']);
	travelTogether(site, days(1));
	site.sandbox.personio.rehire(id, day(0));
	[...site.sandbox.okta.state.users.values()].find(({ profile }) => profile.login === workEmail)!.status = 'ACTIVE';
	noneRan(await fiveMinutesPass(live), ['Open Case']);
	site.sandbox.journals.personio.clear();
	for (const wait of [minutes(10), minutes(61), days(8)]) {
		travelTogether(site, wait);
		noneRan(await fiveMinutesPass(live), ['Whom to Read', 'Open Case']);
	}
	expect(asked()).toEqual([]);
	expect(okta()).toBe('ACTIVE');
}, 60_000);

test('G10: whoever sends another token gets 401, and nothing else happens', async () => {
	recorded(day(0));
	const { webhookToken } = site.sandbox.connections.personio;
	for (const authorization of ['Bearer something else', webhookToken.slice('Bearer '.length), '']) {
		const ran = await personioSays(live, authorization);
		expect(ran.items('Answer Personio')).toEqual([{ responseCode: 401, responseBody: {} }]);
		noneRan(ran, ['Whom to Read', 'Tell IT to Look', 'Make the Event', 'Let Through Once', 'Open Case', 'Cut Okta']);
	}
	expect(asked()).toEqual([]);
	expect(okta()).toBe('ACTIVE');
});

test.each<[string, Effect, RegExp]>([
	['C03: a sign-in page', { kind: 'html' }, /a web page/],
	['C03: a redirect', { kind: 'login-redirect' }, /redirected/],
	['a refusal', { kind: 'forbidden' }, /status 403/],
	['C02: an empty list', { kind: 'status', status: 200, body: { _data: [] } }, /Nothing was concluded|no employment/],
])('%s instead of an answer is mailed, nobody is touched, and they are read as soon as that works', async (_, instead, said) => {
	recorded(day(0));
	const fault = personioSaysInstead(instead);
	const ran = await personioSays(live);
	noneRan(ran, ['Open Case']);
	const { text } = ran.items('Tell IT to Look')[0]! as { text: string };
	expect(text).toMatch(said);
	expectSentence(text);
	expect(okta()).toBe('ACTIVE');
	fault.remove();
	expect((await fiveMinutesPass()).items('Tell IT')[0]!['text']).toMatch(/^Dry run for Mateo Rivas/);
	noneRan(await fiveMinutesPass(), ['Whom to Read']);
}, 20_000);

test('F02: a message that was lost costs a night', async () => {
	recorded(day(0));
	const ran = await nightComes(live);
	expect(asked()).toEqual(['/v2/persons', `/v2/persons/${id}`, `/v2/persons/${id}/employments`]);
	expect(ran.items('Tell IT')[0]!['subject']).toMatch(/Complete/);
	expect(okta()).toBe('SUSPENDED');
	noneRan(await nightComes(live), ['Open Case']);
}, 20_000);

test.each<[string, Effect]>([
	['an error', { kind: 'status', status: 500 }],
	['a sign-in page', { kind: 'html' }],
	['nobody', { kind: 'status', status: 200, body: { _data: [] } }],
	['something else', { kind: 'status', status: 200, body: { data: [] } }],
])('C02: the list of everybody that is %s is mailed, and nobody leaves by it', async (_, instead) => {
	recorded(null);
	personioSaysInstead(instead, /^\/v2\/persons$/);
	const ran = await nightComes(live);
	noneRan(ran, ['Open Case']);
	expectSentence(String(ran.items('Tell IT to Look')[0]!['text']));
});
