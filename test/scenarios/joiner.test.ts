import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import { cast, personById } from '../../sandbox';
import type { NewHire } from '../../sandbox/bamboohr/hr';
import { expectSentence } from '../harness/expectations';
import { startSite, type Site } from '../harness/site';
import { backToNow, days, minutes } from '../harness/time';
import { decideAs, going, oktaGroups, type Going, type Row, type Went } from '../support/joinersAndMovers';

jest.setTimeout(60_000);

let site: Site;
beforeEach(async () => {
	site = await startSite({ settings: { okta: { asyncMs: 0, ruleLagMs: 0 } } });
	groups().make('Staff', 'Selling', 'Licensed', 'PAM Enrolled', 'Domain Admins');
});
afterEach(async () => {
	backToNow();
	await site.stop();
});

const groups = () => oktaGroups(site);
const hr = () => site.sandbox.bamboohr;
const inDays = (count: number): string => new Date(Date.now() + days(count)).toISOString().slice(0, 10);

/** Clara Meyer of Sales, whom everybody here reports to. */
const manager = { firstName: 'Clara', lastName: 'Meyer', email: personById('38').workEmail };
const login = 'nora.falk@kestrel.example';
const hire = (more: Partial<NewHire> = {}) => hr().hire({ firstName: 'Nora', lastName: 'Falk', workEmail: login, hireDate: inDays(10), department: 'Sales', jobTitle: 'Account Executive', location: 'London', managerId: '38', ...more });

const rows: readonly Row[] = [
	{ system: 'Okta', right_name: 'Staff' },
	{ department: 'Sales', system: 'Okta', right_name: 'Selling' },
	{ department: 'Finance', system: 'Okta', right_name: 'VPN Users' },
	{ system: 'Okta', right_name: 'Licensed', days_before_start: 1 },
];
const joiners = (more: Partial<Parameters<typeof going>[2]> = {}): Promise<Going> => going(site, 'joiner.json', { rows, ...more });

const statusOf = () => site.sandbox.okta.user(login).status;
const holds = () => groups().of(login, 'Staff', 'Selling', 'Licensed', 'PAM Enrolled', 'Domain Admins');
const writes = () => site.sandbox.journals.okta.writes.filter(({ path }) => !path.startsWith('/oauth2/'));
const verdicts = (went: Went | null) => went?.closed.map((closed) => `${closed.event.kind} ${closed.case.verdict}`);
const expectPlainWords = (went: Went | null): void => {
	for (const { subject, text } of went!.told) {
		expect(subject).not.toMatch(/undefined|null|\[object/);
		expectSentence(text.split('\n')[0]);
	}
};

describe('H01: somebody accepted the offer', () => {
	test('H01: the account is there and nobody can sign in with it, the licence comes on its day, and the first day opens all of it', async () => {
		const flow = await joiners();
		hire();
		const announced = await flow.after();
		expect(verdicts(announced)).toEqual(['hire Complete']);
		expect([statusOf(), holds()]).toEqual(['STAGED', ['Staff', 'Selling']]);
		expect(site.sandbox.okta.state.mails).toEqual([]);
		expect(announced!.told.map(({ node, audience, how }) => [node, audience, how])).toEqual([['Order a Laptop', 'it', 'ticket'], ['Tell IT', 'it', 'notice']]);
		expect(announced!.toldBy('Order a Laptop')[0]).toMatchObject({ subject: expect.stringContaining(`Nora Falk, who starts on ${inDays(10)}`), text: expect.stringMatching(/Account Executive, Sales, London\. Manager: .*Meyer/), about: 'laptop' });
		expect(announced!.toldBy('Tell IT')[0]!.text).toMatch(/Okta: Licensed is added at/);
		expectPlainWords(announced);
		expect(await flow.after(minutes(30))).toBeNull();

		const licence = await flow.after(days(9));
		expect(verdicts(licence)).toEqual(['hire Complete']);
		expect([statusOf(), holds()]).toEqual(['STAGED', ['Staff', 'Selling', 'Licensed']]);
		expect(licence!.told).toEqual([]);

		const before = writes().length;
		const first = await flow.after(days(1));
		expect(verdicts(first)).toEqual(['start Complete']);
		expect([statusOf(), holds()]).toEqual(['PROVISIONED', ['Staff', 'Selling', 'Licensed']]);
		expect(writes().slice(before).map(({ path }) => path).filter((path) => path.includes('/groups/'))).toEqual([]);
		expect(first!.told.map(({ node, audience, address }) => [node, audience, address])).toEqual([
			['Say Welcome', 'person', login],
			['Tell the Manager', 'manager', manager.email],
			['Tell IT', 'it', ''],
		]);
		expectPlainWords(first);
		expect(await flow.after(minutes(30))).toBeNull();
	});

	test('H01: of everybody who is announced HR shows the worker type of the first day, so that a row may ask for it', async () => {
		const flow = await joiners({ rows: [...rows, { worker_type: 'Contractor', system: 'Okta', right_name: 'VPN Users' }, { worker_type: 'Full-Time' }] });
		hire();
		expect(verdicts(await flow.after())).toEqual(['hire Complete']);
		expect(holds()).toEqual(['Staff', 'Selling']);
	});
});

describe('H02: clearance Privileged', () => {
	const field = 'customLaptopAssetTag';
	const privileged: readonly Row[] = [
		...rows,
		{ clearance: 'Privileged', system: 'Okta', right_name: 'Domain Admins', privileged: true, approver: 'manager', needs_first: 'Okta: PAM Enrolled' },
		{ clearance: 'Standard' },
	];
	const cleared = async (): Promise<Going> => {
		const flow = await joiners({ rows: privileged, changes: { 'Somebody Joins': { options: { clearanceField: field } } } });
		const { id } = hire();
		hr().setFields(id, { [field]: 'Privileged' });
		return flow;
	};

	test('H02: neither before the manager has approved nor before the enrolment is there; then by itself, with both in the evidence', async () => {
		const flow = await cleared();
		const announced = await flow.after();
		expect(verdicts(announced)).toEqual(['hire Incomplete']);
		expect(holds()).toEqual(['Staff', 'Selling']);
		const [asked, ...others] = announced!.toldBy('Ask the Approvers');
		expect(others).toEqual([]);
		expect(asked).toMatchObject({ audience: manager.email, subject: 'Please approve: rights of Nora Falk', text: expect.stringMatching(/Okta: Domain Admins would be added, and is privileged by row 5.*It needs Okta: PAM Enrolled \(not held yet\) first/) });
		expect(announced!.toldBy('Tell IT')[0]!.text).toContain(`Asked: ${manager.email}`);

		const refused = await decideAs(site, { firstName: 'Some', lastName: 'Body', email: 'some.body@kestrel.example' });
		expect(refused.error).toContain(`Only ${manager.email} may decide`);
		expect((await decideAs(site, manager)).error).toBeUndefined();

		const approved = await flow.after();
		expect(verdicts(approved)).toEqual(['hire Incomplete']);
		expect(holds()).toEqual(['Staff', 'Selling']);
		expect(approved!.closed[0]!.summary).toContain('Okta: PAM Enrolled has to be held first, and is not');
		// Asked once, and laptops are ordered once.
		expect([approved!.toldBy('Ask the Approvers'), approved!.toldBy('Order a Laptop')]).toEqual([[], []]);

		groups().put(login, 'PAM Enrolled');
		const enrolled = await flow.after(minutes(20));
		expect(verdicts(enrolled)).toEqual(['hire Complete']);
		expect(holds()).toEqual(['Staff', 'Selling', 'PAM Enrolled', 'Domain Admins']);
		expect(enrolled!.toldBy('Tell IT')[0]!.subject).toMatch(/^Joiner Nora Falk: Complete/);
		const order = enrolled!.records.filter(({ kind, content }) => kind === 'hold.decided' || (kind === 'plan.made' && (content!['additions'] as object[]).length > 0) || (kind === 'step.intended' && JSON.stringify(content).includes('Domain Admins')));
		expect(order.map(({ kind }) => kind)).toEqual(['plan.made', 'hold.decided', 'plan.made', 'step.intended']);
		expect(order[2]!.content!['additions']).toMatchObject([{ right: 'Domain Admins', readAsHeld: ['Okta: PAM Enrolled'], approved: [{ by: 'Clara Meyer' }] }]);
	});

	test('H02: whoever waits for an approval on the first day is let in all the same, and the manager is told what waits', async () => {
		const flow = await cleared();
		await flow.after();
		const first = await flow.after(days(10));
		expect(verdicts(first)).toEqual(['start Incomplete']);
		expect(statusOf()).toBe('PROVISIONED');
		expect(first!.toldBy('Say Welcome')).toHaveLength(1);
		expect(first!.toldBy('Tell the Manager')[0]!.text).toMatch(/can sign in as nora\.falk@kestrel\.example[\s\S]*Still to be approved:[\s\S]*Okta: Domain Admins would be added/);
		// The announcement is over with the first day, and asks nobody any more.
		expect(first!.ran.outputs('Let Through Once')![3]!.map(({ json }) => (json['event'] as IDataObject)['kind'])).toEqual(['hire']);
		const hold = /hold_\w+/.exec(first!.toldBy('Ask the Approvers')[0]!.text)?.[0];
		expect(hold).toBeDefined();
		groups().put(login, 'PAM Enrolled');
		expect((await decideAs(site, manager)).error).toBeUndefined();
		const approved = await flow.after();
		expect(verdicts(approved)).toEqual(['start Complete']);
		expect(holds()).toContain('Domain Admins');
		expect([approved!.toldBy('Say Welcome'), approved!.toldBy('Tell the Manager')]).toEqual([[], []]);
	});
});

describe('H03: background check or NDA missing', () => {
	const field = 'customLaptopAssetTag';
	const gated = () =>
		joiners({
			changes: {
				'Somebody Joins': { options: { gates: { gate: [{ name: 'NDA', field, passed: 'Signed' }] } } },
				'Let Through Once': { gates: { gate: [{ name: 'NDA', met: '={{ $json.person.gates.NDA }}' }] } },
			},
		});
	const isThere = (): boolean => [...site.sandbox.okta.state.users.values()].some(({ profile }) => profile.login === login);

	test('H03: nothing is made and HR is told what is missing; it goes on by itself when HR says it is there', async () => {
		const flow = await gated();
		const { id } = hire();
		const missing = await flow.after();
		expect([verdicts(missing), isThere()]).toEqual([[], false]);
		expect(missing!.told).toEqual([expect.objectContaining({ node: 'Tell HR What Is Missing', audience: 'hr', subject: 'Not there yet: what Nora Falk needs before the first day', text: expect.stringContaining('NDA is not there yet') })]);
		expectPlainWords(missing);
		hr().setFields(id, { [field]: 'Signed' });
		expect(verdicts(await flow.after(minutes(65)))).toEqual(['hire Complete']);
		expect(statusOf()).toBe('STAGED');
	});

	test('H03: missing on the first day, nobody is let in; afterwards all of it is done at once', async () => {
		const flow = await gated();
		const { id } = hire({ hireDate: inDays(1) });
		await flow.after();
		const first = await flow.after(days(1));
		expect([verdicts(first), isThere()]).toEqual([[], false]);
		expect(first!.toldBy('Tell HR What Is Missing')).toEqual([expect.objectContaining({ text: expect.stringMatching(/^The start of Nora Falk/) })]);
		hr().setFields(id, { [field]: 'Signed' });
		const late = await flow.after(minutes(65));
		expect(verdicts(late)).toEqual(['start Complete']);
		expect([statusOf(), holds()]).toEqual(['PROVISIONED', ['Staff', 'Selling', 'Licensed']]);
		expect(late!.toldBy('Order a Laptop')).toHaveLength(1);
	});
});

test('B11: whoever does not come stays outside: their account stays as it is, HR is told, and the manager is asked', async () => {
	const flow = await joiners({ changes: { 'Somebody Joins': { statusLabels: { label: [{ label: 'Full-Time', meaning: 'employee' }, { label: 'Part-Time', meaning: 'employee' }, { label: 'Contractor', meaning: 'contractor' }, { label: 'Offer', meaning: 'notStarted' }, { label: 'Terminated', meaning: 'terminated' }] } } } });
	const { id } = hire({ hireDate: inDays(2) });
	expect(verdicts(await flow.after())).toEqual(['hire Complete']);
	// HR does not take the hire back, and does not say that they came.
	hr().state.employees.get(id)!.tables.employmentStatus[0]!.columns['employmentStatus'] = 'Offer';
	expect(verdicts(await flow.after(days(2)))).toEqual(['hire Complete']);
	const missed = await flow.after(days(1) + minutes(5));
	expect(verdicts(missed)).toEqual([]);
	expect(statusOf()).toBe('STAGED');
	expect(missed!.toldBy('Tell HR They Did Not Come')).toEqual([expect.objectContaining({ audience: 'hr', subject: 'Nora Falk has not started', text: expect.stringMatching(/Nora Falk \(employee \d+\) was to start on .*account stays as it is/) })]);
	expect(missed!.toldBy('Ask the Manager Whether They Came')).toEqual([expect.objectContaining({ audience: 'manager', address: manager.email, subject: 'Has Nora Falk come?' })]);
	expect(missed!.told).toHaveLength(2);
	expectPlainWords(missed);
});

test('B12: entered two weeks late, they are let in at once, and what is prepared before a first day is skipped, with the reason', async () => {
	const flow = await joiners();
	hire({ hireDate: inDays(-14) });
	const late = await flow.after();
	expect(verdicts(late)).toEqual(['start Complete']);
	expect([statusOf(), holds()]).toEqual(['PROVISIONED', ['Staff', 'Selling', 'Licensed']]);
	expect(late!.told.map(({ node }) => node)).toEqual(['Order a Laptop', 'Say Welcome', 'Tell the Manager', 'Tell IT']);
	const skipped = late!.records.filter(({ kind }) => kind === 'guard.ignored');
	expect(skipped).toEqual([expect.objectContaining({ content: expect.objectContaining({ why: expect.stringMatching(/^The hire of Nora Falk \(HR ID \d+\) is over, because they have started already\. Nothing has to be prepared any more/) }) })]);
	expect(await flow.after(minutes(30))).toBeNull();
});

test('A07: whoever comes back has the account they had, what their role brings now, and no privileged right of the past', async () => {
	const { leaver } = cast;
	const account = site.sandbox.okta.user(leaver.workEmail);
	account.status = 'SUSPENDED';
	groups().put(leaver.workEmail, 'Domain Admins', 'Selling');
	hr().terminate(leaver.id, inDays(-60));
	const flow = await joiners({ rows: [...rows, { department: 'Engineering', system: 'Okta', right_name: 'Licensed' }, { department: 'IT', system: 'Okta', right_name: 'Domain Admins', privileged: true, approver: 'manager' }] });
	hr().rehire(leaver.id, inDays(0));
	const back = await flow.after();
	expect(verdicts(back)).toEqual(['rehire Complete']);
	expect(account).toMatchObject({ id: site.sandbox.okta.user(leaver.workEmail).id, status: 'ACTIVE' });
	expect(groups().of(leaver.workEmail, 'Staff', 'Selling', 'Licensed', 'Domain Admins')).toEqual(['Staff', 'Licensed']);
	expect(back!.toldBy('Say Welcome')).toHaveLength(1);
});

test.each([
	['west, where their day begins eight hours later', 'America/Los_Angeles', '00:05', '07:59'],
	['east, where they have begun to work when HR calls them active', 'Asia/Singapore', '08:05', null],
])('B14: somebody eight time zones away (%s): the pass works on their own first morning and still at noon', async (_, zone, opened, tooEarly) => {
	const { entra } = site.sandbox;
	const startDate = DateTime.now().setZone(zone).plus({ days: 2 }).toISODate()!;
	const at = (time: string): number => DateTime.fromISO(`${startDate}T${time}`, { zone }).toMillis();
	const flow = await joiners({
		systems: ['Entra ID'],
		rows: [{ department: 'Sales', system: 'Entra ID', right_name: 'Code Hosting' }],
		changes: {
			'Somebody Joins': { timeZones: { location: [{ location: 'Elsewhere', timeZone: zone }] } },
			'Grant Entra ID': { options: { passFrom: entra.connection.senderMailbox } },
		},
	});
	hire({ hireDate: startDate, location: 'Elsewhere' });
	expect(verdicts(await flow.after())).toEqual(['hire Complete']);
	expect(entra.user(login).accountEnabled).toBe(false);
	expect(verdicts(await flow.after(at(opened) - minutes(15) - Date.now())) ?? []).toEqual([]);
	expect(verdicts(await flow.after(minutes(15)))).toEqual(['start Complete']);
	const { body } = entra.mailTo(manager.email)[0]!;
	const signIn = (time: string) => {
		site.sandbox.clock.set(at(time));
		entra.signIn(login, { temporaryAccessPass: /^\S{8,}$/m.exec(body)![0] });
	};
	if (tooEarly !== null) {
		expect(body).toContain(`It works from 08:00 on ${startDate} (${zone}), for 480 minutes.`);
		expect(() => signIn(tooEarly)).toThrow(/no longer valid/);
	}
	for (const time of ['08:06', '12:00']) expect(() => signIn(time)).not.toThrow();
});
