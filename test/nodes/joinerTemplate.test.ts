import { personById } from '../../sandbox';
import { expectNoSecrets, expectSentence } from '../harness/expectations';
import { startSite, type Site } from '../harness/site';
import { nobodyCanBeTold } from '../harness/tellNodes';
import { backToNow, days, minutes } from '../harness/time';
import { decideAs, going, oktaGroups, type Imported, type Row, type Went } from '../support/joinersAndMovers';

jest.setTimeout(60_000);

let site: Site;
beforeEach(async () => {
	site = await startSite({ settings: { okta: { asyncMs: 0, ruleLagMs: 0 } } });
	oktaGroups(site).make('Staff', 'Admins');
});
afterEach(async () => {
	nobodyCanBeTold(undefined);
	backToNow();
	await site.stop();
});

const hr = () => site.sandbox.bamboohr;
const inDays = (count: number): string => new Date(Date.now() + days(count)).toISOString().slice(0, 10);
const login = 'nora.falk@kestrel.example';
const hire = (more: object = {}) => hr().hire({ firstName: 'Nora', lastName: 'Falk', workEmail: login, hireDate: inDays(10), department: 'Sales', jobTitle: 'Account Executive', location: 'London', managerId: '38', ...more });
const staff: Row = { department: 'Sales', system: 'Okta', right_name: 'Staff' };
const joiners = (more: Partial<Imported> = {}) => going(site, 'joiner.json', { rows: [staff], ...more });
const verdicts = (went: Went | null) => went?.closed.map((closed) => `${closed.event.kind} ${closed.case.verdict}`);
const account = () => [...site.sandbox.okta.state.users.values()].find(({ profile }) => profile.login === login);
const awsUsers = () => [...site.sandbox.journals.aws.writes].filter(({ body }) => String(body).includes('CreateUser'));

test('H09: as imported it is a dry run: everything is said, nothing is done, and nothing is ordered', async () => {
	const flow = await joiners({ dryRun: true, systems: ['Okta', 'Google Workspace', 'Entra ID'], rows: [staff, { system: 'Okta', right_name: 'Admins', privileged: true, approver: 'manager' }] });
	hire();
	const went = await flow.after();
	expect(verdicts(went)).toEqual(['hire Dry run']);
	expect(went!.told).toEqual([expect.objectContaining({ node: 'Tell IT', audience: 'it', urgent: false, subject: expect.stringMatching(/^Joiner Nora Falk: Dry run \(hr_event_/), text: expect.stringMatching(/^Dry run for Nora Falk: nothing was changed\.[\s\S]*Okta: Staff/) })]);
	expect(account()).toBeUndefined();
	for (const journal of ['okta', 'google', 'entra'] as const) expect(site.sandbox.journals[journal].writes.filter(({ path }) => !/oauth2|token/.test(path))).toEqual([]);
	expectNoSecrets(site, went!.ran.run);
	expect(await flow.after(minutes(25))).toBeNull();
});

test('one system that is down keeps no other waiting; IT is told what to do, and it is finished by itself, without telling twice', async () => {
	const flow = await joiners({ systems: ['Okta', 'Google Workspace'], changes: { 'Grant Okta': { options: { readBackSeconds: 1 } } } });
	const down = site.sandbox.faults.okta.add({ path: /api\/v1/, effect: { kind: 'status', status: 503 } });
	hire();
	const went = await flow.after();
	expect(verdicts(went)).toEqual(['hire Incomplete']);
	expect(site.sandbox.google.user(login)).toMatchObject({ suspended: true });
	expect(went!.toldBy('Tell IT')[0]).toMatchObject({ urgent: true, subject: expect.stringMatching(/^Joiner Nora Falk: Incomplete/), text: expect.stringMatching(/okta \/ .*: failed[\s\S]*is tried again 15 minutes after/) });
	expect(await flow.after(minutes(10))).toBeNull();
	down.remove();
	const again = await flow.after(minutes(6));
	expect(verdicts(again)).toEqual(['hire Complete']);
	expect(account()).toMatchObject({ status: 'STAGED' });
	expect(again!.told.map(({ node }) => node)).toEqual(['Tell IT']);
});

test('where a first day fails in one system, the welcome waits until it is done', async () => {
	const flow = await joiners();
	hire({ hireDate: inDays(1) });
	await flow.after();
	const down = site.sandbox.faults.okta.add({ path: /lifecycle\/activate/, effect: { kind: 'forbidden' } });
	const first = await flow.after(days(1));
	expect(verdicts(first)).toEqual(['start Incomplete']);
	expect(first!.told.map(({ node }) => node)).toEqual(['Tell IT']);
	down.remove();
	const again = await flow.after(minutes(16));
	expect(verdicts(again)).toEqual(['start Complete']);
	expect(again!.told.map(({ node }) => node)).toEqual(['Say Welcome', 'Tell the Manager', 'Tell IT']);
});

describe.each<[string, readonly Row[] | null, string]>([
	['the table is not there', null, 'could not be read'],
	['the table is empty', [], 'is empty'],
])('%s', (_, rows, said) => {
	test('nothing is made for anybody, IT is told, and all of it goes on once the table has rows', async () => {
		const flow = await joiners({ rows });
		hire();
		const went = await flow.after();
		expect(went!.ran.error).toBeUndefined();
		expect(verdicts(went)).toEqual(['hire Incomplete']);
		expect(account()).toBeUndefined();
		expect(went!.toldBy('Tell IT')[0]!.text).toContain(`The role catalogue ${said}.`);
		const mended = await joiners();
		expect(verdicts(await mended.after(minutes(16)))).toEqual(['hire Complete']);
		expect(account()).toMatchObject({ status: 'STAGED' });
	});
});

test('a right that nobody in the catalogue gives makes no account where not everybody has one', async () => {
	const systems = ['Okta', 'AWS IAM'];
	const flow = await joiners({ systems });
	hire();
	const went = await flow.after();
	expect(verdicts(went)).toEqual(['hire Complete']);
	expect([account()?.status, awsUsers()]).toEqual(['STAGED', []]);
});

test('a plan that needs somebody to look is told as well as carried out', async () => {
	const flow = await joiners({ rows: [staff, { department: 'Sales', system: 'Google Workspace', right_name: 'Sales' }] });
	hire();
	const went = await flow.after();
	expect(verdicts(went)).toEqual(['hire Incomplete']);
	expect(account()).toMatchObject({ status: 'STAGED' });
	const [told] = went!.toldBy('Tell IT What to Correct');
	expect(told).toMatchObject({ audience: 'it', subject: 'The role catalogue, and Nora Falk', text: expect.stringMatching(/no node behind Access Plan reads plan\.systems\["google"\], or it is switched off/i) });
	// Said once, although it is tried again.
	expect((await flow.after(minutes(16)))!.toldBy('Tell IT What to Correct')).toEqual([]);
});

test('somebody who looks like one whom HR has already waits for a decision, and goes on with it', async () => {
	const flow = await joiners();
	const { firstName, lastName } = personById('74');
	hr().hire({ firstName, lastName, workEmail: login, hireDate: inDays(5), department: 'Sales', jobTitle: 'Account Executive', managerId: '38' });
	const held = await flow.after();
	expect([verdicts(held), account()]).toEqual([[], undefined]);
	expect(held!.told).toEqual([expect.objectContaining({ node: 'Ask for a Decision', subject: `Held for a decision: ${firstName} ${lastName}`, text: expect.stringContaining('same name as') })]);
	const late = await (async () => {
		const looked = await flow.after(minutes(25));
		expect(looked).toBeNull();
		return flow.everyFiveMinutes();
	})();
	expect(late.told).toEqual([]);
	expect((await decideAs(site, { firstName: 'Jane', lastName: 'Doe', email: 'jane@kestrel.example' })).error).toBeUndefined();
	expect(verdicts(await flow.after())).toEqual(['hire Complete']);
});

test('an approval that nobody gives is told to IT, again and again', async () => {
	const flow = await joiners({ rows: [staff, { department: 'Sales', system: 'Okta', right_name: 'Admins', privileged: true, approver: 'manager' }] });
	hire();
	const [asked] = (await flow.after())!.toldBy('Ask the Approvers');
	expect(asked).toMatchObject({ audience: personById('38').workEmail, text: expect.stringMatching(/Okta: Admins would be added[\s\S]*Decide here, signed in: https:/) });
	expect((await flow.everyFiveMinutes()).told).toEqual([]);
	await flow.after(minutes(245));
	const { told } = await flow.everyFiveMinutes();
	expect(told).toEqual([expect.objectContaining({ node: 'Ask for a Decision', audience: 'it', text: expect.stringMatching(/nobody has decided on hold_/) })]);
	expectSentence(told[0]!.text.split('\n')[0]);
});

test('whoever could not be told is told later: the case is not over before', async () => {
	const flow = await joiners();
	hire();
	nobodyCanBeTold('The mail server does not answer.');
	expect(verdicts(await flow.after())).toEqual(['hire Complete']);
	nobodyCanBeTold(undefined);
	const again = await flow.after(minutes(6));
	expect(verdicts(again)).toEqual(['hire Complete']);
	expect(again!.told.map(({ node }) => node)).toEqual(['Order a Laptop', 'Tell IT']);
	expect(await flow.after(minutes(25))).toBeNull();
});

test('what nobody should guess goes to IT and opens no case', async () => {
	const flow = await joiners();
	const { id } = hire({ hireDate: inDays(0) });
	hr().state.employees.get(id)!.tables.employmentStatus[0]!.columns['employmentStatus'] = 'Intern';
	const went = await flow.after();
	expect(verdicts(went)).toEqual([]);
	expect(went!.told.map(({ node, subject }) => [node, subject])).toContainEqual(['Tell IT to Look', 'Joiner needs attention: Nora Falk']);
});
