import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { cast } from '../../sandbox';
import { expectSentence } from '../harness/expectations';
import { bambooTrigger, closeCase, oktaAccess, openCase, registerException, startSite, type Site } from '../harness/site';
import { backToNow, days, minutes, travelTogether } from '../harness/time';
import { publish, type PublishedWorkflow } from '../harness/trigger';
import { node, type Ran } from '../harness/workflow';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(async () => {
	backToNow();
	await site.stop();
});

const guard = (parameters: INode['parameters'] = {}, more: Partial<INode> = {}) => node('Guard', 'lifecycleGuard', { operation: 'checkEvents', ...parameters, options: { settleSeconds: 0, ...(parameters['options'] as object | undefined) } }, more);
const release = (parameters: INode['parameters'] = {}) => node('Release', 'lifecycleGuard', { operation: 'releaseDue', ...parameters });
const listHeld = (parameters: INode['parameters'] = {}) => node('List Held', 'evidenceLedger', { resource: 'decision', operation: 'listHeld', ...parameters });
const decideNode = (parameters: INode['parameters'] = {}) => node('Decide', 'evidenceLedger', { resource: 'decision', operation: 'decide', decision: 'approved', reason: 'HR agrees', ...parameters });

const user = (id: string, firstName: string): IDataObject => ({ user: { id, email: `${firstName.toLowerCase()}@kestrel.example`, firstName, lastName: 'Doe' } });
const [jane, joe] = [user('u-1', 'Jane'), user('u-2', 'Joe')];

const instant = (later: number) => new Date(Date.now() + later).toISOString();
const event = (id: string, more: IDataObject = {}, person: IDataObject = {}, later = -minutes(1)): IDataObject => {
	const kind = String(more['kind'] ?? 'terminate');
	return { ticket: `INC-${id}`, person: { id, name: `Person ${id}`, workEmail: `p${id}@kestrel.example`, ...person }, event: { kind, key: `hr/${id}/${kind}`, source: 'hr', effectiveAt: instant(later), receivedAt: instant(0), ...more } };
};

const outletNames = ['proceed', 'needsApproval', 'later', 'ignored'] as const;
type Outlets = { [Name in (typeof outletNames)[number]]: IDataObject[] };
const outletsOf = ({ outputs }: Ran, name: string): Outlets => Object.fromEntries(outletNames.map((outlet, index) => [outlet, (outputs(name)?.[index] ?? []).map(({ json }: INodeExecutionData) => json)])) as Outlets;
const check = async (items: IDataObject[], parameters: INode['parameters'] = {}): Promise<Outlets> => {
	const ran = await site.n8n.run([guard(parameters)], items);
	expect(ran.error).toBeUndefined();
	return outletsOf(ran, 'Guard');
};
const counts = (outlets: Outlets) => outletNames.map((name) => outlets[name].length);
const released = async (parameters: INode['parameters'] = {}) => outletsOf(await site.n8n.run([release(parameters)], [{}]), 'Release');
const again = async (parameters: INode['parameters'] = {}) => check((await released()).proceed, parameters);
const guardOf = (item: IDataObject | undefined) => item!['guard'] as IDataObject;
const held = async (parameters: INode['parameters'] = {}) => (await site.n8n.run([listHeld(parameters)], [{}])).items('List Held');
/** Lists, shows, and decides on what was shown, as the form does. */
const decide = (by: IDataObject, list: INode['parameters'] = {}, parameters: INode['parameters'] = {}) => site.n8n.run([listHeld(list), node('Form', 'harness.passOn'), decideNode({ byName: String((by['user'] as IDataObject)['firstName']), byEmail: String((by['user'] as IDataObject)['email']), byId: String((by['user'] as IDataObject)['id']), ...parameters })], [by]);
const kinds = async (...wanted: string[]) => (await site.records({ kinds: wanted })).length;

test('an event comes out of one output, with why, and with all else the item carried', async () => {
	const { proceed, ...others } = await check([event('1')]);
	expect(proceed).toEqual([expect.objectContaining({ ticket: 'INC-1', person: expect.objectContaining({ id: '1' }), ledger: { origin: expect.any(String), credential: 'none' } })]);
	expect(guardOf(proceed[0])['decision']).toBe('proceed');
	expectSentence(String(guardOf(proceed[0])['why']));
	expect(Object.values(others).flat()).toEqual([]);
});

test('F03: one webhook five times, two of them at once: one passes, one case, one set of writes', async () => {
	const { id, firstName, lastName, workEmail } = cast.leaver;
	const leaver = event(id, {}, { name: `${firstName} ${lastName}`, workEmail });
	const flow = () => site.n8n.run([guard(), openCase(), oktaAccess({ steps: ['blockSignIn'] }), closeCase()], [leaver]);
	const all = [...(await Promise.all([flow(), flow()])), await flow(), await flow(), await flow()];
	expect(all.map((ran) => ran.items('Close Case').length).sort()).toEqual([0, 0, 0, 0, 1]);
	expect(await kinds('case.opened')).toBe(1);
	expect(await kinds('step.intended')).toBe(1);
	for (const ran of all) for (const item of outletsOf(ran, 'Guard').ignored) expectSentence(String(guardOf(item)['why']));
});

test('A05: surname and e-mail of one person change: it goes on as a change of name, and nobody leaves', async () => {
	const outlets = await check([event('1', { kind: 'rename', changes: [{ field: 'workEmail', from: 'a@kestrel.example', to: 'b@kestrel.example' }] })], { mostPeople: 0 });
	expect(counts(outlets)).toEqual([1, 0, 0, 0]);
	expect(await kinds('guard.seen')).toBe(0);
});

describe('too many at once', () => {
	const four = () => ['1', '2', '3', '4'].map((id) => event(id));

	test('C01: of 40, four in one poll: none is carried out, four are held, and one approval has the list', async () => {
		const outlets = await check(four(), { options: { settleSeconds: 0, headcount: 40 } });
		expect(counts(outlets)).toEqual([0, 4, 0, 0]);
		for (const item of outlets.needsApproval) expectSentence(String(guardOf(item)['why']));
		const plans = await held({ show: 'floods' });
		expect(plans).toHaveLength(1);
		for (const { person } of four() as { person: IDataObject }[]) expect(plans[0]!['shown']).toContain(String(person['name']));
		expect(await held()).toHaveLength(4);
	});

	test('C05: five webhooks at the same moment: each waits for the others, and not one passes', async () => {
		const runs = await Promise.all([...four(), event('5')].map((item) => check([item], { options: { settleSeconds: 2 } })));
		expect(runs.map(counts)).toEqual(Array(5).fill([0, 1, 0, 0]));
		expect(await kinds('guard.passed', 'case.opened')).toBe(0);
	}, 30_000);

	test('C08: 150 on one approved plan all pass, once, and one record has all of it', async () => {
		const all = Array.from({ length: 150 }, (_, id) => event(String(id)));
		expect(counts(await check(all))).toEqual([0, 150, 0, 0]);
		const ran = await decide(jane!, { show: 'floods' });
		expect(ran.error).toBeUndefined();
		expect(ran.items('Decide')[0]!['decisions']).toHaveLength(150);
		expect(counts(await again())).toEqual([150, 0, 0, 0]);
		expect(counts(await again())).toEqual([0, 0, 0, 0]);
		expect(counts(await check(all))).toEqual([0, 0, 0, 150]);
		const [whole] = await site.records({ kinds: ['decision.shown'] });
		expect(whole!.content!['holds']).toHaveLength(150);
	}, 60_000);

	test.each<[string, INode['parameters']]>([
		['Most People', { mostPeople: '={{ "3" }}' }],
		['Most Percent', { mostPercent: '={{ -1 }}' }],
		['Within (Hours)', { windowHours: '={{ $json.nothing }}' }],
		['Wait Before Judging', { options: { settleSeconds: '={{ "0" }}' } }],
	])('%s that is no number limits nothing, so nobody is judged', async (label, parameters) => {
		const { error, outputs } = await site.n8n.run([guard(parameters)], [event('1')]);
		expectSentence(error);
		expect(error).toContain(label);
		expect(outputs('Guard')?.flat() ?? []).toEqual([]);
		expect(await kinds('guard.passed')).toBe(0);
	});
});

describe('people apart', () => {
	test('D01: somebody protected is held, and told which protection to end', async () => {
		const ran = await site.n8n.run([registerException({ who: 'p1@kestrel.example' })], [{}]);
		const { id } = ran.items('Register Exception')[0]!['exception'] as { id: string };
		const outlets = await check([event('1')]);
		expect(counts(outlets)).toEqual([0, 1, 0, 0]);
		expect(guardOf(outlets.needsApproval[0])['why']).toContain(`end ${id} in the Evidence Ledger`);
	});

	test('D04: a VIP takes two people; neither time nor one of them alone cuts', async () => {
		await site.n8n.run([registerException({ type: 'vip', who: '1', reason: 'board member' })], [{}]);
		const { needsApproval } = await check([event('1')]);
		expect(guardOf(needsApproval[0])).toMatchObject({ needs: 2, reasons: [{ code: 'vip' }] });
		travelTogether(site, days(30));
		expect((await released()).proceed).toEqual([]);
		expect((await decide(jane!)).items('Decide')[0]!['summary']).toMatch(/One more person has to approve it\.$/);
		expect((await released()).proceed).toEqual([]);
		const twice = await decide(jane!);
		expectSentence(twice.error);
		expect(twice.error).toMatch(/takes two people/);
		await decide(joe!);
		expect(counts(await again())).toEqual([1, 0, 0, 0]);
	});

	test('D05: a legal hold that came while it was scheduled: access is cut, and the item says what stays', async () => {
		await check([event('1', {}, {}, days(1))]);
		await site.n8n.run([registerException({ type: 'legalHold', who: '1', owner: 'Counsel', reason: 'litigation' })], [{}]);
		travelTogether(site, days(2));
		const { proceed } = await again();
		expect(guardOf(proceed[0])['keeps']).toEqual([expect.stringMatching(/legal hold ex_\w+ \(owner Counsel, no expiry\): litigation/)]);
	});

	test('G14: when the VIP entry has expired, nobody is asked', async () => {
		await site.n8n.run([registerException({ type: 'vip', who: '1', expires: instant(days(2)).slice(0, 10), timeZone: 'UTC' })], [{}]);
		travelTogether(site, days(4));
		expect(counts(await check([event('1')]))).toEqual([1, 0, 0, 0]);
	});
});

describe('decisions', () => {
	const hold = async () => String(guardOf((await check([event('1')], { mostPeople: 0 })).needsApproval[0])['hold']);

	test('a named person, when, why, and exactly what was shown are kept, from a form as it is', async () => {
		const id = await hold();
		const [listed] = await held();
		const ran = await site.n8n.run([decideNode()], [{ ...jane, holds: listed!['holds'], shown: listed!['shown'] } as IDataObject]);
		expect(ran.error).toBeUndefined();
		expect((await site.records({ kinds: ['hold.decided'] }))[0]).toMatchObject({ subject: `hold/${id}`, caseId: expect.any(String), content: { hold: id, decision: 'approved', by: { id: 'u-1', name: 'Jane Doe', email: 'jane@kestrel.example' }, reason: 'HR agrees', what: listed!['shown'], shownHash: listed!['shownHash'] } });
	});

	test('G01: opening the list, any number of times, decides nothing', async () => {
		const id = await hold();
		const before = (await site.records()).length;
		for (const show of ['each', 'floods', 'each']) await held({ show });
		await held({ show: 'these', holds: id });
		expect((await site.records()).length).toBe(before);
		expect((await released()).proceed).toEqual([]);
	});

	test('G02: the requester cannot decide; a second person can, and it goes on without waiting', async () => {
		const emergency = event('1', { source: 'form/emergency', urgency: 'immediate', requestedBy: 'jane@kestrel.example' });
		expect(counts(await check([emergency], { options: { settleSeconds: 60 } }))).toEqual([0, 1, 0, 0]);
		const own = await decide(jane!);
		expectSentence(own.error);
		expect(own.error).toMatch(/asked for it and cannot decide/);
		expect((await decide(joe!)).error).toBeUndefined();
		expect(counts(await again({ options: { settleSeconds: 60 } }))).toEqual([1, 0, 0, 0]);
	});

	test('G04: shown before something changed, it has to be opened again; then it can be decided', async () => {
		await hold();
		const refused = await decide(jane!, {}, { what: '={{ $json.shown }} and more' });
		expectSentence(refused.error);
		expect(refused.error).toMatch(/changed since it was shown.*Open the list again/);
		expect(await kinds('hold.decided')).toBe(0);
		expect((await decide(jane!)).error).toBeUndefined();
	});

	test('rejected, the person keeps access, and that is said plainly', async () => {
		await hold();
		const { items } = await decide(jane!, {}, { decision: 'rejected', reason: 'wrong person' });
		expect(items('Decide')[0]!['summary']).toBe('Jane rejected the termination of Person 1 (HR ID 1). Person 1 (HR ID 1) keeps access. If HR still says that they leave, have HR correct it.');
		travelTogether(site, days(3));
		expect(counts(await released())).toEqual([0, 0, 0, 0]);
		expect(counts(await check([event('1')]))).toEqual([0, 0, 0, 1]);
	});

	test('run twice, and by two workers at once, it is one decision', async () => {
		await hold();
		await Promise.all([decide(jane!), decide(jane!)]);
		expect(await kinds('hold.decided')).toBe(1);
	});

	test('nobody signed in: nothing is decided', async () => {
		await hold();
		const { error } = await site.n8n.run([listHeld(), node('Form', 'harness.passOn'), decideNode()], [{}]);
		expectSentence(error);
		expect(error).toMatch(/sign in/);
	});

	test('nobody answers: it is told of again, to the next one, once each time, and stays held', async () => {
		await hold();
		travelTogether(site, minutes(4 * 60 + 1));
		const [first, second] = [await released({ escalateTo: 'lead@acme.com, ciso@acme.com' }), await released()];
		expect(counts(first)).toEqual([0, 1, 0, 0]);
		expect(guardOf(first.needsApproval[0])).toMatchObject({ escalation: 1, askNext: 'lead@acme.com', why: expect.stringMatching(/It stays held\./) });
		expect(counts(second)).toEqual([0, 0, 0, 0]);
		travelTogether(site, minutes(4 * 60));
		expect(guardOf((await released({ escalateTo: 'lead@acme.com, ciso@acme.com' })).needsApproval[0])).toMatchObject({ escalation: 2, askNext: 'ciso@acme.com' });
	});
});

describe('time', () => {
	test('B07: scheduled, then taken back: nothing is done when the day comes', async () => {
		expect(counts(await check([event('1', {}, {}, days(3))]))).toEqual([0, 0, 1, 0]);
		const { ignored } = await check([event('1', { kind: 'rescind' })]);
		expect(guardOf(ignored[0])['why']).toMatch(/called off in time/);
		travelTogether(site, days(5));
		expect(counts(await released())).toEqual([0, 0, 0, 0]);
	});

	test('what falls due comes out to be asked of HR again, and goes on after that', async () => {
		await check([event('1', {}, {}, days(3))]);
		travelTogether(site, days(4));
		const { proceed } = await released();
		expect(proceed).toEqual([expect.objectContaining({ reread: true, person: expect.objectContaining({ id: '1' }) })]);
		expect(counts(await check(proceed))).toEqual([1, 0, 0, 0]);
	});

	test('confidential and ahead, it comes out of nowhere and is on no list', async () => {
		const outlets = await check([event('1', { confidential: true }, { name: 'Ada Lovelace' }, days(3))]);
		expect(counts(outlets)).toEqual([0, 0, 0, 0]);
		expect(await held()).toEqual([]);
		expect(site.ledgerBytes()).not.toContain('Lovelace');
		travelTogether(site, days(4));
		expect((await released()).proceed).toHaveLength(1);
	});

	test('B09: what HR said late runs at once, and says so', async () => {
		const { proceed } = await check([event('1', {}, {}, -days(9))]);
		expect(proceed[0]!['event']).toMatchObject({ backDated: true });
		expect(guardOf(proceed[0])['why']).toMatch(/HR said so late/);
	});
});

describe('behind the BambooHR trigger', () => {
	const bamboo = () => site.sandbox.bamboohr;
	const leavers = ['42', '43', '44', '45'];
	const after = (milliseconds: number) => travelTogether(site, milliseconds);
	const published = async (): Promise<PublishedWorkflow> => {
		bamboo().settings.deliveriesToLose = 1_000;
		const flow = publish(site.n8n, [bambooTrigger(), guard(), openCase(), oktaAccess({ steps: ['blockSignIn'] }), closeCase()]);
		await flow.poll();
		await flow.activate();
		return flow;
	};
	/** What the poll brings, through all of the workflow; that it has not polled for days is told to somebody else. */
	const polled = async (flow: PublishedWorkflow) => {
		const [events = []] = (await flow.poll()) ?? [];
		return events.length === 0 ? null : flow.runFrom([events, []]);
	};
	const writes = () => site.sandbox.journals.okta.entries.filter(({ method }) => method !== 'GET').length;

	test('C01: four in one poll: nothing is written to any system, one approval has the list, and all of it is carried out once', async () => {
		const flow = await published();
		for (const id of leavers) bamboo().terminate(id);
		after(minutes(6));
		const first = await polled(flow);
		expect(counts(outletsOf(first!, 'Guard'))).toEqual([0, 4, 0, 0]);
		expect(writes()).toBe(0);
		after(days(2));
		expect(await polled(flow)).toBeNull();
		expect((await decide(jane!, { show: 'floods' })).error).toBeUndefined();
		const second = await polled(flow);
		expect(second!.items('Close Case')).toHaveLength(4);
		after(days(1));
		expect(await polled(flow)).toBeNull();
		expect(await kinds('guard.passed')).toBe(4);
	}, 30_000);

	test('B07: approved, and HR takes it back before it is carried out: nobody is cut', async () => {
		const flow = await published();
		for (const id of leavers) bamboo().terminate(id);
		after(minutes(6));
		await polled(flow);
		bamboo().rescind('42');
		await decide(jane!, { show: 'floods' });
		const ran = await polled(flow);
		expect(ran!.items('Close Case').map(({ person }) => (person as IDataObject)['id']).sort()).toEqual(['43', '44', '45']);
		after(days(1));
		await polled(flow);
		expect((await site.records({ kinds: ['case.opened'] })).length).toBe(3);
	}, 30_000);

	test('D04: a VIP is cut when two people have approved, through the same workflow', async () => {
		await site.n8n.run([registerException({ type: 'vip', who: '42' })], [{}]);
		const flow = await published();
		bamboo().terminate('42');
		after(minutes(6));
		expect(counts(outletsOf((await polled(flow))!, 'Guard'))).toEqual([0, 1, 0, 0]);
		await decide(jane!);
		after(minutes(60));
		expect(await polled(flow)).toBeNull();
		await decide(joe!);
		expect((await polled(flow))!.items('Close Case')).toHaveLength(1);
	}, 30_000);
});

describe('H03: what is needed before somebody starts', () => {
	const gates = { gates: { gate: [{ name: 'Background check', met: '={{ $json.person.gates.background }}' }, { name: 'NDA', met: true }] } };

	test('missing, they wait and people are told; there, they start', async () => {
		const starter = (background: unknown) => event('1', { kind: 'start' }, { gates: { background } as IDataObject });
		const { later } = await check([starter(false)], gates);
		expect(guardOf(later[0])).toMatchObject({ decision: 'later', reasons: [{ code: 'gate' }], why: expect.stringMatching(/Background check is not there yet/) });
		expect(await held()).toHaveLength(1);
		travelTogether(site, days(1));
		expect((await released()).proceed).toHaveLength(1);
		expect(counts(await check([starter(true)], gates))).toEqual([1, 0, 0, 0]);
		expect(await held()).toEqual([]);
	});

	test.each([[undefined], ['true'], [null], [0]])('%p is not there', async (background) => {
		expect(counts(await check([event('1', { kind: 'start' }, { gates: { background } as IDataObject })], gates))).toEqual([0, 0, 1, 0]);
	});
});

describe('what nobody can read', () => {
	const bad = () => event('1', { effectiveAt: '2026-11-20' });

	test('stops the workflow with a sentence, is recorded, and the others come again by themselves', async () => {
		const { error, outputs } = await site.n8n.run([guard()], [bad(), event('2')]);
		expectSentence(error);
		expect(error).toMatch(/"2026-11-20", is not an instant/);
		expect(outputs('Guard')?.flat() ?? []).toEqual([]);
		expect((await site.records({ kinds: ['event.quarantined'] }))[0]!.content).toMatchObject({ employeeId: '1', why: error });
		travelTogether(site, days(1));
		expect((await released()).proceed.map(({ person }) => (person as IDataObject)['id'])).toEqual(['2']);
	});

	test('set to go on, it goes out of Ignored with the error and never out of Proceed', async () => {
		const outlets = outletsOf(await site.n8n.run([guard({}, { onError: 'continueRegularOutput' })], [bad(), event('2'), {}]), 'Guard');
		expect(counts(outlets)).toEqual([1, 0, 0, 2]);
		for (const { error } of outlets.ignored) expectSentence(String(error));
	});

	test('with an error output it comes out there, with all it carried', async () => {
		const { outputs } = await site.n8n.run([guard({}, { onError: 'continueErrorOutput' })], [bad(), event('2')]);
		expect(outputs('Guard')!.map((items) => items.length)).toEqual([1, 0, 0, 0, 1]);
		expect(outputs('Guard')![4]![0]!.json).toMatchObject({ ticket: 'INC-1', error: expect.stringContaining('not an instant') });
	});
});

test('a test in the editor judges and records nothing', async () => {
	const flow = site.n8n.workflow([node('Start', 'harness.passOn'), guard({ mostPeople: 1 })]);
	const ran = await site.n8n.runFrom(flow, 'Start', [[{ json: event('1') }]], { mode: 'manual' });
	expect(ran.error).toBeUndefined();
	expect(guardOf(outletsOf(ran, 'Guard').proceed[0])['why']).toMatch(/nothing was recorded/);
	expect(await kinds('guard.passed', 'guard.seen', 'event.received')).toBe(0);
	expect(counts(await check([event('1')]))).toEqual([1, 0, 0, 0]);
});
