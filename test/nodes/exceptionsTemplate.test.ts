import type { IDataObject } from 'n8n-workflow';
import { offersOf } from '../../lifecycle/exceptions/entry';
import { cast } from '../../sandbox';
import { systems } from '../../systems';
import { expectSentence } from '../harness/expectations';
import { closeCase, leaverItem, oktaAccess, openCase, startSite, type Site } from '../harness/site';
import { importedFrom, nodeIn, templateIn, type Changes } from '../harness/template';
import { backToNow, days, travelTogether } from '../harness/time';

const template = templateIn('exceptions.json');
const nodeCalled = (name: string) => nodeIn(template, name);

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(async () => {
	backToNow();
	await site.stop();
});

const run = (start: string, item: IDataObject, changes: Changes = {}) => site.n8n.runFrom(site.n8n.workflow(importedFrom(template, changes), template.connections), start, [[{ json: item }]]);
/** What n8n's Form Trigger puts out: a field nobody filled in is null. */
const filledIn = (fields: IDataObject): IDataObject => ({ type: null, who: null, keeps: null, expires: null, reason: null, owner: null, submittedAt: '2026-11-20T09:00:00.000+00:00', formMode: 'production', user: { id: 'u-1', email: 'jane@kestrel.example', firstName: 'Jane', lastName: 'Doe' }, ...fields });
const register = async (fields: IDataObject) => (await run('Register an Exception', filledIn(fields))).items('Say What Was Registered')[0]!;
const inDays = (count: number) => new Date(Date.now() + days(count)).toISOString().slice(0, 10);
const keepsGroups = { type: 'Exception', who: cast.leaver.workEmail, keeps: 'Okta: Remove From Groups', expires: inDays(30), reason: 'handover' };
const everyMorning = (changes = {}) => run('Every Morning', { timestamp: '2026-11-20T08:00:00.000+00:00' }, changes);
const leave = async () => (await site.n8n.run([openCase(), oktaAccess(), closeCase()], [leaverItem(cast.leaver.id)])).items('Close Case')[0]!;
const live = { 'Open Case': { dryRun: false } };

test('a filled-in form protects somebody, under the name of who was signed in', async () => {
	const said = await register({ type: 'Protected', who: `${cast.leaver.workEmail}\nbreakglass@kestrel.example`, reason: 'break-glass account' });
	expect(said).toMatchObject({ exception: { type: 'protected', owner: 'Jane Doe <jane@kestrel.example>', registeredBy: 'Jane Doe <jane@kestrel.example>' }, summary: expect.stringMatching(/^Protected ex_/) });
	expect((await leave())['case']).toMatchObject({ verdict: 'Incomplete', openSteps: [{ step: 'protection', outcome: 'refused' }] });
	expect(site.sandbox.okta.accessOf(cast.leaver.workEmail).status).toBe('ACTIVE');
});

test('an owner may be named, and what stays', async () => {
	expect(await register({ ...keepsGroups, owner: 'Joe <joe@kestrel.example>' })).toMatchObject({ exception: { type: 'exception', system: 'okta', step: 'removeFromGroups', owner: 'Joe <joe@kestrel.example>', expiresAt: `${inDays(30)}T23:59:59.999Z` } });
});

test.each<[string, IDataObject]>([
	['forgot the day', { ...keepsGroups, expires: null }],
	['forgot what stays', { ...keepsGroups, keeps: null }],
	['is the one it is for', { ...keepsGroups, who: 'jane@kestrel.example' }],
	['is not signed in', { ...keepsGroups, user: null }],
])('somebody who %s is told so on the ending page', async (_, fields) => {
	const said = await register(fields);
	expectSentence(String(said['error']));
	expect(await site.records()).toEqual([]);
});

test('the second form ends one', async () => {
	const { exception } = await register(keepsGroups);
	const { id } = exception as { id: string };
	const ran = await run('End an Exception', filledIn({ exceptionId: id, why: 'handover done' }));
	expect(ran.items('Say What Was Ended')[0]).toMatchObject({ exception: { id, standing: 'ended', ended: { by: 'Jane Doe <jane@kestrel.example>' } } });
	const again = await run('End an Exception', filledIn({ exceptionId: 'ex_0', why: 'typo' }));
	expectSentence(String(again.items('Say What Was Ended')[0]!['error']));
});

test('each morning what needs a look is mailed, and nothing where there is nothing', async () => {
	expect((await everyMorning()).outputs('Tell IT to Review')).toBeUndefined();
	await register(keepsGroups);
	expect((await everyMorning()).outputs('Tell IT to Review')).toBeUndefined();
	travelTogether(site, days(20));
	const ran = await everyMorning();
	expect(ran.items('Into One Mail')).toEqual([expect.objectContaining({ line: expect.stringMatching(/It expires soon/) })]);
	expect(ran.items('Tell IT to Review')).toEqual([expect.objectContaining({ audience: 'it', about: 'review' })]);
});

test('G14: what an exception held is finished the morning after: first as a dry run, and when that is off, for real', async () => {
	await register(keepsGroups);
	expect((await leave())['case']).toMatchObject({ verdict: 'Incomplete' });
	const groups = () => site.sandbox.okta.accessOf(cast.leaver.workEmail).groups;
	const before = groups();
	expect((await everyMorning(live)).outputs('Open Case')).toBeUndefined();

	travelTogether(site, days(31));
	const dry = await everyMorning();
	expect(dry.items('Tell IT')[0]).toMatchObject({ subject: expect.stringMatching(/^No longer held, Mateo Rivas: Dry run/) });
	expect(groups()).toBe(before);

	const ran = await everyMorning(live);
	const [told] = ran.outputs('Tell IT')![0]!;
	expect(told!.json).toMatchObject({ subject: expect.stringMatching(/^No longer held, Mateo Rivas: Complete/) });
	expect(told!.binary).toHaveProperty('evidence');
	expect(groups()).toBeLessThan(before);
	expect((await everyMorning(live)).outputs('Open Case')).toBeUndefined();
});

test('the form offers what the node does, in the same words', async () => {
	const fields = (nodeCalled('Register an Exception').parameters['formFields'] as { values: { fieldName: string; fieldOptions?: { values: { option: string }[] } }[] }).values;
	const offered = fields.find(({ fieldName }) => fieldName === 'keeps')!.fieldOptions!.values.map(({ option }) => option);
	expect(offered).toEqual(offersOf(systems).map(({ name }) => name));
});

test('both forms let in only who is signed in and may run the workflow', () => {
	for (const name of ['Register an Exception', 'End an Exception']) {
		expect(nodeCalled(name)).toMatchObject({ typeVersion: 2.6, parameters: { authentication: 'n8nUserAuth', requireExecuteAccess: true } });
		expect(nodeCalled(name).parameters['options']).not.toHaveProperty('includeUserInOutput');
	}
});

test('H09: as imported, what was held is finished as a dry run', () => {
	expect(nodeCalled('Open Case').parameters).toMatchObject({ dryRun: true });
});
