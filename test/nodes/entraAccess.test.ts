import { DateTime } from 'luxon';
import type { IDataObject, INode } from 'n8n-workflow';
import type { StepResult } from '../../lifecycle/outcome';
import { recordResult, resultOf } from '../../lifecycle/journal';
import { cast } from '../../sandbox';
import { entraSteps } from '../../systems/entra';
import { objectGuidOf } from '../../systems/entra/onPremises';
import { permissionsNeeded } from '../../systems/entra/check';
import { pressTest } from '../harness/credentialTest';
import { closeCase, credentialsOf, leaverItem, openCase, startSite, type Site } from '../harness/site';
import { node } from '../harness/workflow';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

const type = 'jmlEntraApi';
const entra = () => site.sandbox.entra;
/** Waited for: what a test looks at is how it ended. */
const access = ({ options = {}, ...parameters }: INode['parameters'] = {}): INode => node('Entra', 'entraAccess', { ...parameters, options: { othersWaitSeconds: 60, ...(options as IDataObject) } as never }, { credentials: { [type]: { id: type, name: type } } });
const stepsOf = (item: { [key: string]: unknown } | undefined) => item!['steps'] as StepResult[];
const writes = () => site.sandbox.journals.entra.writes.filter(({ path }) => path.startsWith('/v1.0/'));
const leaver = () => leaverItem(cast.leaver.id);
const certified = () => {
	const { certificate } = entra().connection;
	return { ...credentialsOf(site.sandbox)[type]!, authentication: 'certificate', publicCertificate: certificate.pem, privateKey: certificate.privateKey };
};

test('Cut Access takes everything away, leaves the case complete, and keeps no secret anywhere', async () => {
	const ran = await site.n8n.run([openCase(), access(), closeCase()], [leaver()]);
	const results = stepsOf(ran.items('Entra')[0]);
	for (const step of entraSteps) {
		if ('optional' in step || step.id === 'reportOwned') continue;
		expect(results.find((result) => result.step === step.id && result.outcome !== 'not_removable_here')).toMatchObject({ system: 'entra', outcome: 'done', verified: true });
	}
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
	expect(entra().accessOf(cast.leaver.workEmail!)).toMatchObject({ enabled: false, sessions: 0, methods: 0 });
	const kept = JSON.stringify(ran.run) + site.ledgerBytes();
	for (const secret of [entra().connection.clientSecret, ...entra().state.accessTokens.keys()]) expect(kept).not.toContain(secret);
});

test('a token that was withdrawn is renewed, with a certificate too', async () => {
	site.n8n.credentials.stored[type] = certified();
	await site.n8n.run([access({ operation: 'inspect' })], [leaver()]);
	entra().state.accessTokens.clear();
	const { items } = await site.n8n.run([openCase(), access({ steps: ['blockSignIn'] })], [leaver()]);
	expect(stepsOf(items('Entra')[0])).toEqual([expect.objectContaining({ step: 'blockSignIn', outcome: 'done' })]);
});

describe('F16: an account that Active Directory owns', () => {
	const hybrid = () => leaverItem(cast.directoryMastered.id);
	const steps = ['blockSignIn'];

	test('leaves the case incomplete where only the cloud was changed', async () => {
		const { items } = await site.n8n.run([openCase(), access({ steps }), closeCase()], [hybrid()]);
		expect(stepsOf(items('Entra')[0])).toEqual([expect.objectContaining({ outcome: 'pending', reason: expect.stringContaining('Active Directory') })]);
		expect(items('Close Case')[0]).toMatchObject({ case: { verdict: 'Incomplete' } });
	});

	const after = async (change: Partial<StepResult>, options: IDataObject = {}, operation: 'cut' | 'restore' = 'cut') => {
		const opened = (await site.n8n.run([openCase()], [hybrid()])).items('Open Case')[0]!;
		const { id: caseId, run } = opened['case'] as { id: string; run: string };
		const account = { id: objectGuidOf(entra().user(cast.directoryMastered.id).onPremisesImmutableId)!, label: 'Directory' };
		const disabled = resultOf('activeDirectory', 'disable', account, { outcome: 'done', verified: true, reason: 'Disabled', requestedAt: null, effectiveAt: null, verifiedAt: '2026-11-20T09:00:00.000Z' });
		await site.withLedger((ledger) => recordResult(ledger, { caseId, run, node: 'Active Directory' }, 'cut', disabled));
		if (operation === 'restore' || Object.keys(change).length > 0) await site.withLedger((ledger) => recordResult(ledger, { caseId, run, node: 'Active Directory' }, operation, { ...disabled, ...change }));
		const { items } = await site.n8n.run([access({ steps, options: options as never })], [opened]);
		return stepsOf(items('Entra')[0]).at(-1);
	};

	test('is cut once the same case has read back from Active Directory that it is disabled there', async () => {
		expect(await after({})).toMatchObject({ outcome: 'done', verified: true, reason: expect.stringContaining('this case read back from Active Directory') });
	});

	test.each([
		['it was given back since', {}, {}, 'restore'],
		['it could not be read back', { verified: false, outcome: 'failed' }, {}, 'cut'],
		['the node was told that no Active Directory node stands before it', {}, { activeDirectoryBefore: false }, 'cut'],
	] as const)('is not, where %s', async (_name, change, options, operation) => {
		expect(await after(change, options, operation)).toMatchObject({ outcome: 'pending' });
	});
});

test('B08: Restore Access gives back what the case took', async () => {
	const cut = await site.n8n.run([openCase(), access()], [leaver()]);
	await site.n8n.run([access({ operation: 'restore' })], [{ ...cut.items('Entra')[0]!, steps: [] }]);
	expect(entra().accessOf(cast.leaver.workEmail!)).toMatchObject({ enabled: true, devices: 2, consents: 2, appRoleAssignments: 2, roles: 1, forwardingRules: 1 });
});

test('Inspect Access shows what every step would find, and changes nothing', async () => {
	const { items } = await site.n8n.run([access({ operation: 'inspect' })], [leaver()]);
	const { findings } = (items('Entra')[0]!['access'] as { entra: { findings: { step: string }[] } }).entra;
	expect(findings.map(({ step }) => step)).toEqual(entraSteps.map(({ id }) => id));
	expect(writes()).toEqual([]);
});

test('List Accounts lists everybody once, with the HR id where there is one', async () => {
	const { items } = await site.n8n.run([access({ resource: 'account', operation: 'list' })], [{}]);
	expect(items('Entra')).toHaveLength(entra().state.users.size);
	expect(items('Entra').map(({ account }) => account)).toContainEqual(expect.objectContaining({ system: 'entra', personId: cast.leaver.id, usable: true }));
});

test('Grant Access makes an account with what the options say, and mails a pass to the manager that is nowhere else', async () => {
	const joiner = leaverItem(cast.withoutAccount.id);
	const item = { ...joiner, event: { ...(joiner['event'] as object), kind: 'start' }, person: { ...(joiner['person'] as object), location: 'Berlin' } };
	const options = { passFrom: entra().connection.senderMailbox, licences: 'POWER_BI_PRO', usageLocations: { location: [{ name: 'berlin', country: 'de' }] }, usageLocation: 'GB' };
	const ran = await site.n8n.run([openCase(), access({ operation: 'grant', join: 'Code Hosting', options }), closeCase()], [item as never]);
	expect(stepsOf(ran.items('Entra')[0]).filter(({ outcome }) => outcome !== 'done' && outcome !== 'already_done')).toEqual([]);
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
	const user = entra().user(cast.withoutAccount.workEmail!);
	expect(user).toMatchObject({ accountEnabled: true, usageLocation: 'DE', employeeId: cast.withoutAccount.id });
	const manager = (item.person as { manager?: { email: string } }).manager!;
	const secret = /^\S{8,}$/m.exec(entra().mailTo(manager.email)[0]!.body)![0];
	const kept = JSON.stringify(ran.run) + site.ledgerBytes();
	for (const hidden of [secret, user.password!]) expect(kept).not.toContain(hidden);
});

test('B14: a pass works from the first morning where the person lives, and still at noon', async () => {
	const joiner = leaverItem(cast.withoutAccount.id);
	const startDate = DateTime.now().setZone('Asia/Tokyo').plus({ days: 2 }).toISODate();
	const item = { ...joiner, event: { ...(joiner['event'] as object), kind: 'start' }, person: { ...(joiner['person'] as object), timeZone: 'Asia/Tokyo', startDate } };
	await site.n8n.run([openCase(), access({ operation: 'grant', options: { passFrom: entra().connection.senderMailbox, passTo: 'desk@kestrel.example' } })], [item as never]);
	const { body } = entra().mailTo('desk@kestrel.example')[0]!;
	expect(body).toContain(`It works from 08:00 on ${startDate} (Asia/Tokyo), for 480 minutes.`);
	const signIn = (at: string) => {
		site.sandbox.clock.set(DateTime.fromISO(`${startDate}T${at}`, { zone: 'Asia/Tokyo' }).toMillis());
		entra().signIn(cast.withoutAccount.workEmail!, { temporaryAccessPass: /^\S{8,}$/m.exec(body)![0] });
	};
	expect(() => signIn('07:59')).toThrow(/no longer valid/);
	for (const at of ['08:01', '12:00']) expect(() => signIn(at)).not.toThrow();
});

test('a time of day that is none is said before anything is made', async () => {
	const item = { ...leaver(), event: { ...(leaver()['event'] as object), kind: 'start' } };
	const { error } = await site.n8n.run([openCase(), access({ operation: 'grant', options: { passFrom: 'it@kestrel.example', passWorksFrom: '8 am' } })], [item as never]);
	expect(error).toMatch(/"8 am" is no time of day, so nothing was changed.*Pass: Works From/);
	expect(writes()).toEqual([]);
});

test('Change Access follows HR', async () => {
	const mover = leaverItem(cast.contractor.id);
	const item = { ...mover, event: { ...(mover['event'] as object), kind: 'move' }, person: { ...(mover['person'] as object), department: 'Finance' } };
	const { items } = await site.n8n.run([openCase(), access({ operation: 'change', facts: ['department'], leave: 'Code Hosting' })], [item as never]);
	for (const { outcome } of stepsOf(items('Entra')[0])) expect(['done', 'already_done']).toContain(outcome);
	expect(entra().user(cast.contractor.id).department).toBe('Finance');
});

describe('Test of the credential', () => {
	test.each(['clientSecret', 'certificate'])('is fine where everything is granted, and changes nothing (%s)', async (authentication) => {
		expect(await pressTest(site.n8n, type, { ...certified(), authentication })).toEqual({ status: 'OK', message: expect.stringContaining('every permission the steps need is granted') });
		expect(writes()).toEqual([]);
	});

	test('names what is missing, and what will not work without it', async () => {
		entra().app().permissions = permissionsNeeded.filter((permission) => permission !== 'Device.ReadWrite.All');
		expect(await pressTest(site.n8n, type, certified())).toEqual({ status: 'Error', message: expect.stringMatching(/Device\.ReadWrite\.All \(Disable Devices\)/) });
	});

	test('says what is wrong with the secret, without saying the secret', async () => {
		const { status, message } = await pressTest(site.n8n, type, { ...certified(), authentication: 'clientSecret', clientSecret: 'not-the-secret' });
		expect({ status, message }).toEqual({ status: 'Error', message: expect.stringMatching(/value of the client secret/) });
		expect(message).not.toContain('not-the-secret');
	});
});
