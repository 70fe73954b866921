import type { IDataObject } from 'n8n-workflow';
import { expectNoSecrets } from '../harness/expectations';
import { closeCase, leaverItem, oktaAccess, openCase, startSite, type Site } from '../harness/site';
import type { StepResult } from '../../lifecycle/outcome';
import { cast } from '../../sandbox';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

const email = 'nadia.rossi@kestrel.example';
const newcomer = { id: '901', name: 'Nadia Rossi', firstName: 'Nadia', lastName: 'Rossi', workEmail: email, title: 'Engineer', department: 'Engineering', location: 'Berlin', timeZone: 'Europe/Berlin', manager: null, startDate: '2026-12-01', lastDay: null, workerType: 'Full-Time', clearance: null };
const itemOf = (kind: string, person: IDataObject = newcomer): IDataObject => {
	const now = new Date().toISOString();
	return { person, event: { kind, key: `bamboohr/kestrel/${String(person['id'])}/${kind}/1`, source: 'bamboohr/kestrel', effectiveAt: now, receivedAt: now } };
};
const run = async (parameters: IDataObject, item: IDataObject, dryRun = false) => {
	const ran = await site.n8n.run([openCase({ dryRun }), oktaAccess(parameters as never), closeCase()], [item]);
	return { ran, closed: ran.items('Close Case')[0] as { case: { verdict: string }; summary: string; steps: StepResult[] } };
};
const outcomes = (steps: readonly StepResult[]) => Object.fromEntries(steps.map(({ step, outcome, verified }) => [step, `${outcome}/${verified}`]));

test('somebody announced gets a staged account, and a way in on the first day', async () => {
	const announced = await run({ operation: 'grant', join: 'VPN Users' }, itemOf('hire'));
	expect(announced.closed.case.verdict).toBe('Complete');
	expect(site.sandbox.okta.user(email)).toMatchObject({ status: 'STAGED', profile: { employeeNumber: '901', firstName: 'Nadia', title: 'Engineer', department: 'Engineering' } });
	expect(announced.closed.steps.map(({ step }) => step)).toContain('createAccount');

	const started = await run({ operation: 'grant', join: 'VPN Users' }, itemOf('start'));
	expect(outcomes(started.closed.steps)).toMatchObject({ createAccount: 'already_done/true', signIn: 'done/true', joinGroups: 'already_done/true', activationMail: expect.stringMatching(/^done\//) });
	expect(started.closed.case.verdict).toBe('Complete');
	expect(started.closed.summary).toMatch(/Nadia Rossi has what was asked for/);
	expect(site.sandbox.okta.user(email)).toMatchObject({ status: 'PROVISIONED' });
	expectNoSecrets(site, started.ran.run);
});

test('a dry run makes no account, and says what it would do', async () => {
	const { closed } = await run({ operation: 'grant', join: 'VPN Users' }, itemOf('hire'), true);
	expect(closed.case.verdict).toBe('Dry run');
	expect(new Set(closed.steps.map(({ outcome }) => outcome))).toEqual(new Set(['planned']));
	expect(site.sandbox.okta.usersOfEmployee('901')).toEqual([]);
});

test('whoever moves has the profile HR has now', async () => {
	const { id, firstName, lastName, workEmail } = cast.sydney;
	const person = { id, name: `${firstName} ${lastName}`, firstName, lastName, workEmail, title: 'Principal Engineer', department: 'Sales' };
	const { closed } = await run({ operation: 'change' }, itemOf('move', person));
	expect(closed.case.verdict).toBe('Complete');
	expect(site.sandbox.okta.user(workEmail)).toMatchObject({ profile: { title: 'Principal Engineer', department: 'Sales' } });
});

test.each([
	['grant', leaverItem(cast.sydney.id), /"terminate", which is no reason to give access/],
	['change', leaverItem(cast.sydney.id), /"terminate", which is no reason to give access/],
	['cut', itemOf('move'), /"move", which is no reason to cut access/],
])('%s refuses an event that is no reason for it', async (operation, item, message) => {
	const { ran } = await run({ operation }, item);
	expect(ran.error).toMatch(message);
	expect(site.sandbox.journals.okta.writes.filter(({ path }) => !path.includes('oauth2'))).toEqual([]);
});

test('every account is listed, also of people HR does not know, and only as many as are wanted', async () => {
	const all = (await site.n8n.run([oktaAccess({ resource: 'account', operation: 'list' })], [{}])).items('Okta').map(({ account }) => account as IDataObject);
	expect(all.length).toBe(site.sandbox.okta.state.users.size);
	expect(all).toContainEqual(expect.objectContaining({ system: 'okta', personId: cast.leaver.id, label: cast.leaver.workEmail, usable: true, kind: 'person' }));
	expect(all.some(({ personId }) => personId === null)).toBe(true);
	expect((await site.n8n.run([oktaAccess({ resource: 'account', operation: 'list', returnAll: false, limit: 3 })], [{}])).items('Okta')).toHaveLength(3);
});

test('A07: whoever is hired again gets what the role needs now, and none of the groups and admin roles from before', async () => {
	const { leaver } = cast;
	const cut = await site.n8n.run([openCase(), oktaAccess(), closeCase()], [leaverItem(leaver.id)]);
	expect(cut.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
	const person = { ...newcomer, id: leaver.id, name: `${leaver.firstName} ${leaver.lastName}`, firstName: leaver.firstName, lastName: leaver.lastName, workEmail: leaver.workEmail, department: 'Finance' };
	const { closed } = await run({ operation: 'grant', join: 'VPN Users' }, itemOf('rehire', person));
	expect(closed.case.verdict).toBe('Complete');
	// Group rules follow the new department a little later.
	site.sandbox.clock.move(60_000);
	const account = site.sandbox.okta.user(leaver.workEmail);
	expect(account).toMatchObject({ status: 'ACTIVE', roles: [] });
	const groups = [...site.sandbox.okta.state.groups.values()].filter(({ members, type }) => members.has(account.id) && type === 'OKTA_GROUP').map(({ name }) => name);
	expect(groups.sort()).toEqual(['Dept Finance', 'VPN Users']);
});
