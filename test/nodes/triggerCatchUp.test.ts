import type { INode, INodeExecutionData } from 'n8n-workflow';
import { webhookAbout } from '../harness/bambooWebhook';
import { expectNoSecrets, expectSentence } from '../harness/expectations';
import { bambooTrigger, startSite, type Site } from '../harness/site';
import { backToNow, days, minutes, travelTogether } from '../harness/time';
import { publish } from '../harness/trigger';
import { cast } from '../../sandbox';

let site: Site;
beforeEach(async () => {
	site = await startSite();
	bamboo().settings.deliveriesToLose = 1_000;
});
afterEach(async () => {
	backToNow();
	await site.stop();
});

const bamboo = () => site.sandbox.bamboohr;
const faults = () => site.sandbox.faults.bamboohr;
const everything = ['hire', 'start', 'move', 'rename', 'leave', 'return', 'terminate', 'rescind', 'rehire', 'contract-end', 'conversion'];
/** Nothing here closes a case, and what is unfinished is not what these tests are about. */
const trigger = ({ options, ...parameters }: INode['parameters'] = {}) => bambooTrigger({ events: everything, ...parameters, options: { silence: 100_000, ...(options as object) } });
/** As n8n does it: publishing polls once, and everybody is known from then on. */
const published = async (parameters: INode['parameters'] = {}) => {
	const flow = publish(site.n8n, [trigger(parameters)]);
	expect(await flow.poll()).toBeNull();
	await flow.activate();
	return flow;
};
const after = (milliseconds: number) => travelTogether(site, milliseconds);
const inDays = (count: number) => new Date(Date.now() + days(count)).toISOString().slice(0, 10);
const told = (outputs: INodeExecutionData[][] | null) => (outputs?.[0] ?? []).map(({ json }) => `${(json['event'] as { kind: string }).kind} ${(json['person'] as { id: string }).id}`);
const problemsIn = (outputs: INodeExecutionData[][] | null) => (outputs?.[1] ?? []).map(({ json }) => String(json['problem']));
const asked = (path: RegExp) => site.sandbox.journals.bamboohr.find({ path }).length;
const positions = async () => (await site.records({ kinds: ['source.read'] })).map(({ content }) => content!);

describe('the first poll', () => {
	test('learns who there is in a few questions, and announces nothing of the past', async () => {
		await published();
		expect(asked(/employees\/all\/tables|reports\/custom/)).toBe(3);
		expect(await site.records({ kinds: ['person.known'] })).toHaveLength(75);
		expect(await positions()).toEqual([{ workflow: 'wf1', source: 'bamboohr/kestrel', latest: expect.any(String), headcount: 71, people: 75 }]);
		expect(await site.records({ kinds: ['event.received'] })).toEqual([]);
	});

	test('B09: announces who left within the last days, and marks it as back-dated', async () => {
		bamboo().terminate('42', inDays(-9));
		const flow = publish(site.n8n, [trigger()]);
		const outputs = await flow.poll();
		expect(told(outputs)).toEqual(['terminate 42']);
		expect(outputs![0]![0]!.json['event']).toMatchObject({ backDated: true });
	});

	test('keeps the first days that are ahead for their moment', async () => {
		await published();
		expect((await site.records({ kinds: ['event.scheduled'] })).map(({ content }) => (content!['event'] as { kind: string }).kind)).toEqual(['start', 'start']);
	});
});

describe('a webhook that was lost', () => {
	test('costs minutes, and not a leaver', async () => {
		const flow = await published();
		bamboo().terminate(cast.leaver.id);
		after(minutes(4));
		expect(await flow.poll()).toBeNull();
		after(minutes(1));
		expect(told(await flow.poll())).toEqual([`terminate ${cast.leaver.id}`]);
		after(minutes(5));
		expect(await flow.poll()).toBeNull();
	});

	test('F03: and one that was not: the event comes once, whoever brings it', async () => {
		const flow = await published();
		bamboo().terminate(cast.leaver.id);
		after(minutes(5));
		const [delivered, polled] = await Promise.all([flow.deliver(webhookAbout(site.sandbox, cast.leaver.id)), flow.poll()]);
		expect([...told(delivered.outputs ?? null), ...told(polled)]).toEqual([`terminate ${cast.leaver.id}`]);
	});

	test('of a termination ahead is noticed before its day', async () => {
		const flow = await published();
		bamboo().terminate(cast.leaver.id, inDays(10));
		after(minutes(5));
		expect(await flow.poll()).toBeNull();
		after(days(10));
		expect(told(await flow.poll())).toContain(`terminate ${cast.leaver.id}`);
	});

	test('of a deleted record is asked about and told, and cuts nobody', async () => {
		const flow = await published();
		bamboo().terminate('44', inDays(3));
		await flow.deliver(webhookAbout(site.sandbox, '44'));
		bamboo().deleteEmployee('44');
		after(minutes(5));
		const outputs = await flow.poll();
		expect(told(outputs)).toEqual([]);
		expect(problemsIn(outputs)).toEqual([expect.stringMatching(/does not know that employee.*start the leaver by hand/)]);
		expect((await site.records({ kinds: ['event.superseded'] }))).toHaveLength(1);
	});

	test('that concerned more people than one poll asks about costs the next polls, and nobody', async () => {
		const flow = await published();
		const leavers = Array.from({ length: 60 }, (_, index) => String(index + 10)).filter((id) => !['72', '73', '74', '75'].includes(id));
		for (const id of leavers) bamboo().terminate(id);
		after(minutes(5));
		const first = told(await flow.poll());
		expect(first).toHaveLength(50);
		after(minutes(1));
		const second = told(await flow.poll());
		expect(new Set([...first, ...second])).toEqual(new Set(leavers.map((id) => `terminate ${id}`)));
		expect(await flow.poll()).toBeNull();
	}, 60_000);
});

test('those who can never be read do not stand in the way of the others', async () => {
	const flow = await published();
	const hidden = faults().add({ path: /employees\/(?!changed|42)\d+/, effect: { kind: 'forbidden' } });
	for (const id of Array.from({ length: 69 }, (_, index) => String(index + 1))) bamboo().setFields(id, { city: 'Elsewhere' });
	bamboo().terminate('42');
	after(minutes(5));
	const seen = told(await flow.poll());
	for (let turn = 0; turn < 4; turn++) {
		after(minutes(1));
		seen.push(...told(await flow.poll()));
	}
	expect(seen).toEqual(['terminate 42']);
	expect(hidden.hits).toBeGreaterThan(100);
}, 60_000);

describe('what came through the poll is told from what is', () => {
	test('A05: another surname and address are a rename of the same person', async () => {
		const flow = await published();
		bamboo().rename('17', { lastName: 'Marsh', workEmail: 'j.marsh@kestrel.example' });
		after(minutes(5));
		const outputs = await flow.poll();
		expect(told(outputs)).toEqual(['rename 17']);
		expect(outputs![0]![0]!.json['event']).toMatchObject({ changes: [{ field: 'name' }, { field: 'workEmail', to: 'j.marsh@kestrel.example' }] });
	});

	test('A08: a hire date moved ahead deactivates nobody, and is told', async () => {
		const flow = await published();
		bamboo().setFields('30', { hireDate: inDays(60) });
		after(minutes(5));
		const outputs = await flow.poll();
		expect(told(outputs)).toEqual([]);
		expect(problemsIn(outputs)).toEqual([expect.stringMatching(/Mateo Rivas \(employee 30\) was not acted upon: they work already/)]);
		bamboo().setFields('30', { hireDate: '2021-01-01' });
		after(minutes(5));
		expect(await flow.poll()).toBeNull();
	});

	test('A11: the end of the manager-less is not held up, and the gap is told', async () => {
		const flow = await published();
		bamboo().terminate('1');
		after(minutes(5));
		const outputs = await flow.poll();
		expect(told(outputs)).toEqual(['terminate 1']);
		expect(problemsIn(outputs)).toEqual([expect.stringMatching(/has no manager in BambooHR\. Nothing is held up by that/)]);
	});

	test('A12: of a manager who leaves as well the next one up stands in, and the cut is not held up', async () => {
		const flow = await published();
		bamboo().terminate('14');
		bamboo().terminate('30');
		after(minutes(5));
		const outputs = await flow.poll();
		expect(told(outputs).sort()).toEqual(['terminate 14', 'terminate 30']);
		const { manager } = outputs![0]!.map(({ json }) => json['person'] as { id: string; manager: { id: string } }).find(({ id }) => id === '30')!;
		expect(manager.id).toBe('2');
		expect(problemsIn(outputs)).toEqual([expect.stringMatching(/^Mateo Rivas \(employee 30\): their manager .* has left, too; .* stands in for them/)]);
	});

	test('A12: whose manager cannot be asked about keeps them, and is cut all the same', async () => {
		const flow = await published();
		bamboo().terminate('30');
		site.sandbox.faults.bamboohr.add({ path: /employees\/14\?/, effect: { kind: 'status', status: 403 } });
		after(minutes(5));
		const outputs = await flow.poll();
		expect(outputs![0]!.map(({ json }) => (json['person'] as { manager: { id: string } }).manager.id)).toEqual(['14']);
	});

	test('B12: somebody who is entered two weeks late is hired and starts now', async () => {
		const flow = await published();
		const { id } = bamboo().hire({ firstName: 'Nora', lastName: 'Falk', hireDate: inDays(-14), department: 'Sales', jobTitle: 'Account Executive', managerId: '38' });
		after(minutes(5));
		const outputs = await flow.poll();
		expect(told(outputs)).toEqual([`hire ${id}`, `start ${id}`]);
		expect(outputs![0]!.map(({ json }) => (json['event'] as { backDated?: boolean }).backDated)).toEqual([undefined, true]);
	});

	test('B11: a first day on which BambooHR let nobody in starts nothing, and is told a day later', async () => {
		const flow = await published();
		// HR says "not yet" instead of taking the hire back.
		bamboo().state.employees.get('72')!.tables.employmentStatus[0]!.columns['employmentStatus'] = 'Offer';
		const labels = ['Full-Time', 'Part-Time'].map((label) => ({ label, meaning: 'employee' }));
		const careful = publish(site.n8n, [trigger({ statusLabels: { label: [...labels, { label: 'Offer', meaning: 'notStarted' }, { label: 'Terminated', meaning: 'terminated' }] } })]);
		Object.assign(careful.staticData, flow.staticData);
		after(days(21));
		expect(told(await careful.poll())).toEqual([]);
		after(days(1) + minutes(5));
		const outputs = await careful.poll();
		expect(told(outputs)).toEqual([]);
		expect(problemsIn(outputs)).toContainEqual(expect.stringMatching(/Astrid Berg \(employee 72\) was to start on .* account stays as it is.*Ask their manager/));
	});

	test('the whole way of a contractor: hired, moved, employed, gone, back', async () => {
		const flow = await published();
		const seen: string[] = [];
		const next = async (change: () => unknown) => {
			change();
			after(minutes(5));
			seen.push(...told(await flow.poll()));
		};
		let id = '';
		await next(() => (id = bamboo().hire({ firstName: 'Nora', lastName: 'Falk', department: 'Sales', jobTitle: 'Consultant', employmentStatus: 'Contractor', managerId: '38' }).id));
		await next(() => bamboo().changeJob(id, { department: 'Marketing' }));
		await next(() => bamboo().rehire(id, bamboo().today(), 'Full-Time'));
		await next(() => bamboo().terminate(id));
		await next(() => bamboo().rescind(id));
		await next(() => bamboo().terminate(id));
		after(days(1));
		await next(() => bamboo().rehire(id));
		expect(seen).toEqual(['hire', 'start', 'move', 'conversion', 'terminate', 'rescind', 'terminate', 'rehire'].map((kind) => `${kind} ${id}`));
	});
});

describe('an answer nobody can believe', () => {
	const expectSuspect = async (outputs: INodeExecutionData[][] | null, said: RegExp) => {
		expect(told(outputs)).toEqual([]);
		const [problem, ...others] = problemsIn(outputs);
		expect(others).toEqual([]);
		expectSentence(problem);
		expect(problem).toMatch(said);
		expect(await site.records({ kinds: ['source.suspect'] })).toHaveLength(1);
		expect(await site.records({ kinds: ['event.received', 'event.superseded'] })).toEqual([]);
		expectNoSecrets(site, outputs);
	};

	test.each<[string, Parameters<ReturnType<typeof faults>['add']>[0], RegExp]>([
		['C02: an empty list of everybody', { path: /reports\/custom/, effect: { kind: 'status', status: 200, body: [] } }, /not an object/],
		['C02: everybody, and nobody in it', { path: /reports\/custom/, effect: { kind: 'status', status: 200, body: { fields: [], employees: [] } } }, /nobody had ever worked there/],
		['C02: a list where it says who changed', { path: /employees\/changed/, effect: { kind: 'status', status: 200, body: [] } }, /not an object/],
		['C03: a login page', { path: /employees\/changed/, effect: { kind: 'html' } }, /not an object/],
		['C03: a redirect to a login page', { path: /reports\/custom/, effect: { kind: 'login-redirect' } }, /something that is not its API \(status 302\)/],
		['C03: a redirect to another host', { path: /employees\/changed/, effect: { kind: 'login-redirect', location: 'https://elsewhere.example/login' } }, /status 302/],
		['changes without the moment up to which they are', { path: /employees\/changed/, effect: { kind: 'status', status: 200, body: { employees: [] } } }, /without saying up to when/],
		['changes up to a moment far ahead', { path: /employees\/changed/, effect: { kind: 'status', status: 200, body: { latest: '9999-12-31T00:00:00+00:00', employees: [] } } }, /cannot be meant/],
		['people without their status', { path: /reports\/custom/, effect: { kind: 'status', status: 200, body: { employees: [{ id: '1' }] } } }, /left out the field "status"/],
		['JSON that ends in the middle', { path: /employees\/changed/, effect: { kind: 'truncated' } }, /BambooHR/],
	])('%s: is told once a day, nobody leaves by it, and what was missed is caught up with', async (_, fault, said) => {
		const flow = await published();
		const [before] = await positions();
		bamboo().terminate(cast.leaver.id);
		const lying = faults().add(fault);
		after(minutes(11));
		await expectSuspect(await flow.poll(), said);
		after(minutes(11));
		expect(await flow.poll()).toBeNull();
		expect((await positions()).every(({ latest }) => latest === before!['latest'])).toBe(true);
		lying.remove();
		after(minutes(5));
		expect(told(await flow.poll())).toEqual([`terminate ${cast.leaver.id}`]);
	}, 60_000);

	test('C02: a company that shrank is not believed, and neither is that everybody is gone', async () => {
		const flow = await published();
		const key = bamboo().state.apiKeys.get(site.sandbox.connections.bamboohr.apiKey)!;
		const { employees } = bamboo().state;
		const hidden = [...employees].slice(0, 20);
		for (const [id] of hidden) employees.delete(id);
		after(minutes(5));
		await expectSuspect(await flow.poll(), /shows 55 people where it showed 75 before/);
		for (const [id, employee] of hidden) employees.set(id, employee);
		expect(key.enabled).toBe(true);
		faults().add({ path: /reports\/custom/, effect: { kind: 'status', status: 200, body: { employees: Array.from({ length: 75 }, (_, id) => ({ id: String(id + 1), status: 'Inactive' })) } } });
		after(minutes(5));
		expect(problemsIn(await flow.poll())).toEqual([expect.stringMatching(/as if nobody worked there any more/)]);
	});

	test('C02: a history that was there and is empty ends nothing and takes nothing back', async () => {
		const flow = await published();
		bamboo().terminate('42', inDays(1));
		await flow.deliver(webhookAbout(site.sandbox, '42'));
		const lying = faults().add({ path: /employees\/42\/tables\/employmentStatus/, effect: { kind: 'status', status: 200, body: [] } });
		after(days(1));
		const outputs = await flow.poll();
		expect(told(outputs)).toEqual([]);
		expect(problemsIn(outputs)).toContainEqual(expect.stringMatching(/history it had of employee 42, which is empty now/));
		expect(await site.records({ kinds: ['event.superseded'] })).toEqual([]);
		lying.remove();
		expect(told(await flow.poll())).toEqual(['terminate 42']);
	});

	test('of everybody at the very first time leaves everybody to be met later', async () => {
		const lying = faults().add({ path: /employees\/all\/tables\/employmentStatus/, effect: { kind: 'status', status: 200, body: [] } });
		const flow = publish(site.n8n, [trigger()]);
		expect(problemsIn(await flow.poll())).toEqual([expect.stringMatching(/as if nobody had an employment status history.*only what webhooks bring is noticed/)]);
		expect(await positions()).toEqual([]);
		lying.remove();
		after(minutes(5));
		expect(await flow.poll()).toBeNull();
		expect(await positions()).toHaveLength(1);
	});
});

test('C10: a label nobody mapped is told; once it is mapped, the leaver comes out although BambooHR tells nothing', async () => {
	const flow = await published();
	bamboo().rehire('42', bamboo().today(), 'Inactive');
	after(minutes(5));
	const outputs = await flow.poll();
	expect(told(outputs)).toEqual([]);
	expect(problemsIn(outputs)).toEqual([expect.stringMatching(/nobody has said what the employment status "Inactive" means/)]);
	bamboo().state.employees.get('42')!.tables.employmentStatus[0]!.columns['employmentStatus'] = 'Terminated';
	after(minutes(5));
	expect(told(await flow.poll())).toEqual(['terminate 42']);
});

describe('time', () => {
	const zones = { timeZones: { location: [{ location: 'Sydney', timeZone: 'Australia/Sydney' }, { location: 'Honolulu', timeZone: 'Pacific/Honolulu' }, { location: 'London', timeZone: 'Europe/London' }, { location: 'Berlin', timeZone: 'Europe/Berlin' }] } };
	const scheduled = async (id: string, parameters: INode['parameters']) => {
		const flow = await published(parameters);
		bamboo().terminate(id, '2027-07-04');
		const { outputs } = await flow.deliver(webhookAbout(site.sandbox, id));
		const records = await site.records({ kinds: ['event.scheduled'] });
		return { problems: problemsIn(outputs ?? null), effectiveAt: (records.at(-1)!.content!['event'] as { effectiveAt: string }).effectiveAt };
	};
	const atNight = { dateMeaning: 'lastDayWorked', endsAt: '23:59', ...zones };

	test.each([
		['B01', () => cast.sydney.id, '2027-07-04T13:59:00.000Z'],
		['B02', () => cast.honolulu.id, '2027-07-05T09:59:00.000Z'],
	])('%s: the day ends where the person is', async (_, id, expected) => {
		expect(await scheduled(id(), atNight)).toEqual({ problems: [], effectiveAt: expected });
	});

	test('B04: the two meanings differ by a day of that place', async () => {
		expect((await scheduled(cast.sydney.id, { dateMeaning: 'firstDayGone', ...zones })).effectiveAt).toBe('2027-07-03T14:00:00.000Z');
	});

	test('a location that is not in the list costs no time, and is told', async () => {
		const { problems, effectiveAt } = await scheduled(cast.leaver.id, atNight);
		expect(effectiveAt).toBe('2027-07-04T23:59:00.000Z');
		expect(problems).toEqual([expect.stringMatching(/location "New York", which is not in "Time Zones by Location"/)]);
	});

	test('who is privileged goes earlier', async () => {
		expect((await scheduled(cast.superAdmin.id, { ...atNight, timeZones: {}, options: { privileged: cast.superAdmin.workEmail, privilegedMinutes: 359 } })).effectiveAt).toBe('2027-07-04T18:00:00.000Z');
	});

	test('a moment that is brought forward in the trigger comes then', async () => {
		const flow = await published({ dateMeaning: 'lastDayWorked', endsAt: '23:59' });
		bamboo().terminate('42', inDays(1));
		await flow.deliver(webhookAbout(site.sandbox, '42'));
		const sooner = publish(site.n8n, [trigger({ dateMeaning: 'firstDayGone' })]);
		Object.assign(sooner.staticData, flow.staticData);
		after(days(1));
		expect(told(await sooner.poll())).toEqual(['terminate 42']);
	});
});

describe('F07: a trigger that was asleep', () => {
	test('says for how long, runs what is due, and marks it as late', async () => {
		const flow = await published();
		bamboo().terminate('42', inDays(1));
		await flow.deliver(webhookAbout(site.sandbox, '42'));
		after(days(2));
		const outputs = await flow.poll();
		expect(told(outputs)).toEqual(['terminate 42']);
		expect(outputs![0]![0]!.json['event']).toMatchObject({ late: true });
		expect(problemsIn(outputs)).toEqual([expect.stringMatching(/was asleep for 48 h, since .* UTC: 1 event runs late/)]);
		expect(await flow.poll()).toBeNull();
	});

	test('says nothing after a few minutes, and nothing while it polls', async () => {
		const flow = await published();
		for (let turn = 0; turn < 4; turn++) {
			after(minutes(10));
			expect(await flow.poll()).toBeNull();
		}
		expect(await positions()).toHaveLength(5);
	});
});

test('a confidential termination leaves no trace in items before its moment', async () => {
	const flow = await published({ options: { confidentialEmployees: cast.executive.id } });
	bamboo().terminate(cast.executive.id, inDays(1));
	expect(await flow.deliver(webhookAbout(site.sandbox, cast.executive.id))).toMatchObject({ outputs: undefined });
	after(days(1));
	const outputs = await flow.poll();
	expect(told(outputs)).toEqual([`terminate ${cast.executive.id}`]);
	expect(outputs![0]![0]!.json['event']).toMatchObject({ confidential: true });
});

test('gates go with the person', async () => {
	const gates = { gate: [{ name: 'laptop', field: 'customLaptopAssetTag', passed: 'KST-0076' }, { name: 'NDA', field: 'customNda', passed: 'Signed' }] };
	const flow = await published({ options: { gates } });
	const { id } = bamboo().hire({ firstName: 'Nora', lastName: 'Falk', managerId: '38' });
	bamboo().setFields(id, { customLaptopAssetTag: `KST-00${id}` });
	after(minutes(5));
	const [hire] = (await flow.poll())![0]!;
	expect((hire!.json['person'] as { gates: object }).gates).toEqual({ laptop: id === '76', NDA: null });
});

test('BambooHR is down: the first who waits in vain is enough, and everybody is told of', async () => {
	const flow = await published();
	for (const id of ['41', '42', '44']) {
		bamboo().terminate(id, inDays(1));
		await flow.deliver(webhookAbout(site.sandbox, id));
	}
	after(days(1));
	const down = faults().add({ effect: { kind: 'status', status: 401 } });
	const before = asked(/./);
	const problems = problemsIn(await flow.poll());
	expect(problems.filter((problem) => /Employee 4[124] will be read again/.test(problem))).toHaveLength(3);
	expect(asked(/./) - before).toBeLessThan(4);
	down.remove();
	after(minutes(1));
	expect(told(await flow.poll())).toEqual(['terminate 41', 'terminate 42', 'terminate 44']);
});

