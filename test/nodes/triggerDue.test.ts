import type { INode, INodeExecutionData } from 'n8n-workflow';
import { webhookAbout } from '../harness/bambooWebhook';
import { expectSentence } from '../harness/expectations';
import { bambooTrigger, credentialsOf, startSite, type Site } from '../harness/site';
import { backToNow, days, minutes, travelTogether } from '../harness/time';
import { publish, type PublishedWorkflow } from '../harness/trigger';
import { cast, startSandbox } from '../../sandbox';

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
const published = async (parameters: INode['parameters'] = {}) => {
	const flow = publish(site.n8n, [bambooTrigger(parameters)]);
	await flow.activate();
	return flow;
};
const after = (milliseconds: number) => travelTogether(site, milliseconds);
const inDays = (count: number) => new Date(Date.now() + days(count)).toISOString().slice(0, 10);
const announce = (flow: PublishedWorkflow, employeeId = cast.leaver.id) => flow.deliver(webhookAbout(site.sandbox, employeeId));
const kinds = async () => (await site.records()).map(({ kind }) => kind).filter((kind) => !['webhook.registered', 'webhook.received', 'person.known', 'source.read'].includes(kind));
const peopleIn = (outputs: INodeExecutionData[][] | null) => (outputs?.[0] ?? []).map(({ json }) => (json['person'] as { id: string }).id);
const problemsIn = (outputs: INodeExecutionData[][] | null) => (outputs?.[1] ?? []).map(({ json }) => String(json['problem']));

describe('B05: a termination that lies ahead', () => {
	const scheduled = async () => {
		const flow = await published();
		bamboo().terminate(cast.leaver.id, inDays(2));
		expect(await announce(flow)).toMatchObject({ status: 200, outputs: undefined });
		return flow;
	};

	test('waits until its moment, starts once, and says when HR told', async () => {
		const flow = await scheduled();
		const toldAt = Date.now();
		expect(await flow.poll()).toBeNull();
		after(days(2));
		const outputs = await flow.poll();
		expect(peopleIn(outputs)).toEqual([cast.leaver.id]);
		const event = outputs![0]![0]!.json['event'] as { effectiveAt: string; receivedAt: string };
		expect(Math.abs(Date.parse(event.receivedAt) - toldAt)).toBeLessThan(minutes(1));
		expect(Date.parse(event.effectiveAt)).toBeLessThanOrEqual(Date.now());
		expect(await flow.poll()).toBeNull();
	});

	test('F03: found due by two polls at once, starts once', async () => {
		const flow = await scheduled();
		after(days(2));
		const both = await Promise.all([flow.poll(), flow.poll()]);
		expect(both.flatMap(peopleIn)).toEqual([cast.leaver.id]);
	});

	test('F07: found a week late, starts all the same', async () => {
		const flow = await scheduled();
		after(days(9));
		expect(peopleIn(await flow.poll())).toEqual([cast.leaver.id]);
	});

	test('B07: that HR took back is superseded, and nobody is touched', async () => {
		const flow = await scheduled();
		bamboo().rescind(cast.leaver.id);
		after(days(2));
		expect(await flow.poll()).toBeNull();
		expect(await kinds()).toEqual(['event.scheduled', 'event.superseded']);
		expect(await flow.poll()).toBeNull();
	});

	test('that HR moved to a later day waits for that day', async () => {
		const flow = await scheduled();
		bamboo().rescind(cast.leaver.id);
		bamboo().terminate(cast.leaver.id, inDays(4));
		after(days(2));
		expect(await flow.poll()).toBeNull();
		after(days(2));
		expect(peopleIn(await flow.poll())).toEqual([cast.leaver.id]);
	});

	test('that cannot be read at its moment is told, once a day, and started as soon as it can', async () => {
		const flow = await scheduled();
		after(days(2));
		const down = site.sandbox.faults.bamboohr.add({ path: /employees/, effect: { kind: 'status', status: 403 } });
		const about30 = async () => problemsIn(await flow.poll()).filter((problem) => problem.includes('Employee 30'));
		const [problem] = await about30();
		expectSentence(problem);
		expect(problem).toMatch(/Employee 30 will be read again by the poll\.$/);
		expect(await flow.poll()).toBeNull();
		after(days(1));
		expect(await about30()).toHaveLength(1);
		down.remove();
		expect(peopleIn(await flow.poll())).toEqual([cast.leaver.id]);
	});

	test('B01: ends where the person works, at the time of day HR agreed', async () => {
		const flow = await published({ dateMeaning: 'lastDayWorked', endsAt: '18:00', timeZone: 'Australia/Sydney' });
		const day = inDays(2);
		bamboo().terminate(cast.sydney.id, day);
		await announce(flow, cast.sydney.id);
		const [scheduledFor] = await site.records({ kinds: ['event.scheduled'] });
		const { effectiveAt } = scheduledFor!.content!['event'] as { effectiveAt: string };
		expect(new Intl.DateTimeFormat('en-CA', { timeZone: 'Australia/Sydney', dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' }).format(new Date(effectiveAt))).toBe(`${day}, 18:00`);
	});
});

test('one employee that cannot be read does not hold up the others', async () => {
	const flow = await published();
	for (const id of ['41', '42', '44']) {
		bamboo().terminate(id, inDays(1));
		await announce(flow, id);
	}
	after(days(1));
	site.sandbox.faults.bamboohr.add({ path: /employees\/42/, effect: { kind: 'status', status: 403 } });
	const outputs = await flow.poll();
	expect(peopleIn(outputs)).toEqual(['41', '44']);
	expect(problemsIn(outputs)).toEqual([expect.stringMatching(/Employee 42/)]);
});

test('two companies in one n8n leave each other alone, although their employees carry the same numbers', async () => {
	const flow = await published();
	bamboo().terminate(cast.leaver.id, inDays(1));
	await announce(flow);
	const other = await startSandbox({ settings: { bamboohr: { companyDomain: 'merlin' } } });
	try {
		const stored = credentialsOf(site.sandbox);
		Object.assign(stored['jmlBambooHrApi']!, { baseUrl: other.connections.bamboohr.baseUrl, companyDomain: 'merlin' });
		const ofTheOther = publish(await site.instance({ stored }), [bambooTrigger()]);
		await ofTheOther.activate();
		after(days(1));
		other.clock.move(days(1));
		expect(await ofTheOther.poll()).toBeNull();
		expect(peopleIn(await flow.poll())).toEqual([cast.leaver.id]);
	} finally {
		await other.stop();
	}
});

test('nothing waiting gives nothing, and a test in the editor never takes up real cases', async () => {
	const flow = await published();
	expect(await flow.poll()).toBeNull();
	bamboo().terminate(cast.leaver.id, inDays(1));
	await announce(flow);
	after(days(1));
	const asked = site.sandbox.journals.bamboohr.entries.length;
	expect(await flow.poll('editor')).toBeNull();
	expect(site.sandbox.journals.bamboohr.entries).toHaveLength(asked);
});

test('a poll that cannot work says so in a sentence', async () => {
	const flow = await published();
	process.env['EXECUTIONS_MODE'] = 'queue';
	try {
		expectSentence(await flow.poll().then(() => '', (error: Error) => error.message));
	} finally {
		delete process.env['EXECUTIONS_MODE'];
	}
});
