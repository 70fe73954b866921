import type { IDataObject } from 'n8n-workflow';
import { expectNoSecrets, expectSentence } from '../harness/expectations';
import { closeCase, leaverItem, oktaAccess, openCase, registerException, startSite, type Site } from '../harness/site';
import type { OktaCredential } from '../../scripts/stage/credentials';
import type { StepResult } from '../../lifecycle/outcome';
import { cast } from '../../sandbox';
import { usualSteps } from '../support/leaverCase';

let site: Site;
afterEach(() => site.stop());

const start = async (okta?: OktaCredential) => (site = await startSite(okta ? { okta } : {}));
const login = cast.leaver.workEmail;
const status = () => site.sandbox.okta.accessOf(login).status;
const writes = () => site.sandbox.journals.okta.writes.filter(({ path }) => !path.startsWith('/oauth2/'));
const stepsOf = (item: { [key: string]: unknown } | undefined) => item!['steps'] as StepResult[];
const leaver = () => leaverItem(cast.leaver.id);

describe('Cut Access', () => {
	test.each([
		['apiToken', 'apiToken'],
		['withDpop', 'serviceApp'],
		['withoutDpop', 'serviceApp'],
	] as const)('takes everything away and reads it back (%s)', async (credential, authentication) => {
		await start(credential);
		const ran = await site.n8n.run([openCase(), oktaAccess({ authentication }), closeCase()], [leaver()]);
		expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
		const done = stepsOf(ran.items('Close Case')[0]).filter(({ outcome }) => outcome === 'done');
		expect(done.map(({ step }) => step)).toEqual(expect.arrayContaining(usualSteps));
		for (const { verified, reason } of done) {
			expect(verified).toBe(true);
			expect(reason).not.toMatch(/undefined|\[object/);
		}
		expect(status()).toBe('SUSPENDED');
		expectNoSecrets(site, ran.run);
	});

	test('adds its steps to those other systems left on the item', async () => {
		await start();
		const earlier = { system: 'google', step: 'suspend', outcome: 'done', verified: true };
		const opened = await site.n8n.run([openCase()], [leaver()]);
		const { items } = await site.n8n.run([oktaAccess({ steps: ['blockSignIn'] })], [{ ...opened.items('Open Case')[0]!, steps: [earlier], ticket: 'INC-1' }]);
		expect(items('Okta')[0]).toMatchObject({ ticket: 'INC-1', person: { id: cast.leaver.id }, steps: [earlier, { system: 'okta', step: 'blockSignIn', outcome: 'done' }] });
	});

	test('D05: holds what a legal hold must keep', async () => {
		await start();
		await site.n8n.run([registerException({ type: 'legalHold', who: login, reason: 'a hold by counsel' })], [{}]);
		const { items } = await site.n8n.run([openCase(), oktaAccess({ steps: ['blockSignIn', 'deactivate'] })], [leaver()]);
		expect(stepsOf(items('Okta')[0])).toEqual([expect.objectContaining({ step: 'blockSignIn', outcome: 'done' }), expect.objectContaining({ step: 'deactivate', outcome: 'held', reason: expect.stringContaining('a hold by counsel') })]);
	});

	test('a person without an account leaves the case incomplete, unless that was said to be fine', async () => {
		await start();
		const nodes = (options: IDataObject) => [openCase(), oktaAccess({ options: options as never }), closeCase()];
		const strict = await site.n8n.run(nodes({}), [leaverItem(cast.withoutAccount.id)]);
		expect(strict.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Incomplete' }, steps: [{ outcome: 'not_found' }] });
		expectSentence(stepsOf(strict.items('Close Case')[0])[0]!.reason);
		const fine = await site.n8n.run(nodes({ missingAccountIsFine: true }), [leaverItem(cast.withoutAccount.id)]);
		expect(fine.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
	});

	test('by e-mail only where that is not switched off', async () => {
		await start();
		delete site.sandbox.okta.user(login).profile['employeeNumber'];
		const off = await site.n8n.run([openCase(), oktaAccess({ options: { matchByEmail: false } })], [leaver()]);
		expect(stepsOf(off.items('Okta')[0])).toEqual([expect.objectContaining({ outcome: 'not_found' })]);
		const on = await site.n8n.run([openCase(), oktaAccess({ steps: ['blockSignIn'] })], [leaver()]);
		expect(stepsOf(on.items('Okta')[0])).toEqual([expect.objectContaining({ outcome: 'done' })]);
	});

	test.each([
		['no step at all', []],
		['a step this version does not have', ['blockSignIn', 'burnLaptop']],
	])('%s is refused instead of being quietly left out', async (_, steps) => {
		await start();
		const { error } = await site.n8n.run([openCase(), oktaAccess({ steps })], [leaver()]);
		expectSentence(error);
		expect(status()).toBe('ACTIVE');
	});
});

describe('Dry Run', () => {
	test.each([
		['the case says so', { dryRun: true }, {}],
		['the node says so, whatever the case says', { dryRun: false }, { dryRun: 'always' }],
	])('%s: nothing is changed', async (_, ofCase, ofNode) => {
		await start();
		const { items } = await site.n8n.run([openCase(ofCase), oktaAccess(ofNode)], [leaver()]);
		const steps = stepsOf(items('Okta')[0]).filter(({ outcome }) => outcome !== 'not_removable_here');
		expect(steps.map(({ outcome }) => outcome)).toEqual(usualSteps.map(() => 'planned'));
		expect(writes()).toEqual([]);
	});

	test.each([[undefined], ['false'], [null]])('an item that says %p is neither guessed to be live nor to be dry', async (dryRun) => {
		await start();
		const opened = (await site.n8n.run([openCase()], [leaver()])).items('Open Case')[0]!;
		const item = { ...opened, case: { ...(opened['case'] as object), dryRun } };
		const { error } = await site.n8n.run([oktaAccess()], [item as never]);
		expectSentence(error);
		expect(error).toMatch(/does not say whether the case is a dry run/);
		expect(writes()).toEqual([]);
	});
});

test('without a case there is nowhere for the evidence to go, and nothing is changed', async () => {
	await start();
	const { error } = await site.n8n.run([oktaAccess()], [leaver()]);
	expectSentence(error);
	expect(error).toMatch(/carries no case/);
	expect(site.sandbox.journals.okta.entries).toEqual([]);
});

describe('D01: protected people', () => {
	const other = cast.otherLogin;
	const oktaLogin = 'avisser@corp.kestrel.example';
	test.each([
		['its login', () => `x@kestrel.example, ${oktaLogin.toUpperCase()}`],
		['its work e-mail, which is not its login', () => other.workEmail],
		['its Okta id', () => `x@kestrel.example\n ${site.sandbox.okta.ids.get(other.id)!} `],
		['its HR id', () => `999;${other.id}`],
	])('an account registered by %s is refused', async (_, who) => {
		await start();
		await site.n8n.run([registerException({ who: who() })], [{}]);
		const { items } = await site.n8n.run([openCase(), oktaAccess(), closeCase()], [leaverItem(other.id)]);
		expect(stepsOf(items('Close Case')[0])).toEqual([expect.objectContaining({ step: 'protection', outcome: 'refused', exception: expect.stringMatching(/^ex_/), reason: expect.stringMatching(/^Refused to touch .* protected by ex_/) })]);
		expect(items('Close Case')[0]).toMatchObject({ case: { verdict: 'Incomplete' } });
		expect(writes()).toEqual([]);
	});

	test('an API token never cuts the account it belongs to', async () => {
		await start('apiToken');
		const owner = { person: { id: 'none', name: 'Automation', workEmail: 'svc-joiner-mover-leaver@kestrel.example' } };
		const { items } = await site.n8n.run([openCase(), oktaAccess({ authentication: 'apiToken' })], [{ ...leaver(), ...owner }]);
		expect(stepsOf(items('Okta')[0])).toEqual([expect.objectContaining({ outcome: 'refused', reason: expect.stringContaining('API token of this very account') })]);
	});
});

describe('Inspect Access', () => {
	test('shows what every step would find, needs no case and writes nothing', async () => {
		await start();
		const { items } = await site.n8n.run([oktaAccess({ operation: 'inspect' })], [leaver()]);
		const { findings } = (items('Okta')[0]!['access'] as { okta: { findings: { step: string }[] } }).okta;
		expect(findings.map(({ step }) => step)).toEqual(expect.arrayContaining([...usualSteps, 'deactivate']));
		expect(writes()).toEqual([]);
		expect(await site.records()).toEqual([]);
	});
});

describe('B08: Restore Access', () => {
	test('gives back what the case took', async () => {
		await start();
		const before = site.sandbox.okta.accessOf(login);
		const cut = await site.n8n.run([openCase(), oktaAccess()], [leaver()]);
		const { items } = await site.n8n.run([oktaAccess({ operation: 'restore' })], [{ ...cut.items('Okta')[0]!, steps: [] }]);
		expect(status()).toBe('ACTIVE');
		expect(site.sandbox.okta.accessOf(login)).toMatchObject({ groups: before.groups, roles: before.roles, devices: before.devices });
		for (const { outcome, reason } of stepsOf(items('Okta')[0])) {
			expect(['done', 'already_done', 'pending']).toContain(outcome);
			expect(reason).not.toMatch(/undefined|\[object/);
		}
	});

	test('a case that cut nothing has nothing to give back', async () => {
		await start();
		const { items } = await site.n8n.run([openCase(), oktaAccess({ operation: 'restore' })], [leaver()]);
		expect(stepsOf(items('Okta')[0])).toEqual([expect.objectContaining({ outcome: 'refused', reason: expect.stringContaining('holds no snapshot') })]);
	});
});
