import { createClock } from '../clock';
import { cast } from '../company';
import type { AppName, ScimDouble } from '.';
import { startScim } from '.';
import { appNames } from './applications';
import { activeTo, filtered, found, operations, type Page, scim, verdict } from './testing/scim';

const clock = createClock();
let double: ScimDouble;
beforeEach(async () => {
	double = await startScim({ clock });
});
afterEach(() => double.stop());
afterAll(() => clock.stop());

const { leaver, superAdmin } = cast;
const idIn = (app: AppName, person: { id: string } = leaver) => double.ids[app].get(person.id) ?? '';
const patch = (app: AppName, body: unknown, id = idIn(app)) => scim(double, app, 'PATCH', `/Users/${id}`, { body, headers: { 'content-type': 'application/json' } });
const groupNamed = async (app: AppName, name: string) => (await scim<Page>(double, app, 'GET', filtered('/Groups', `displayName eq "${name}"`))).body.Resources?.[0]?.id ?? '';

test('everybody is everywhere they work, the leaver in every application, by employee id in some of them only', async () => {
	for (const app of appNames) {
		const [user] = (await scim<Page>(double, app, 'GET', filtered('/Users', `userName eq "${leaver.workEmail}"`))).body.Resources ?? [];
		expect([app, user?.id]).toEqual([app, idIn(app)]);
		expect(double.accessOf(app, leaver.id)).toMatchObject({ active: true, groups: expect.arrayContaining(['Release Managers']), sessions: 2 });
	}
	const knowing = appNames.filter((app) => double.user(app, leaver.id).resource.externalId !== undefined);
	expect(knowing).toEqual(['generic', 'githubEmu', 'onePassword', 'awsIdentityCenter', 'entraStyle']);
	expect(idIn('githubEmu', cast.deviceOwner)).toBe('');
});

test.each<[AppName, object]>([
	['generic', { active: false, deleted: false, sessions: 2, tokens: ['API token', 'OAuth grant'], suspendedTokens: [] }],
	['slack', { active: false, deleted: false, sessions: 0, tokens: ['installed app'], suspendedTokens: [] }],
	['githubEmu', { active: false, deleted: false, sessions: 0, tokens: [], suspendedTokens: ['personal access token', 'SSH key', 'OAuth authorisation'] }],
	['githubOrg', { active: false, deleted: true, groups: [], sessions: 0, tokens: ['outside collaboration'] }],
	['atlassian', { active: false, deleted: false, sessions: 0, tokens: ['API token'] }],
	['zendesk', { active: false, deleted: false, sessions: 2, tokens: ['OAuth token'] }],
	['onePassword', { active: false, deleted: false, sessions: 2 }],
	['pagerDuty', { active: false, deleted: true, groups: [], sessions: 0, tokens: [] }],
	['awsIdentityCenter', { active: false, deleted: false, sessions: 2 }],
	['canva', { active: false, deleted: false }],
])('%s: what active false leaves', async (app, left) => {
	expect([200, 204]).toContain((await patch(app, activeTo(false))).status);
	expect(double.accessOf(app, leaver.id)).toMatchObject(left);
});

test.each<[AppName, object]>([
	['generic', { deleted: true, sessions: 0, tokens: [] }],
	['slack', { active: false, deleted: false, sessions: 0, tokens: ['installed app'] }],
	['githubEmu', { deleted: true, tokens: [], suspendedTokens: [] }],
	['atlassian', { active: false, deleted: true, sessions: 0, tokens: ['API token'] }],
	['zendesk', { active: false, deleted: false }],
	['onePassword', { active: false, deleted: false }],
])('%s: what deleting leaves', async (app, left) => {
	expect(await verdict(double, app, 'DELETE', `/Users/${idIn(app)}`)).toBe('204');
	expect(double.accessOf(app, leaver.id)).toMatchObject(left);
});

test('slack: owners stay, whichever way one asks', async () => {
	const owner = idIn('slack', superAdmin);
	expect((await patch('slack', activeTo(false), owner)).status).toBe(403);
	expect(await verdict(double, 'slack', 'DELETE', `/Users/${owner}`)).toBe('403');
	expect(double.accessOf('slack', superAdmin.id).active).toBe(true);
	expect(await found(double, 'slack', '/Users', `email eq "${leaver.workEmail}"`)).toEqual([leaver.workEmail]);
});

test('slack: twenty writes at once and three a second, and says when to come back', async () => {
	const [userName] = [leaver.workEmail];
	const write = () => patch('slack', operations({ op: 'replace', path: 'userName', value: userName }));
	for (let time = 1; time <= 20; time += 1) expect((await write()).status).toBe(200);
	let refused = await write();
	while (refused.status === 200) refused = await write();
	expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
	expect((await scim(double, 'slack', 'GET', `/Users/${idIn('slack')}`)).status).toBe(200);
	clock.move(1_000);
	expect((await write()).status).toBe(200);
});

test('slack: only where the plan has SCIM', async () => {
	double.settings.slack.plan = 'without SCIM';
	expect(await verdict(double, 'slack', 'GET', '/Users')).toBe('403');
});

test('githubEmu: what was suspended works again, what was deleted does not come back', async () => {
	await patch('githubEmu', activeTo(false));
	await patch('githubEmu', activeTo(true));
	expect(double.accessOf('githubEmu', leaver.id)).toMatchObject({ active: true, tokens: ['personal access token', 'SSH key', 'OAuth authorisation'], suspendedTokens: [] });
	await scim(double, 'githubEmu', 'DELETE', `/Users/${idIn('githubEmu')}`);
	expect(await verdict(double, 'githubEmu', 'POST', '/Users', { body: { userName: 'somebody.new@kestrel.example', externalId: leaver.id } })).toBe('409 uniqueness');
	expect(await verdict(double, 'atlassian', 'DELETE', `/Users/${idIn('atlassian')}`)).toBe('204');
	expect(await verdict(double, 'atlassian', 'POST', '/Users', { body: { userName: leaver.workEmail } })).toBe('201');
});

test('githubEmu: a suspended user may go by another name', async () => {
	double.settings.githubEmu.hidesUserNames = true;
	await patch('githubEmu', activeTo(false));
	expect(await found(double, 'githubEmu', '/Users', `userName eq "${leaver.workEmail}"`)).toEqual([]);
	await patch('githubEmu', activeTo(true));
	expect(await found(double, 'githubEmu', '/Users', `userName eq "${leaver.workEmail}"`)).toEqual([leaver.workEmail]);
});

test('githubOrg: whoever is new has an invitation, and gets in with it', async () => {
	const userName = 'new.here@kestrel.example';
	const { status, body } = await scim(double, 'githubOrg', 'POST', '/Users', { body: { userName, active: true } });
	expect([status, body.active, double.accessOf('githubOrg', userName).invited]).toEqual([201, true, true]);
	expect(() => double.signIn('githubOrg', userName)).toThrow('the invitation is not accepted');
	double.operate('accept', 'githubOrg', userName);
	double.signIn('githubOrg', userName);
	await patch('githubOrg', activeTo(false), String(body.id));
	expect(double.accessOf('githubOrg', userName)).toMatchObject({ invited: false, deleted: true, sessions: 0 });
});

test('githubOrg and pagerDuty: deactivated is gone', async () => {
	for (const app of ['githubOrg', 'pagerDuty'] as const) {
		expect((await patch(app, activeTo(false))).status).toBe(204);
		expect((await scim(double, app, 'GET', `/Users/${idIn(app)}`)).status).toBe(404);
		expect((await patch(app, activeTo(true))).status).toBe(404);
	}
	expect(await verdict(double, 'githubOrg', 'GET', '/Groups')).toBe('404');
});

test('onePassword: devices are signed out ten minutes later, and nothing happens while the bridge is down', async () => {
	const home = double.connection.onePassword.baseUrl.replace(/\/scim$/, '');
	const pinged = async () => (await fetch(`${home}/ping`)).status;
	expect([await pinged(), (await fetch(`${home}/health`)).status]).toEqual([200, 401]);
	double.settings.onePassword.gateway = 502;
	const answer = await patch('onePassword', activeTo(false));
	expect([answer.status, answer.headers.get('content-type'), await pinged()]).toEqual([502, 'text/html; charset=utf-8', 502]);
	expect(double.accessOf('onePassword', leaver.id).active).toBe(true);
	double.settings.onePassword.gateway = null;
	await patch('onePassword', activeTo(false));
	clock.move(599_000);
	expect(double.accessOf('onePassword', leaver.id)).toMatchObject({ active: false, sessions: 2 });
	clock.move(1_001);
	expect(double.accessOf('onePassword', leaver.id).sessions).toBe(0);
});

test('awsIdentityCenter: asks little, shows no members, and takes a hundred of them at a time', async () => {
	const app = 'awsIdentityCenter';
	const judged = (filter: string) => verdict(double, app, 'GET', filtered('/Users', filter));
	expect(await judged(`userName eq "${leaver.workEmail}" and active eq true`)).toBe('200');
	for (const filter of ['userName sw "m"', 'userName eq "a" or userName eq "b"', 'emails[type eq "work"]', 'not (userName eq "x")']) expect(await judged(filter)).toBe('400 invalidFilter');
	const group = await groupNamed(app, 'Guests');
	expect((await scim(double, app, 'GET', `/Groups/${await groupNamed(app, 'Release Managers')}`)).body).not.toHaveProperty('members');
	expect(await found(double, app, '/Groups', `id eq "${await groupNamed(app, 'Release Managers')}" and members eq "${idIn(app)}"`)).toEqual(['Release Managers']);
	double.populate(app, 101);
	const many = [...double.state.applications[app].users.keys()].slice(-101).map((value) => ({ value }));
	const add = (...values: object[][]) => scim(double, app, 'PATCH', `/Groups/${group}`, { body: operations(...values.map((value) => ({ op: 'add', path: 'members', value }))) });
	expect((await add(many)).body).toMatchObject({ scimType: 'invalidValue' });
	expect((await add(many.slice(0, 1), many.slice(1, 2))).status).toBe(400);
	expect((await add(many.slice(0, 100))).status).toBe(200);
	expect(double.accessOf(app, many[0]?.value ?? '').groups).toEqual(['Guests']);
});

test('entraStyle: understands Entra ID and nobody else', async () => {
	const entra = operations({ op: 'Replace', path: 'active', value: 'False' });
	for (const body of [activeTo(false), operations({ op: 'Replace', path: 'active', value: false }), operations({ op: 'replace', path: 'active', value: 'False' })]) expect((await patch('entraStyle', body)).status).toBe(400);
	expect(await patch('entraStyle', entra)).toMatchObject({ status: 200, body: { active: false } });
	expect((await patch('generic', entra)).body).toMatchObject({ scimType: 'invalidValue' });
	const group = `/Groups/${await groupNamed('entraStyle', 'Release Managers')}`;
	expect(await verdict(double, 'entraStyle', 'PATCH', group, { body: operations({ op: 'Remove', path: `members[value eq "${idIn('entraStyle')}"]` }) })).toBe('400 invalidPath');
	expect(await verdict(double, 'entraStyle', 'PATCH', group, { body: operations({ op: 'Remove', path: 'members', value: [{ value: idIn('entraStyle') }] }) })).toBe('200');
	expect(double.accessOf('entraStyle', leaver.id).groups).not.toContain('Release Managers');
});

test('jfrog switches people on and off and changes nothing else; canva neither replaces nor deletes', async () => {
	expect((await patch('jfrog', operations({ op: 'Replace', path: 'title', value: 'Bard' }, { op: 'Replace', path: 'active', value: false }))).body).toMatchObject({ active: false, title: leaver.jobTitle });
	expect((await patch('jfrog', activeTo(true))).status).toBe(400);
	expect(await verdict(double, 'canva', 'DELETE', `/Users/${idIn('canva')}`)).toBe('405');
	expect(await verdict(double, 'canva', 'PUT', `/Users/${idIn('canva')}`, { body: { userName: leaver.workEmail } })).toBe('405');
});
