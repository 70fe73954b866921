import type { IDataObject } from 'n8n-workflow';
import { cast } from '../../sandbox';
import { expectSentence } from '../harness/expectations';
import { startSite, type Site } from '../harness/site';
import { importedFrom, templateIn, type Changes, type Template } from '../harness/template';
import { backToNow, minutes, travelTogether } from '../harness/time';

const decisions = templateIn('decisions.json');
const emergency = templateIn('emergency-leaver.json');

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(async () => {
	backToNow();
	await site.stop();
});

const runFrom = (template: Template, start: string, items: IDataObject[], changes: Changes = {}) =>
	site.n8n.runFrom(site.n8n.workflow(importedFrom(template, changes), template.connections), start, [items.map((json) => ({ json }))]);

const jane = { id: 'u-1', email: 'jane@kestrel.example', firstName: 'Jane', lastName: 'Doe' };
const joe = { id: 'u-2', email: 'joe@kestrel.example', firstName: 'Joe', lastName: 'Roe' };

/** What the node *As an Event* makes of the form. */
const asked = (user = jane): IDataObject => ({
	person: { id: cast.leaver.id, name: 'Mateo Rivas', workEmail: cast.leaver.workEmail },
	event: { kind: 'terminate', source: 'form/emergency', key: 'form/emergency/77', effectiveAt: new Date().toISOString(), receivedAt: new Date().toISOString(), urgency: 'immediate', requestedBy: `${user.firstName} ${user.lastName} <${user.email}>` },
	asked: 'account taken over',
});
const ask = () => runFrom(emergency, 'As an Event', [asked()]);
/** What the note of the template tells an administrator to enter. */
const entered: Changes = { 'Open Case': { dryRun: false }, 'Cut Google Workspace': { options: { fallbackOwner: cast.orgAdmin.workEmail } } };
const everyMinute = (changes: Changes = {}) => runFrom(emergency, 'Every Minute', [{}], { ...entered, ...changes });
const list = async () => (await runFrom(decisions, 'Decide on What Is Held', [{ user: joe }])).items('List What Is Held');
const decideAs = async (user: typeof jane, { decision = 'Approved', chosen }: { decision?: string; chosen?: string } = {}) => {
	const line = chosen ?? String((await list())[0]!['line']);
	const shown = (await runFrom(decisions, 'Choose', [{ holds: [line], user }])).items('List What Was Chosen')[0]!;
	const ran = await runFrom(decisions, 'Read and Decide', [{ decision, reason: 'seen the alert', user }], { Decide: { holds: shown['holds'], what: shown['shown'] } as Changes[string] });
	return ran.items('Decide')[0]!;
};
const status = () => site.sandbox.okta.accessOf(cast.leaver.workEmail).status;

test('an emergency waits for a second person, and then cuts within a minute', async () => {
	const asking = await ask();
	expect(asking.outputs('Hold for a Second Person')!.flat()[0]!.json).toMatchObject({ guard: { needs: 1, hold: expect.stringMatching(/^hold_/) } });
	const [asked] = asking.items('Ask a Second Person');
	expect(asked).toMatchObject({ audience: 'security', urgent: true, subject: expect.stringMatching(/^Emergency: /) });
	expectSentence(String(asked!['text']).split('\n')[0]!);
	expect((await everyMinute()).outputs('Open Case')).toBeUndefined();
	expect(status()).toBe('ACTIVE');

	expect(await decideAs(joe)).toMatchObject({ summary: expect.stringMatching(/^Joe Roe approved the termination of Mateo Rivas/) });
	const ran = await everyMinute();
	expect(ran.items('Tell IT')[0]).toMatchObject({ subject: expect.stringMatching(/Mateo Rivas: Complete/) });
	expect(status()).toBe('SUSPENDED');
	expect((await everyMinute()).outputs('Open Case')).toBeUndefined();
}, 30_000);

test('G02: who asked for it cannot approve it, and is told so on the page', async () => {
	await ask();
	const refused = await decideAs(jane);
	expect(refused['summary']).toBeUndefined();
	expectSentence(String(refused['error']));
	expect((await everyMinute()).outputs('Open Case')).toBeUndefined();
	expect(status()).toBe('ACTIVE');
});

test('G01: opening the list, however often, decides nothing', async () => {
	await ask();
	for (let index = 0; index < 3; index += 1) expect(await list()).toHaveLength(1);
	expect((await everyMinute()).outputs('Open Case')).toBeUndefined();
	expect((await site.records({ kinds: ['hold.decided'] }))).toEqual([]);
});

test('rejected, nothing happens and nothing waits any more', async () => {
	await ask();
	expect(await decideAs(joe, { decision: 'Rejected' })).toMatchObject({ summary: expect.stringMatching(/keeps access/) });
	expect((await everyMinute()).outputs('Open Case')).toBeUndefined();
	expect((await runFrom(decisions, 'Decide on What Is Held', [{ user: joe }])).items('List What Is Held').filter((item) => item['holds'])).toEqual([]);
	expect(status()).toBe('ACTIVE');
});

test('undecided for a quarter of an hour, somebody else is asked', async () => {
	await ask();
	expect((await everyMinute()).outputs('Ask Somebody Else')).toBeUndefined();
	travelTogether(site, minutes(16));
	const ran = await everyMinute({ 'Release What Was Approved': { escalateTo: 'ciso@kestrel.example' } });
	expect(ran.outputs('Release What Was Approved')![1]![0]!.json).toMatchObject({ guard: { escalation: 1, askNext: 'ciso@kestrel.example' } });
	const [told] = ran.items('Ask Somebody Else');
	expect(told).toMatchObject({ audience: 'ciso@kestrel.example', urgent: true });
	expectSentence(String(told!['text']).split('\n')[0]!);
});

test('a name from outside is neither markup nor an expression on the page', async () => {
	await runFrom(emergency, 'As an Event', [{ ...asked(), person: { id: '30', name: '<b>{{ $env.PATH }}</b>', workEmail: cast.leaver.workEmail } }]);
	const [held] = await list();
	expect(held!['shownHtml']).toContain('&lt;b&gt;&#123;&#123; $env.PATH &#125;&#125;&lt;/b&gt;');
	expect(String(held!['shownHtml']).replace(/^<pre>|<\/pre>$/g, '')).not.toMatch(/[<>{}]/);
});
