import type { IDataObject } from 'n8n-workflow';
import { cast } from '../../sandbox';
import { expectNoSecrets, expectSentence } from '../harness/expectations';
import { leaverItem, startSite, type Site } from '../harness/site';
import { importedFrom, templateIn, type Changes, type Template } from '../harness/template';

const leave = templateIn('leave.json');
const leaver = templateIn('leaver.json');

let site: Site;
beforeEach(async () => {
	site = await startSite({ settings: { entra: { ruleLagMs: 0 } } });
});
afterEach(async () => {
	await site.stop();
});

const standIns = (own: string): string => (['executeWorkflow', 'if', 'merge', 'switch'].includes(own) ? own : 'passOn');
const runFrom = (template: Template, start: string, item: IDataObject, changes: Changes = {}, instance = site.n8n) => {
	const workflow = instance.workflow(importedFrom(template, { 'Let Through Once': { options: { settleSeconds: 0 } }, 'Open Case': { dryRun: false }, ...changes }, standIns), template.connections);
	workflow.id = template.id;
	return instance.runFrom(workflow, start, [[{ json: item }], []]);
};

const happens = (kind: string, row = '1') => {
	const { person, event } = leaverItem(cast.leaver.id) as { person: IDataObject; event: IDataObject };
	return { person, event: { ...event, kind, key: `bamboohr/kestrel/${cast.leaver.id}/${kind}/${row}${kind}` } };
};
const goes = (changes: Changes = {}, instance = site.n8n) => runFrom(leave, 'Somebody Goes on Leave or Is Back', happens('leave'), changes, instance);
const comes = (changes: Changes = {}, row = '1') => runFrom(leave, 'Somebody Goes on Leave or Is Back', happens('return', row), changes);
const email = cast.leaver.workEmail;
const everything = () => ({ okta: site.sandbox.okta.accessOf(email), google: site.sandbox.google.accessOf(email), entra: site.sandbox.entra.accessOf(email) });
/** What comes by signing in. */
const byHand = new Set(['sessions', 'refreshTokens', 'accessTokens']);
const lasting = () => Object.fromEntries(Object.entries(everything()).map(([system, access]) => [system, Object.fromEntries(Object.entries(access).filter(([what]) => !byHand.has(what)))]));

test('on leave, sign-in is blocked and nothing else is taken; back, it is as before', async () => {
	const before = lasting();
	const away = await goes();
	expect(away.error).toBeUndefined();
	expect(away.items('Tell IT')[0]).toMatchObject({ subject: expect.stringMatching(/^On leave: Mateo Rivas: Complete/), text: expect.stringMatching(/^Complete: Mateo Rivas is cut off until the return from leave, and it was read back/) });
	expect(away.items('Tell the Manager')[0]).toMatchObject({ subject: 'Mateo Rivas is on leave' });
	const { okta, google, entra } = everything();
	expect({ okta: okta.status, google: google.status, entra: entra.enabled }).toEqual({ okta: 'SUSPENDED', google: 'suspended', entra: false });
	expect({ groups: okta.groups, factors: okta.factors, roles: okta.roles, apiTokens: okta.apiTokens }).toEqual({ groups: before['okta']!['groups'], factors: before['okta']!['factors'], roles: before['okta']!['roles'], apiTokens: before['okta']!['apiTokens'] });
	expect({ groups: google.groups, licences: google.licences, devices: entra.devices, methods: entra.methods }).toEqual({ groups: before['google']!['groups'], licences: before['google']!['licences'], devices: before['entra']!['devices'], methods: before['entra']!['methods'] });

	const back = await comes();
	expect(back.items('Tell IT')[0]).toMatchObject({ subject: expect.stringMatching(/^Back from leave: Mateo Rivas: Complete/), text: expect.stringMatching(/^Complete: Mateo Rivas has back what was taken, and it was read back\./) });
	expect(back.items('Tell the Manager')[0]).toMatchObject({ subject: 'Mateo Rivas is back from leave', text: expect.stringContaining('can sign in again') });
	expect(lasting()).toEqual(before);
	expectNoSecrets(site, back.run);
}, 60_000);

test('as imported it is a dry run, both ways', async () => {
	const away = await goes({ 'Open Case': {} });
	expect(away.items('Tell IT')[0]!['subject']).toMatch(/^On leave: Mateo Rivas: Dry run/);
	expect(away.outputs('Tell the Manager')).toBeUndefined();
	expect(everything().okta.status).toBe('ACTIVE');
}, 60_000);

test('what changed while they were away stays as it is now', async () => {
	await goes();
	const user = site.sandbox.okta.user(email)!;
	const [group] = [...site.sandbox.okta.state.groups.values()].filter((one) => one.type === 'OKTA_GROUP' && one.members.has(user.id));
	group!.members.delete(user.id);
	await comes();
	expect(everything().okta.status).toBe('ACTIVE');
	expect(group!.members.has(user.id)).toBe(false);
}, 60_000);

test('back without a leave: IT is told what to do, and nothing is guessed', async () => {
	const ran = await comes();
	expect(ran.outputs('Restore Okta')).toBeUndefined();
	const [told] = ran.items('Tell IT');
	expect(told).toMatchObject({ urgent: true, subject: expect.stringMatching(/^Back from leave: Mateo Rivas: Incomplete/), text: expect.stringMatching(/^INCOMPLETE: nothing was given back to Mateo Rivas[^]*no leave was carried out for them here/) });
	expectSentence(String((ran.items('Open Case')[0]!['guard'] as IDataObject)['why']));
}, 60_000);

test('terminated while they are away: the leaver finds them suspended and takes the rest, and a return gives nothing back', async () => {
	await goes();
	const cut = await runFrom(leaver, 'Somebody Leaves', happens('terminate'));
	const steps = cut.items('Close Case')[0]!['steps'] as unknown as { system: string; step: string; outcome: string }[];
	expect(steps.filter(({ step }) => step === 'blockSignIn' || step === 'suspend').map(({ system, outcome }) => `${system} ${outcome}`).sort()).toEqual(['entra already_done', 'google already_done', 'okta already_done']);
	expect(everything().okta.groups).toBeLessThan(3);

	const ran = await comes();
	expect(ran.outputs('Restore Okta')).toBeUndefined();
	expect(ran.items('Tell IT')[0]!['text']).toMatch(/they have left since, with the case hr_event_/);
	expect(everything().okta.status).toBe('SUSPENDED');
}, 60_000);

test('a second return gives nothing back a second time', async () => {
	await goes();
	await comes();
	site.sandbox.okta.setStatus(email, 'SUSPENDED');
	const ran = await comes({}, '2');
	expect(ran.outputs('Restore Okta')).toBeUndefined();
	expect(everything().okta.status).toBe('SUSPENDED');
}, 60_000);

test('Google fails on the day of the return: the others are given back, IT is told, and running the case again finishes it', async () => {
	await goes();
	const fault = site.sandbox.faults.google.add({ method: 'PUT', path: /\/users\//, effect: { kind: 'forbidden' } });
	const ran = await comes();
	expect(ran.items('Tell IT')[0]).toMatchObject({ urgent: true, text: expect.stringMatching(/^INCOMPLETE: Mateo Rivas does not have back everything[^]*Not back yet, and needs somebody:\n- google \/ suspend: failed/) });
	expect(ran.outputs('Tell the Manager')).toBeUndefined();
	expect(everything()).toMatchObject({ okta: { status: 'ACTIVE' }, google: { status: 'suspended' } });

	fault.remove();
	const again = await runFrom(leave, 'Open Case', ran.items('Let Through Once')[0]!);
	expect(again.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
	expect(everything().google.status).toBe('active');
}, 120_000);

test('too many at once wait for somebody, and nobody is locked out by a label', async () => {
	const ran = await runFrom(leave, 'Somebody Goes on Leave or Is Back', happens('leave'), { 'Let Through Once': { mostPeople: 0, options: { settleSeconds: 0 } } });
	expect(ran.outputs('Open Case')).toBeUndefined();
	expect(ran.items('Ask for a Decision')[0]).toMatchObject({ subject: 'Held for a decision: leave of Mateo Rivas' });
	expect(everything().okta.status).toBe('ACTIVE');
});
