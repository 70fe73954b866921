import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { verifyBundle } from '../../ledger/verify';
import { recognise } from '../../ledger/report';
import { switchOn } from '../../scripts/stage/systems';
import { cast } from '../../sandbox';
import { webhookAbout } from '../harness/bambooWebhook';
import { bambooTrigger, closeCase, exportBundle, oktaAccess, openCase, startSite, type Site } from '../harness/site';
import { importedFrom, kindOf, templateIn } from '../harness/template';
import { backToNow, days, minutes, travelTogether } from '../harness/time';
import { node } from '../harness/workflow';
import { publish, type PublishedWorkflow } from '../harness/trigger';

let site: Site;
beforeEach(async () => {
	site = await startSite();
	site.sandbox.bamboohr.settings.deliveriesToLose = 100;
});
afterEach(async () => {
	backToNow();
	await site.stop();
});

const looksAgain = closeCase({ lookAgainAfter: [15, 1440, 10_080], tryAgain: true });
const okta = () => site.sandbox.okta.accessOf(cast.leaver.workEmail);
const suspensions = () => site.sandbox.journals.okta.find({ method: 'POST', path: /users\/[^/]+\/lifecycle\/suspend/ }).filter(({ status }) => status === 200).length;
const later = (milliseconds: number) => travelTogether(site, milliseconds);
const closedIn = (ran: { items(name: string): IDataObject[] }) => ran.items('Close Case')[0] as { case: { verdict: string; cameBack: object[]; news: boolean; again: object[] }; summary: string } & IDataObject;

const leave = async (...systems: ReturnType<typeof oktaAccess>[]) => {
	const flow = publish(site.n8n, [bambooTrigger(), node('Guard', 'lifecycleGuard', { options: { settleSeconds: 0 } }), openCase(), ...systems, looksAgain, exportBundle()]);
	await flow.activate();
	site.sandbox.bamboohr.terminate(cast.leaver.id);
	const first = closedIn((await flow.deliver(webhookAbout(site.sandbox, cast.leaver.id))).ran!);
	expect(first.case).toMatchObject({ verdict: 'Complete', cameBack: [], news: true });
	return flow;
};
const polled = async (flow: PublishedWorkflow) => {
	const outputs = (await flow.poll())!;
	return { outputs, ran: await flow.runFrom(outputs) };
};

test('who left is read back after 15 minutes, a day and a week; nothing is done, and nobody is disturbed', async () => {
	const flow = await leave(oktaAccess());
	const before = suspensions();
	for (const wait of [minutes(16), days(1), days(7)]) {
		later(wait);
		const { outputs, ran } = await polled(flow);
		expect(outputs[0]![0]!.json).toMatchObject({ resumed: true, why: expect.stringContaining('whether access stayed away') });
		expect(closedIn(ran)).toMatchObject({ case: { verdict: 'Complete', cameBack: [], news: false } });
	}
	later(days(30));
	expect((await flow.poll())?.[0] ?? []).toEqual([]);
	expect(suspensions()).toBe(before);
});

test('who let them in again is found out: it is cut once more, said out loud, and the evidence holds', async () => {
	const flow = await leave(oktaAccess());
	later(minutes(16));
	await polled(flow);
	const user = [...site.sandbox.okta.state.users.values()].find(({ profile }) => profile.login === cast.leaver.workEmail)!;
	user.status = 'ACTIVE';
	later(days(1));
	const { ran } = await polled(flow);
	const closed = closedIn(ran);
	expect(closed.case).toMatchObject({ verdict: 'Complete', news: true, withinDeadline: false, cameBack: [expect.objectContaining({ system: 'okta', step: 'blockSignIn' })] });
	expect(closed.summary).toMatch(/^ACCESS HAD COME BACK: Mateo Rivas had left, and 1 thing that was taken and read back before was there again\. It was taken once more/);
	expect(okta()['status']).toBe('SUSPENDED');
	const { data } = ran.outputs('Export Bundle')![0]![0]!.binary!['evidence']!;
	expect(verifyBundle(recognise(Buffer.from(data, 'base64').toString('utf8')).text)).toMatchObject({ ok: true, verdict: 'Complete' });
	// Looked at once more a quarter of an hour after that.
	later(minutes(16));
	expect(closedIn((await polled(flow)).ran).case).toMatchObject({ cameBack: [], news: false });
});

test('who was rehired since is not cut by the case that is over', async () => {
	const flow = await leave(oktaAccess());
	site.sandbox.bamboohr.rescind(cast.leaver.id);
	[...site.sandbox.okta.state.users.values()].find(({ profile }) => profile.login === cast.leaver.workEmail)!.status = 'ACTIVE';
	const before = suspensions();
	later(days(1));
	const outputs = await flow.poll();
	expect((outputs?.[0] ?? []).filter(({ json }) => (json['event'] as IDataObject)['kind'] === 'terminate')).toEqual([]);
	later(days(8));
	expect((await flow.poll())?.[0] ?? []).toEqual([]);
	expect(suspensions()).toBe(before);
	expect(okta()['status']).toBe('ACTIVE');
});

test('a system that was down is tried again by itself, and the good news is told', async () => {
	const flow = publish(site.n8n, [bambooTrigger(), node('Guard', 'lifecycleGuard', { options: { settleSeconds: 0 } }), openCase(), oktaAccess({ options: { patienceSeconds: 1, readBackSeconds: 1 } }), looksAgain]);
	await flow.activate();
	const down = site.sandbox.faults.okta.add({ path: /lifecycle\/suspend/, effect: { kind: 'status', status: 503 } });
	site.sandbox.bamboohr.terminate(cast.leaver.id);
	expect(closedIn((await flow.deliver(webhookAbout(site.sandbox, cast.leaver.id))).ran!).case).toMatchObject({ verdict: 'Incomplete', news: true });
	down.remove();
	later(minutes(16));
	expect(closedIn((await polled(flow)).ran).case).toMatchObject({ verdict: 'Complete', news: true, cameBack: [] });
	expect(okta()['status']).toBe('SUSPENDED');
}, 60_000);

test('in none of the systems of the leaver template does a second look take for new what it found gone', async () => {
	const template = templateIn('leaver.json');
	const enter = switchOn(site.sandbox);
	const nodes = importedFrom(template, { 'Open Case': { operation: 'openCase', dryRun: false }, 'Let Through Once': { options: { settleSeconds: 0 } } });
	const cuts = nodes.filter(({ parameters }) => parameters['operation'] === 'cut' && parameters['resource'] !== 'device');
	for (const one of cuts) enter(one as never);
	const able = cuts.filter(({ credentials, disabled }) => !disabled && Object.keys(credentials ?? {}).every((type) => type in site.n8n.credentials.stored));
	expect(able.map(kindOf)).toEqual(expect.arrayContaining(['oktaAccess', 'googleWorkspaceAccess', 'entraAccess', 'awsIamAccess', 'gitHubAccess', 'scimAccess']));
	const run = async () => {
		const item: INodeExecutionData = { json: leaver };
		return closedIn(await site.n8n.runFrom(site.n8n.workflow([node('Start', 'harness.start'), openCase(), ...able, looksAgain]), 'Start', [[item]]));
	};
	const leaver = { person: { id: cast.leaver.id, name: 'Mateo Rivas', workEmail: cast.leaver.workEmail, manager: null }, event: { kind: 'terminate', key: `bamboohr/kestrel/${cast.leaver.id}/terminate/x/1`, source: 'bamboohr', effectiveAt: new Date().toISOString(), receivedAt: new Date().toISOString() } } as unknown as IDataObject;
	const first = await run();
	expect(first['steps']).toEqual(expect.arrayContaining([expect.objectContaining({ outcome: 'done' })]));
	later(minutes(16));
	const second = await run();
	expect(second.case.cameBack).toEqual([]);
	expect((second['steps'] as IDataObject[]).filter(({ outcome }) => outcome === 'done').map(({ system, step }) => `${system}/${step}`)).toEqual([]);
}, 120_000);
