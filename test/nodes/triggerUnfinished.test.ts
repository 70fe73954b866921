import type { INode, INodeExecutionData } from 'n8n-workflow';
import { webhookAbout } from '../harness/bambooWebhook';
import { expectSentence } from '../harness/expectations';
import { bambooTrigger, closeCase, oktaAccess, openCase, startSite, type Site } from '../harness/site';
import { backToNow, days, minutes, travelTogether } from '../harness/time';
import { publish, type PublishedWorkflow } from '../harness/trigger';
import type { JsonObject } from '../../ledger/types';
import { cast } from '../../sandbox';

let site: Site;
beforeEach(async () => {
	site = await startSite();
	bamboo().settings.deliveriesToLose = 100;
});
afterEach(async () => {
	backToNow();
	await site.stop();
});

const bamboo = () => site.sandbox.bamboohr;
const published = async (...more: INode[]) => {
	const flow = publish(site.n8n, [bambooTrigger(), ...more]);
	await flow.activate();
	return flow;
};
const after = (milliseconds: number) => travelTogether(site, milliseconds);
const announce = (flow: PublishedWorkflow) => flow.deliver(webhookAbout(site.sandbox, cast.leaver.id));
const kinds = async () => (await site.records()).map(({ kind }) => kind).filter((kind) => !['webhook.registered', 'webhook.received', 'person.known', 'source.read'].includes(kind));
const peopleIn = (outputs: INodeExecutionData[][] | null) => (outputs?.[0] ?? []).map(({ json }) => (json['person'] as { id: string }).id);
const problemsIn = (outputs: INodeExecutionData[][] | null) => (outputs?.[1] ?? []).map(({ json }) => String(json['problem']));

describe('F05: a case that was started and not closed', () => {
	const started = async () => {
		const flow = await published();
		bamboo().terminate(cast.leaver.id);
		expect((await announce(flow)).outputs![0]).toHaveLength(1);
		return flow;
	};

	test('is taken up after its silence, longer each time, and marked as resumed', async () => {
		const flow = await started();
		after(minutes(4));
		expect(await flow.poll()).toBeNull();
		after(minutes(2));
		const outputs = await flow.poll();
		expect(outputs![0]![0]!.json).toMatchObject({ person: { id: cast.leaver.id }, resumed: true });
		expect(await flow.poll()).toBeNull();
		after(minutes(6));
		expect(await flow.poll()).toBeNull();
		after(minutes(5));
		expect(peopleIn(await flow.poll())).toEqual([cast.leaver.id]);
	});

	test('is not taken up once it is closed', async () => {
		const flow = await published(openCase(), oktaAccess({ steps: ['blockSignIn'] }), closeCase());
		bamboo().terminate(cast.leaver.id);
		expect((await announce(flow)).ran!.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
		after(days(1));
		expect(await flow.poll()).toBeNull();
	});

	test('goes on where it was, and repeats nothing', async () => {
		const flow = await published(openCase(), oktaAccess(), closeCase());
		bamboo().terminate(cast.leaver.id);
		const broken = publish(site.n8n, [bambooTrigger(), openCase(), oktaAccess({ steps: ['blockSignIn'] })]);
		Object.assign(broken.staticData, flow.staticData);
		await announce(broken);
		after(minutes(6));
		const ran = await flow.runFrom((await flow.poll())!);
		expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
		expect(ran.items('Close Case')[0]!['steps']).toEqual(expect.arrayContaining([expect.objectContaining({ step: 'blockSignIn', outcome: 'already_done' }), expect.objectContaining({ step: 'endSessions', outcome: 'done' })]));
		expect(site.sandbox.journals.okta.find({ method: 'POST', path: /users\/[^/]+\/lifecycle\/suspend/ })).toHaveLength(1);
	});

	test('B08: that HR took back meanwhile is not gone on with, and somebody is told to look', async () => {
		const flow = await started();
		bamboo().rescind(cast.leaver.id);
		after(minutes(6));
		const outputs = await flow.poll();
		expect(outputs![0]).toEqual([]);
		const [problem] = problemsIn(outputs);
		expectSentence(problem);
		expect(problem).toMatch(/Mateo Rivas \(employee 30\).*Restore Access/);
		expect(await kinds()).toEqual(['event.received', 'event.superseded', 'event.quarantined']);
		expect(await flow.poll()).toBeNull();
	});

	test('that cannot be read is told, and taken up later', async () => {
		const flow = await started();
		after(minutes(6));
		const down = site.sandbox.faults.bamboohr.add({ path: /employees\/30/, effect: { kind: 'status', status: 401 } });
		expect(problemsIn(await flow.poll())).toHaveLength(1);
		down.remove();
		expect(peopleIn(await flow.poll())).toEqual([cast.leaver.id]);
	});
});

describe('a case that comes again', () => {
	const closed = async () => {
		const flow = await published(openCase(), oktaAccess({ steps: ['blockSignIn'] }), closeCase({ lookAgainAfter: [15, 1440] }));
		bamboo().terminate(cast.leaver.id);
		expect((await announce(flow)).ran!.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
		return flow;
	};

	test('of somebody whose record HR has deleted is said once, and not asked about for ever', async () => {
		const flow = await closed();
		bamboo().deleteEmployee(cast.leaver.id);
		after(minutes(16));
		const outputs = await flow.poll();
		expect(outputs![0]).toEqual([]);
		expect(problemsIn(outputs)).toEqual([expect.stringMatching(/does not know that employee.*start the leaver by hand/)]);
		const asked = () => site.sandbox.journals.bamboohr.find({ path: /employees\/30/ }).length;
		const before = asked();
		for (const wait of [minutes(1), days(1), days(1)]) {
			after(wait);
			await flow.poll();
		}
		expect(asked()).toBe(before);
	});

	test('of somebody who is back under the same ID does not, and nobody is told of it', async () => {
		const flow = await closed();
		bamboo().rescind(cast.leaver.id);
		after(minutes(16));
		await flow.poll();
		after(days(2));
		const outputs = await flow.poll();
		expect((outputs?.[0] ?? []).filter(({ json }) => (json['event'] as { kind: string }).kind === 'terminate')).toEqual([]);
		expect(problemsIn(outputs).filter((problem) => !problem.includes('was asleep'))).toEqual([]);
	});
});

describe('what the guard held and somebody let go', () => {
	/** What the guard and a person's decision write. */
	const heldAndApproved = async (flow: PublishedWorkflow) => {
		bamboo().terminate(cast.leaver.id);
		const [item] = (await announce(flow)).outputs![0]!;
		const { person, event } = item!.json as { person: JsonObject; event: JsonObject };
		const [received] = await site.records({ kinds: ['event.received'] });
		const about = { workflow: 'wf1', key: event['key']! };
		await site.withLedger(async (ledger) => {
			await ledger.append({ kind: 'guard.held', caseId: received!.caseId!, content: { ...about, hold: 'h1', person, event, reasons: [{ code: 'vip', why: 'An executive.' }], needs: 1, requestedBy: null, until: new Date().toISOString(), takenBack: 0 } });
			await ledger.append({ kind: 'hold.decided', subject: 'hold/h1', content: { hold: 'h1', workflow: 'wf1', decision: 'approved', by: { id: '1', name: 'Ines', email: 'ines@kestrel.example' }, reason: 'known', what: 'text', shownHash: 'x' } });
		});
	};

	test('is asked about again and put out once more, and only once', async () => {
		const flow = await published();
		await heldAndApproved(flow);
		const outputs = await flow.poll();
		expect(outputs![0]!.map(({ json }) => json)).toEqual([expect.objectContaining({ resumed: true, person: expect.objectContaining({ id: cast.leaver.id }), event: expect.objectContaining({ kind: 'terminate' }) })]);
		expect(await kinds()).toEqual(['event.received', 'guard.held', 'hold.decided', 'event.resumed']);
		expect(await flow.poll()).toBeNull();
	});

	test('B07: is given up where HR took it back meanwhile', async () => {
		const flow = await published();
		await heldAndApproved(flow);
		bamboo().rescind(cast.leaver.id);
		const outputs = await flow.poll();
		expect(outputs![0]).toEqual([]);
		expect(problemsIn(outputs)).toEqual([expect.stringMatching(/took back that Mateo Rivas/)]);
		expect(await flow.poll()).toBeNull();
	});
});
