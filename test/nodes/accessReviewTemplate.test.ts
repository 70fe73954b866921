import type { IDataObject } from 'n8n-workflow';
import { cast, outsiders, personById } from '../../sandbox';
import { enteredBy } from '../../scripts/stage/credentials';
import { expectNoSecrets, expectSentence } from '../harness/expectations';
import { leaverItem, openCase, oktaAccess, registerException, startSite, type Site } from '../harness/site';
import { nobodyCanBeTold } from '../harness/tellNodes';
import { importedFrom, nodeIn, templateIn, type Changes } from '../harness/template';
import { backToNow, days, travelTogether } from '../harness/time';

const template = templateIn('access-review.json');

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(async () => {
	backToNow();
	nobodyCanBeTold(undefined);
	await site.stop();
});

const standIns = (own: string): string => (['executeWorkflow', 'filter', 'if', 'merge', 'stopAndError'].includes(own) ? own : 'passOn');
const nodes = (changes: Changes = {}, on: readonly string[] = []) =>
	importedFrom(template, changes, standIns).map((node) => {
		if (on.includes(node.name)) delete node.disabled;
		return node;
	});
const run = async (changes: Changes = {}, on: readonly string[] = []) => site.n8n.runFrom(site.n8n.workflow(nodes(changes, on), template.connections), 'Every Morning', [[{ json: { timestamp: '2026-11-20T06:00:00.000+00:00' } }]]);
const report = (ran: Awaited<ReturnType<typeof run>>) => (ran.outputs('Compare With HR')![5]![0]!.json['report'] as { text: string; counts: Record<string, number> });
const found = (ran: Awaited<ReturnType<typeof run>>, output: number) => ran.outputs('Compare With HR')![output]!.map(({ json }) => json);
const known = async () => {
	await site.n8n.run([registerException({ who: [outsiders.breakGlass, outsiders.automation].join('\n') })], [{}]);
};

test('G13: every orphan of three systems is mailed, with the day it was first seen, a guess and its age; who is registered is not', async () => {
	await known();
	const ran = await run();
	expect(ran.error).toBeUndefined();
	const orphans = found(ran, 0);
	expect(orphans.map(({ system, account }) => [system, (account as IDataObject)['label']])).toEqual(expect.arrayContaining([['google', outsiders.orphan], ['okta', outsiders.orphan], ['entra', expect.stringContaining('vendor')]]));
	expect(JSON.stringify(orphans)).not.toContain(outsiders.breakGlass);
	const [told] = ran.items('Tell IT');
	expect(told).toMatchObject({ audience: 'it', how: 'notice', subject: expect.stringMatching(/nobody's/) });
	expect(told!['text']).toMatch(/The account old\.vendor@kestrel\.example in Okta is active and belongs to nobody in HR[^\n]*It was first seen today/);
	for (const { why } of orphans) expectSentence(String(why));
	expectNoSecrets(site, ran.run);

	travelTogether(site, days(3));
	const again = await run();
	expect(found(again, 0).find(({ account }) => (account as IDataObject)['label'] === outsiders.orphan)).toMatchObject({ ageDays: 3, isNew: false, firstSeen: orphans[0]!['firstSeen'] });
}, 30_000);

test('nobody of HR is an orphan, and everybody who left and is still active is on the other list', async () => {
	const ran = await run();
	const people = [...site.sandbox.bamboohr.state.employees.keys()];
	const orphans = found(ran, 0).map(({ account }) => (account as IDataObject)['personId']);
	expect(orphans.filter((id) => people.includes(id as string))).toEqual([]);
	expect(found(ran, 1).every(({ person }) => (person as IDataObject)['standing'] === 'gone')).toBe(true);
}, 30_000);

test('somebody who left without anybody hearing of it gets a ticket, once; with an open case it is under way and gets none', async () => {
	site.sandbox.bamboohr.terminate(cast.leaver.id);
	site.sandbox.bamboohr.terminate(cast.contractor.id);
	const { person, event } = leaverItem(cast.contractor.id) as { person: IDataObject; event: IDataObject };
	await site.n8n.run([openCase()], [{ person, event: { ...event, source: 'bamboohr/kestrel' } }]);
	const ran = await run();
	const stillActive = found(ran, 1);
	const of = (id: string) => stillActive.filter(({ person }) => (person as IDataObject)['id'] === id);
	expect(of(cast.leaver.id).length).toBeGreaterThan(1);
	expect(of(cast.contractor.id)).toMatchObject(of(cast.contractor.id).map(() => ({ progress: { kind: 'underway', caseId: expect.stringContaining(`_${cast.contractor.id}_`) }, why: expect.stringMatching(/it is under way/) })));
	const tickets = ran.items('Ticket to Security');
	expect(tickets.filter(({ text }) => String(text).includes('Mateo Rivas'))).toHaveLength(of(cast.leaver.id).length);
	expect(tickets.some(({ text }) => String(text).includes(personById(cast.contractor.id).lastName))).toBe(false);
	expect(tickets.every(({ audience, how, urgent }) => audience === 'security' && how === 'ticket' && urgent === true)).toBe(true);
	expect(new Set(tickets.map(({ caseId }) => caseId)).size).toBe(tickets.length);
	expect(report(ran).text).toMatch(/^Gone according to HR, and still active: look at these first/);

	const again = await run();
	expect(again.outputs('Ticket to Security')?.[0] ?? []).toEqual([]);
	expect(again.items('Tell IT')[0]).toMatchObject({ urgent: true });
}, 30_000);

test('it takes nothing from anybody', async () => {
	site.sandbox.bamboohr.terminate(cast.leaver.id);
	await run();
	expect(site.sandbox.journals.okta.writes.filter(({ path }) => !path.includes('/token'))).toEqual([]);
	expect(site.sandbox.okta.accessOf(cast.leaver.workEmail).status).toBe('ACTIVE');
}, 30_000);

test('C02: where BambooHR answers with nobody the run fails, and nobody is an orphan for it', async () => {
	site.sandbox.faults.bamboohr.add({ path: /reports\/custom/, effect: { kind: 'status', status: 200, body: { employees: [] } } });
	const ran = await run();
	expect(ran.error).toMatch(/as if nobody had ever worked there/);
	expect(ran.outputs('Compare With HR')).toBeUndefined();
	expect(await site.records({ kinds: ['account.flagged'] })).toEqual([]);
}, 30_000);

test('C02: where it shows far fewer people than yesterday nothing is compared', async () => {
	await run();
	const all = [...site.sandbox.bamboohr.state.employees.keys()];
	for (const id of all.slice(0, 20)) site.sandbox.bamboohr.deleteEmployee(id);
	const flagged = (await site.records({ kinds: ['account.flagged'] })).length;
	const ran = await run();
	expect(ran.error).toMatch(/people where it had \d+ when it was last compared\. Nothing was compared/);
	expect((await site.records({ kinds: ['account.flagged'] })).length).toBe(flagged);
	expect(await site.records({ kinds: ['source.suspect'] })).toHaveLength(1);
}, 30_000);

test('a system that cannot be listed is told of, the others are compared, and nothing there counts as settled', async () => {
	await run({ 'Compare With HR': { everybodyHas: 'okta' } });
	site.sandbox.faults.okta.add({ path: /\/users$/, effect: { kind: 'status', status: 401 } });
	const ran = await run({ 'Compare With HR': { everybodyHas: 'okta' } });
	expect(ran.error).toBeUndefined();
	expect(found(ran, 2)).toEqual([]);
	expect(found(ran, 3).filter(({ finding }) => finding === undefined).map(({ why }) => String(why))).toEqual([expect.stringMatching(/^Accounts could not be listed: /), expect.stringMatching(/^No account of Okta came to be compared, where there were \d+/)]);
	expect(found(ran, 0).map(({ system }) => system)).toContain('google');
	expect(await site.records({ kinds: ['account.cleared'] })).toEqual([]);
}, 30_000);

test('who has no account where everybody is to have one is named; a system that is switched off is in nobody\'s way', async () => {
	const ran = await run({ 'Compare With HR': { everybodyHas: 'okta' } });
	expect(found(ran, 2)).toMatchObject([{ system: 'okta', person: { id: cast.withoutAccount.id }, account: null }]);
}, 30_000);

test('G13: AWS, GitHub and a SCIM application, switched on, are compared as well', async () => {
	const entered = enteredBy(site.sandbox);
	const changes = Object.fromEntries(['AWS IAM', 'GitHub', 'SCIM Application'].map((label) => [`Accounts in ${label}`, listing(nodeIn(template, `Accounts in ${label}`).parameters, entered[`Cut ${label}`])]));
	const ran = await run(changes, Object.keys(changes));
	expect(ran.error).toBeUndefined();
	const systems = new Set([0, 1, 4].flatMap((output) => found(ran, output)).map(({ system }) => String(system).split(':')[0]));
	expect([...systems]).toEqual(expect.arrayContaining(['aws', 'entra', 'github', 'google', 'okta', 'scim']));
}, 60_000);

/** Of what an administrator enters for a cut, that which a list needs too. */
const listing = (own: IDataObject, entered: Readonly<Record<string, unknown>> = {}) => ({ ...own, ...Object.fromEntries(Object.entries(entered).filter(([name]) => name !== 'steps' && name !== 'operation')) }) as Changes[string];

test('where IT cannot be told, the run fails, so that somebody sees it', async () => {
	nobodyCanBeTold('the mail server is down.');
	const ran = await run();
	expect(ran.error).toMatch(/^Nobody could be told what the access review found: the mail server is down\./);
}, 30_000);

test('in the editor nothing is recorded, and the report says so', async () => {
	const flow = site.n8n.workflow(nodes(), template.connections);
	const ran = await site.n8n.runFrom(flow, 'Every Morning', [[{ json: {} }]], { mode: 'manual' });
	expect(report(ran).text).toMatch(/This is a test in the editor: nothing was recorded/);
	expect(await site.records()).toEqual([]);
}, 30_000);

test('its example is of invented people, and shows the whole of it', () => {
	for (const name of ['Every Morning', 'Everybody in BambooHR', 'Accounts in Okta', 'Accounts in Google Workspace', 'Accounts in Entra ID', 'Tell IT', 'Ticket to Security']) expect(template.pinData[name]).toBeDefined();
	expect(JSON.stringify(template.pinData)).not.toMatch(/kestrel/i);
});

test('an Okta account that was cut is fine', async () => {
	site.sandbox.bamboohr.terminate(cast.leaver.id);
	await site.n8n.run([openCase(), oktaAccess()], [leaverItem(cast.leaver.id)]);
	const ran = await run();
	expect(found(ran, 1).some(({ system, person }) => system === 'okta' && (person as IDataObject)['id'] === cast.leaver.id)).toBe(false);
}, 60_000);
