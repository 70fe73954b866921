import type { IDataObject } from 'n8n-workflow';
import { verifyBundle } from '../../ledger/verify';
import { recognise } from '../../ledger/report';
import { cast } from '../../sandbox';
import { expectNoSecrets, expectSentence } from '../harness/expectations';
import { leaverItem, startSite, type Site } from '../harness/site';
import { nobodyCanBeTold } from '../harness/tellNodes';
import { importedFrom, templateIn, type Changes, type Template } from '../harness/template';
import { backToNow, days, minutes, travelTogether } from '../harness/time';

const [leaver, undo, decisions, emergency] = ['leaver.json', 'undo.json', 'decisions.json', 'emergency-leaver.json'].map(templateIn) as [Template, Template, Template, Template];

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(async () => {
	nobodyCanBeTold(undefined);
	backToNow();
	await site.stop();
});

const standIns = (own: string): string => (['executeWorkflow', 'if', 'merge', 'set', 'switch'].includes(own) ? own : 'passOn');

/** As the workflow it is, so that two of them are two to the ledger. */
const runFrom = (template: Template, start: string, items: IDataObject[], changes: Changes = {}, instance = site.n8n) => {
	const workflow = instance.workflow(importedFrom(template, changes, standIns), template.connections);
	workflow.id = template.id;
	return instance.runFrom(workflow, start, [items.map((json) => ({ json })), []]);
};

const jane = { id: 'u-1', email: 'jane@kestrel.example', firstName: 'Jane', lastName: 'Doe' };
const joe = { id: 'u-2', email: 'joe@kestrel.example', firstName: 'Joe', lastName: 'Roe' };
const live: Changes = { 'Open Case': { dryRun: false } };
const unhurried: Changes = { 'Let Through Once': { options: { settleSeconds: 0 } } };

const cut = async (item = leaverItem(cast.leaver.id)) => String(((await runFrom(leaver, 'Somebody Leaves', [item], { ...unhurried, ...live })).items('Close Case')[0]!['case'] as IDataObject)['id']);

/** HR still says that they have left: the form knows it from the ledger alone. */
const list = async () => (await runFrom(undo, 'Give Access Back', [{ user: jane }])).items('List Cut Cases').filter(({ line }) => line);
const ask = async (chosen: IDataObject, user = jane) => runFrom(undo, 'Whom and Why', [{ caseId: '', reason: 'HR took the wrong Mateo', user, ...chosen }]);
const choose = async () => ask({ choice: (await list())[0]!['line'] });
const everyMinute = (changes: Changes = {}, instance = site.n8n) => runFrom(undo, 'Every Minute', [{}], { ...live, ...changes }, instance);
const approve = async (user: typeof jane) => {
	const [held] = (await runFrom(decisions, 'Decide on What Is Held', [{ user }])).items('List What Is Held');
	const shown = (await runFrom(decisions, 'Choose', [{ holds: [held!['line']], user }])).items('List What Was Chosen')[0]!;
	return (await runFrom(decisions, 'Read and Decide', [{ decision: 'Approved', reason: 'asked HR', user }], { Decide: { holds: shown['holds'], what: shown['shown'] } as Changes[string] })).items('Decide')[0]!;
};
const takenBack = () => {
	const { person, event } = leaverItem(cast.leaver.id) as { person: IDataObject; event: IDataObject };
	return { person, event: { ...event, kind: 'rescind', key: `${String(event['key'])}-rescind` } };
};
const byHr = (changes: Changes = {}, instance = site.n8n) => runFrom(undo, 'HR Takes It Back', [takenBack()], { ...live, ...changes }, instance);
const status = () => site.sandbox.okta.accessOf(cast.leaver.workEmail).status;
const said = (ran: Awaited<ReturnType<typeof byHr>>) => ran.items('Say What Happens Now')[0] as { guard?: { why: string; hold?: string }; error?: string };

test('HR takes it back: everything is given back at once, and IT and the manager are told', async () => {
	const before = status();
	const taken = await cut();
	expect(status()).toBe('SUSPENDED');
	const ran = await byHr();
	expect(ran.error).toBeUndefined();
	expect(status()).toBe(before);
	const [told] = ran.items('Tell IT');
	expect(told).toMatchObject({ audience: 'it', subject: expect.stringMatching(/^Undo Mateo Rivas: (Complete|Incomplete) \(hr_event_/) });
	expect(told!['text']).toContain(`This gave back what ${taken} took.`);
	expect(told!['text']).toMatch(/Only the person can set this up again:\n- \w+ \//);
	expect(ran.items('Tell the Manager')[0]).toMatchObject({ audience: 'manager', address: expect.stringContaining('@'), text: expect.stringMatching(/Mateo Rivas had been cut off by mistake/) });
	expect(ran.outputs('Tell Who Asked')).toBeUndefined();
	const { data } = ran.outputs('Export Bundle')![0]![0]!.binary!['evidence']!;
	const page = Buffer.from(data, 'base64').toString('utf8');
	expect(page).toContain('What was given back');
	expect(verifyBundle(recognise(page).text)).toMatchObject({ ok: true });
	expectNoSecrets(site, ran.run);
}, 60_000);

test('as imported it is a dry run: what would be given back is said, and the leaver goes on as before', async () => {
	await cut();
	const ran = await byHr({ 'Open Case': {} });
	expect(ran.items('Tell IT')[0]).toMatchObject({ text: expect.stringMatching(/^Dry run for Mateo Rivas: nothing was given back\.[^]*Would be given back:\n- /) });
	expect(ran.outputs('Tell the Manager')).toBeUndefined();
	expect(status()).toBe('SUSPENDED');
	expect(await site.records({ kinds: ['event.givenBack'] })).toEqual([]);
}, 60_000);

test('without HR: one person asks, another approves, and it begins within a minute', async () => {
	const taken = await cut();
	expect((await list()).map(({ case: one }) => (one as IDataObject)['id'])).toEqual([taken]);
	const asked = await choose();
	expectSentence(String(said(asked).guard!.why));
	expect(asked.items('Ask a Second Person')[0]).toMatchObject({ audience: 'security', urgent: true, subject: 'Jane Doe <jane@kestrel.example> asks to give Mateo Rivas their access back', text: expect.stringContaining('with the reason "HR took the wrong Mateo"') });
	expect((await everyMinute()).outputs('Open Case')).toBeUndefined();
	expect(status()).toBe('SUSPENDED');

	expect(await approve(joe)).toMatchObject({ summary: expect.stringMatching(/^Joe Roe approved the rescinding of Mateo Rivas/) });
	const ran = await everyMinute();
	expect(status()).toBe('ACTIVE');
	expect(ran.items('Tell Who Asked')[0]).toMatchObject({ audience: 'jane@kestrel.example', text: expect.stringMatching(/Asked for by Jane Doe <jane@kestrel\.example>: HR took the wrong Mateo/) });
	expect((await site.records({ kinds: ['case.opened'] })).at(-1)!.content!['event']).toMatchObject({ kind: 'rescind', source: 'form/undo', requestedBy: 'Jane Doe <jane@kestrel.example>', reason: 'HR took the wrong Mateo', takesBack: taken });
	expect(await list()).toEqual([]);
	expect((await everyMinute()).outputs('Open Case')).toBeUndefined();
}, 60_000);

test('G02: whoever asked cannot approve it', async () => {
	await cut();
	await choose();
	const refused = await approve(jane);
	expect(refused['summary']).toBeUndefined();
	expectSentence(String(refused['error']));
	expect((await everyMinute()).outputs('Open Case')).toBeUndefined();
	expect(status()).toBe('SUSPENDED');
}, 60_000);

test('HR still says that they have left: the leaver does not cut them again, today or in a week', async () => {
	await site.withLedger(async (ledger) => {
		const { takeIn } = await import('../../lifecycle/inbox');
		const { person, event } = leaverItem(cast.leaver.id) as unknown as Parameters<typeof takeIn>[2];
		await takeIn(ledger, { source: event.source, workflow: leaver.id }, { person, event }, new Date());
	});
	const lookAgain: Changes = { 'Close Case': { lookAgainAfter: [15, 1440, 10080], tryAgain: true } };
	await runFrom(leaver, 'Somebody Leaves', [leaverItem(cast.leaver.id)], { ...unhurried, ...live, ...lookAgain });
	const waits = () => site.withLedger(async (ledger) => {
		const { waiting } = await import('../../lifecycle/inbox');
		const { again, unfinished } = await waiting(ledger, { source: 'bamboohr', workflow: leaver.id }, new Date(Date.now() + days(8)), minutes(5));
		return again.length + unfinished.length;
	});
	expect(await waits()).toBe(1);
	await choose();
	await approve(joe);
	await everyMinute();
	expect(await waits()).toBe(0);
	expect(status()).toBe('ACTIVE');
}, 60_000);

test.each<[string, IDataObject, RegExp]>([
	['a case that nobody knows', { choice: 'Not in this list', caseId: 'hr_event_20200101_1_1' }, /no case hr_event_20200101_1_1 that took access is known/],
	['nothing at all', { choice: 'Not in this list' }, /no case is named/],
])('whoever names %s is told so on the page, and nobody is asked', async (_, chosen, why) => {
	await cut();
	const asked = await ask(chosen);
	expect(said(asked).error).toMatch(why);
	expectSentence(said(asked).error!);
	expect(asked.outputs('Ask a Second Person')).toBeUndefined();
}, 60_000);

test('somebody who has left again since is not given back what was taken the first time', async () => {
	const first = await cut();
	const again = leaverItem(cast.leaver.id) as { person: IDataObject; event: IDataObject };
	const second = await cut({ ...again, event: { ...again.event, key: `${String(again.event['key'])}1` } });
	expect(second).not.toBe(first);
	const asked = await ask({ choice: 'Not in this list', caseId: first });
	expect(said(asked).guard).toMatchObject({ why: expect.stringMatching(new RegExp(`they have left since, at .* with the case ${second}`)) });
	expect(said(asked).guard!.hold).toBeUndefined();
}, 60_000);

test('given back by HR between asking and approving: nothing is given back twice, and who asked is told why', async () => {
	await cut();
	await choose();
	await byHr();
	await approve(joe);
	const ran = await everyMinute();
	expect(ran.outputs('Restore Okta')).toBeUndefined();
	expect(ran.items('Tell Who Asked')[0]).toMatchObject({ subject: expect.stringContaining('Incomplete'), text: expect.stringMatching(/^INCOMPLETE: nothing was given back to Mateo Rivas[^]*was given back already/) });
}, 60_000);

test('an emergency is undone as well, and what HR said later with it', async () => {
	const before = status();
	const asked = { person: { id: cast.leaver.id, name: 'Mateo Rivas', workEmail: cast.leaver.workEmail }, event: { kind: 'terminate', source: 'form/emergency', key: 'form/emergency/77', effectiveAt: new Date().toISOString(), receivedAt: new Date().toISOString(), urgency: 'immediate', requestedBy: 'Night Watch <watch@kestrel.example>' } };
	await runFrom(emergency, 'Hold for a Second Person', [asked]);
	await runFrom(emergency, 'As an Event', [asked], { 'As an Event': { assignments: { assignments: Object.entries(asked).map(([name, value]) => ({ name, value })) } } as never });
	await approve(joe);
	await runFrom(emergency, 'Every Minute', [{}], { ...live, 'Cut Google Workspace': { options: { fallbackOwner: cast.orgAdmin.workEmail } } });
	expect(status()).toBe('SUSPENDED');
	await cut();
	await byHr();
	expect(status()).toBe(before);
	expect(await list()).toEqual([]);
}, 60_000);

describe('Okta is down while access is given back', () => {
	const down = async () => {
		const stored = site.n8n.credentials.stored;
		return site.instance({ stored: { ...stored, jmlOktaServiceAppApi: { ...stored['jmlOktaServiceAppApi']!, orgUrl: 'https://127.0.0.1:9' } } });
	};

	test('the others are given back, it is said what is not, and it is finished by itself when Okta is there again', async () => {
		await cut();
		await choose();
		await approve(joe);
		const ran = await everyMinute({ 'Restore Okta': { options: { readBackSeconds: 1 } } }, await down());
		const [told] = ran.items('Tell IT');
		expect(told).toMatchObject({ urgent: true, subject: expect.stringContaining('Incomplete'), text: expect.stringMatching(/^INCOMPLETE: Mateo Rivas does not have back everything that was taken\.[^]*Not back yet, and needs somebody:\n[^]*- okta \//) });
		expect(site.sandbox.google.accessOf(cast.leaver.workEmail).status).toBe('active');
		expect(status()).toBe('SUSPENDED');
		expect((await everyMinute()).outputs('Open Case')).toBeUndefined();

		travelTogether(site, minutes(16));
		const again = await everyMinute();
		expect(status()).toBe('ACTIVE');
		expect(again.items('Tell IT')[0]!['text']).not.toMatch(/Not back yet, and needs somebody:\n(- .*\n)*- okta \/ (findAccount|blockSignIn)/);
		expect((await site.records({ kinds: ['step.settled'] })).filter(({ content }) => content!['system'] === 'google' && content!['operation'] === 'restore' && content!['step'] === 'suspend').map(({ content }) => content!['outcome'])).toEqual(['done', 'already_done']);
	}, 120_000);
});

test('nobody could be told: it is not over, and told once more', async () => {
	await cut();
	await choose();
	await approve(joe);
	nobodyCanBeTold('The mail server is down.');
	expect((await everyMinute()).items('Note That They Were Told')[0]).toMatchObject({ notices: [{ told: false }] });
	nobodyCanBeTold(undefined);
	travelTogether(site, minutes(20));
	const again = await everyMinute();
	expect(again.items('Tell IT')[0]!['subject']).toMatch(/^Undo Mateo Rivas/);
	expect(again.items('Note That They Were Told')[0]).toMatchObject({ notices: [{ told: true }] });
}, 60_000);

test('what needs attention goes to IT and gives nobody anything back', async () => {
	const ran = await site.n8n.runFrom(site.n8n.workflow(importedFrom(undo, live, standIns), undo.connections), 'HR Takes It Back', [[], [{ json: { source: 'bamboohr', employeeId: '42', problem: 'Jamie Lee was not acted upon.' } }]]);
	expect(ran.items('Tell IT to Look')[0]).toMatchObject({ subject: 'Undo needs attention: employee 42' });
	expect(ran.outputs('Open Case')).toBeUndefined();
});
