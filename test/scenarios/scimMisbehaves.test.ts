import type { FaultSpec } from '../../sandbox';
import { cast } from '../../sandbox';
import type { AppSettings } from '../../sandbox/scim';
import { outcomes } from '../support/leaverCase';
import { startScimCase, usualScimSteps, type ScimCase } from '../support/scimCase';

let company: ScimCase;
beforeEach(async () => {
	company = await startScimCase();
});
afterEach(() => company.stop());

const fault = (spec: FaultSpec) => company.scim.faults.add(spec);
const configure = (settings: Partial<AppSettings>) => void Object.assign(company.scim.settings.generic, settings);
const user = /\/generic\/scim\/v2\/Users\/[^/?]+$/;
const disabling: Pick<FaultSpec, 'method' | 'path'> = { method: 'PATCH', path: user };
const sent = () => company.scim.journal.find({ method: 'PATCH', path: user });
const access = () => company.scim.accessOf('generic', cast.leaver.id);
const leaver = () => company.scim.user('generic', cast.leaver.id);
const groupNamed = (name: string) => [...company.scim.state.applications.generic.groups.values()].find(({ resource }) => resource.displayName === name)!;
const idOfGroup = (name: string) => [...company.scim.state.applications.generic.groups].find(([, group]) => group === groupNamed(name))![0];
const membersOrNone = (name: string) => (groupNamed(name).resource.members ?? []) as { value: string }[];
const membersOf = (name: string) => (groupNamed(name).resource.members as { value: string }[]).map(({ value }) => value);

type Results = Awaited<ReturnType<ScimCase['cut']>>;
const reasonOf = (results: Results, step: string) => results.find((result) => result.step === step)!.reason;
const expectOnly = (results: Results, step: string, outcome: string) => {
	const ended = outcomes(results);
	expect(ended[step]).toBe(outcome);
	for (const other of usualScimSteps.filter((id) => id !== step && id !== 'endSessions')) expect(`${other} ${ended[other]}`).toMatch(/ (already_)?done\/true$/);
};

describe('when the application misbehaves, the other steps go on and the one concerned says what happened', () => {
	test('401: the credential is named, and nobody is looked for any further', async () => {
		fault({ path: /\/Users/, effect: { kind: 'status', status: 401, body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '401', detail: 'expired' } } });
		expect(await company.cut(cast.leaver)).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed', reason: expect.stringMatching(/did not accept the token \(expired\).*press Test/) })]);
	});

	test('403 on groups: that step fails, unread and untouched', async () => {
		fault({ path: /\/Groups/, effect: { kind: 'forbidden' } });
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'removeFromGroups', 'failed/false');
		expect(reasonOf(results, 'removeFromGroups')).toMatch(/the token may not do that.*Nothing was changed/);
	});

	test('404 though the account is there: nothing is concluded from it', async () => {
		fault({ method: 'GET', path: user, after: 1, effect: { kind: 'not-found' } });
		const results = await company.cut(cast.leaver);
		expect(outcomes(results)['disable']).toBe('failed/false');
		expect(reasonOf(results, 'disable')).toMatch(/says that it does not know .* and lists the account all the same/);
	});

	test('404 on groups though there are some: not found is not "in no group"', async () => {
		fault({ path: /\/Groups/, effect: { kind: 'not-found' } });
		expectOnly(await company.cut(cast.leaver), 'removeFromGroups', 'failed/false');
	});

	test.each([
		['with Retry-After', { kind: 'throttle', retryAfterSeconds: 30 }],
		['without any header', { kind: 'throttle' }],
		['503 with Retry-After', { kind: 'status', status: 503, headers: { 'retry-after': '20' } }],
	] as const)('F06: throttling %s is waited out', async (_name, effect) => {
		fault({ ...disabling, times: 2, effect });
		expect(outcomes(await company.cut(cast.leaver))['disable']).toBe('done/true');
		if ('retryAfterSeconds' in effect) expect(company.clock.slept).toContain(30_000);
		expect(sent()).toHaveLength(3);
	});

	test('F01: 503 for good on groups: everything else is done', async () => {
		fault({ method: 'PATCH', path: /\/Groups\//, effect: { kind: 'status', status: 503 } });
		expectOnly(await company.cut(cast.leaver), 'removeFromGroups', 'failed/false');
	});

	test('429 that never ends: the step fails with a sentence', async () => {
		fault({ ...disabling, effect: { kind: 'throttle', retryAfterSeconds: 60 } });
		expect(reasonOf(await company.cut(cast.leaver), 'disable')).toContain('rate limit');
	}, 30_000);

	test('500 although the change was made: read back, done, sent once', async () => {
		fault({ ...disabling, effect: { kind: 'status', status: 500, applied: true } });
		expect(outcomes(await company.cut(cast.leaver))['disable']).toBe('done/true');
		expect(sent()).toHaveLength(1);
	});

	test.each([true, false])('a connection that breaks (change made: %s)', async (applied) => {
		fault({ ...disabling, times: 1, effect: { kind: 'reset', applied } });
		expect(outcomes(await company.cut(cast.leaver))['disable']).toBe('done/true');
		expect(sent()).toHaveLength(applied ? 1 : 2);
	});

	test('a time-out after the change was made: read back instead of repeated', async () => {
		fault({ ...disabling, times: 1, effect: { kind: 'timeout', applied: true } });
		expect(outcomes(await company.cut(cast.leaver))['disable']).toBe('done/true');
		expect(sent()).toHaveLength(1);
	});

	test.each([
		['HTML instead of JSON', { kind: 'html' }],
		['HTML that says 404', { kind: 'html', status: 404 }],
		['a redirect to a login page', { kind: 'login-redirect' }],
		['half an answer', { kind: 'truncated' }],
	] as const)('%s proves nothing', async (_name, effect) => {
		fault({ method: 'GET', path: /\/Groups/, effect });
		expectOnly(await company.cut(cast.leaver), 'removeFromGroups', 'failed/false');
	});

	test('C03: HTML where accounts are looked for finds nobody and touches nobody', async () => {
		configure({ gateway: 200 });
		expect(await company.cut(cast.leaver)).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed' })]);
		expect(company.scim.journal.writes).toEqual([]);
	});

	test('a bridge that is down: nothing is revoked, and the case says so', async () => {
		company.scim.settings.onePassword.gateway = 502;
		expect(await company.cut(cast.leaver, { app: 'onePassword' })).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed', reason: expect.stringContaining('502') })]);
	});

	test('a success that changed nothing is a failure', async () => {
		configure({ patch: 'ignored' });
		const results = await company.cut(cast.leaver, { steps: ['disable'] });
		expect(reasonOf(results, 'disable')).toMatch(/accepted the change, but reading it back still shows/);
		expect(outcomes(results)).toEqual({ disable: 'failed/false' });
	});

	test('a replica that shows the change late is waited for, and the change is not sent again', async () => {
		fault({ ...disabling, effect: { kind: 'lag', reads: 3 } });
		expect(outcomes(await company.cut(cast.leaver))['disable']).toBe('done/true');
		expect(sent()).toHaveLength(1);
	});

	test('sessions and tokens are no part of "disabled": the account still active is not passed off as signed out', async () => {
		company.scim.faults.add({ method: 'PATCH', path: /\/slack\/.*Users/, effect: { kind: 'lie' } });
		const results = await company.cut(cast.leaver, { app: 'slack' });
		expect(outcomes(results)).toMatchObject({ disable: 'failed/false', endSessions: 'failed/false' });
		expect(reasonOf(results, 'endSessions')).toMatch(/still active in slack, so sessions and tokens go on/);
	});

	test('no secret of the credential is in results or ledger', async () => {
		const results = await company.cut(cast.leaver);
		const everything = JSON.stringify([results, await company.ledger.records({})]);
		expect(everything).not.toContain(company.scim.connection.generic.token);
		expect(everything).not.toContain('Bearer ');
	});
});

describe('dialects', () => {
	test.each([
		['PATCH is not offered (405)', { patch: 405 }],
		['PATCH is not offered (501)', { patch: 501 }],
		['nothing says what is offered, and PATCH is not', { patch: 405, discovery: 404 }],
		['PATCH is not offered, and versions count', { patch: 501, etag: true }],
	] as const)('%s: the whole resource is put, with everything nobody here knows and no password', async (_name, settings) => {
		configure(settings);
		Object.assign(leaver().resource, { nickName: 'Flash', preferredLanguage: 'es', phoneNumbers: [{ value: '+1 555 0100', type: 'work' }], password: 'never-to-be-sent' });
		const before = structuredClone(leaver().resource);
		expect(outcomes(await company.cut(cast.leaver))).toMatchObject({ disable: 'done/true', removeFromGroups: 'done/true' });
		expect(leaver().resource).toEqual({ ...before, active: false });
		const puts = company.scim.journal.find({ method: 'PUT', path: user });
		expect(puts).toHaveLength(1);
		expect(JSON.parse(puts[0]!.body)).not.toHaveProperty('password');
		expect(JSON.parse(puts[0]!.body)).not.toHaveProperty('groups');
		expect(outcomes(await company.restore(cast.leaver))).toMatchObject({ disable: 'done/true', removeFromGroups: 'done/true' });
	});

	test.each(['path', 'capital', 'value', 'text', 'put'] as const)('active said by %s is understood by an application that takes it', async (patch) => {
		configure({ booleans: 'either' });
		expect(outcomes(await company.cut(cast.leaver, { dialect: { patch } }))).toMatchObject({ disable: 'done/true', removeFromGroups: 'done/true' });
	});

	test('an application that reads another dialect says so, and the sentence names Probe', async () => {
		configure({ booleans: '"True"' });
		expect(reasonOf(await company.cut(cast.leaver), 'disable')).toMatch(/Run Probe in the node/);
	});

	test('204 without a body is as good as an answer', async () => {
		configure({ patchAnswers: 204 });
		expect(outcomes(await company.cut(cast.leaver))).toMatchObject({ disable: 'done/true', removeFromGroups: 'done/true' });
	});

	test.each([400, 404] as const)('%i for somebody who is not a member any more is no failure', async (removeOfNobody) => {
		configure({ removeOfNobody });
		fault({ method: 'PATCH', path: /\/Groups\//, times: 1, effect: { kind: 'reset', applied: true } });
		expect(outcomes(await company.cut(cast.leaver))['removeFromGroups']).toBe('done/true');
	});

	test('an error whose status is a number, and one that comes as a success', async () => {
		configure({ errorStatus: 'number' });
		fault({ ...disabling, effect: { kind: 'status', status: 200, body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: 403, detail: 'not for this token' } } });
		expect(reasonOf(await company.cut(cast.leaver), 'disable')).toMatch(/the token may not do that \(not for this token\)/);
	});

	test.each(['application/json', 'application/scim+json'] as const)('an application that takes %s only', async (contentType) => {
		configure({ contentTypes: [contentType] });
		expect(outcomes(await company.cut(cast.leaver, { dialect: { contentType } }))['disable']).toBe('done/true');
	});

	test('groups that show no members are found by a filter', async () => {
		configure({ membersOnGroups: false });
		expect(outcomes(await company.cut(cast.leaver, { dialect: { memberships: 'filter' } }))['removeFromGroups']).toBe('done/true');
		expect(access().groups).toEqual([]);
	});

	test('and where that filter is ignored, nobody is taken out of everything', async () => {
		configure({ membersOnGroups: false, filters: 'ignored' });
		const results = await company.cut(cast.leaver, { dialect: { memberships: 'filter' } });
		expect(reasonOf(results, 'removeFromGroups')).toMatch(/ignores the filter by which groups of a person are found/);
		expect(company.scim.journal.find({ method: 'PATCH', path: /Groups/ })).toEqual([]);
	});

	test('groups that show no members are not groups nobody is in', async () => {
		configure({ membersOnGroups: false });
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'removeFromGroups', 'failed/false');
		expect(reasonOf(results, 'removeFromGroups')).toMatch(/shows the members of none of its groups.*Groups Found By/);
	});

	test.each(['filter', 'user'] as const)('where groups show no members (found by: %s) and take no PATCH, none is put without them', async (memberships) => {
		configure({ membersOnGroups: false, patch: 501 });
		const before = membersOf('Everyone');
		const results = await company.cut(cast.leaver, { dialect: { memberships } });
		expect(outcomes(results)).toMatchObject({ disable: 'done/true', removeFromGroups: 'failed/false' });
		expect(reasonOf(results, 'removeFromGroups')).toMatch(/shows none of the members.*by hand/);
		expect(membersOf('Everyone')).toEqual(before);
	});

	test('404 for the account, on a server that ignores filters, is held against the whole list', async () => {
		configure({ filters: 'ignored', largestCount: 5 });
		fault({ method: 'GET', path: user, after: 1, effect: { kind: 'not-found' } });
		expect(reasonOf(await company.cut(cast.leaver), 'disable')).toMatch(/and lists the account all the same/);
	});

	test('404 for the account, on a server that cannot be asked by the name, is held against the whole list', async () => {
		configure({ filterable: ['externalId'] });
		fault({ method: 'GET', path: user, after: 1, effect: { kind: 'not-found' } });
		expect(reasonOf(await company.cut(cast.leaver), 'disable')).toMatch(/and lists the account all the same/);
	});

	test('a group that cannot be left keeps nobody in the others', async () => {
		const [stuck] = access().groups;
		fault({ method: 'PATCH', path: new RegExp(`/Groups/${idOfGroup(stuck!)}`), effect: { kind: 'forbidden' } });
		const results = await company.cut(cast.leaver);
		expect(outcomes(results)['removeFromGroups']).toBe('failed/false');
		expect(access().groups).toEqual([stuck]);
	});

	test('groups that the account itself shows', async () => {
		expect(outcomes(await company.cut(cast.leaver, { dialect: { memberships: 'user' } }))['removeFromGroups']).toBe('done/true');
		expect(access().groups).toEqual([]);
	});

	test('an application without groups has none to leave', async () => {
		configure({ groupEndpoint: 404 });
		fault({ path: /\/ResourceTypes/, effect: { kind: 'status', status: 200, body: { totalResults: 1, Resources: [{ id: 'User', name: 'User', endpoint: '/Users' }] } } });
		const results = await company.cut(cast.leaver);
		expect(reasonOf(results, 'removeFromGroups')).toBe('generic has no groups in SCIM');
	});
});

describe('an application that reads "remove these" as "remove everybody"', () => {
	beforeEach(() => configure({ removeWithValues: 'all' }));
	const byValue = { dialect: { removeMember: 'value' } } as const;

	test('is noticed at the first group: everybody is put back, the other groups are left alone', async () => {
		const before = new Map(access().groups.map((name) => [name, membersOf(name)]));
		const results = await company.cut(cast.leaver, byValue);
		expectOnly(results, 'removeFromGroups', 'failed/false');
		expect(reasonOf(results, 'removeFromGroups')).toMatch(/took all other members out of .* as well.*All \d+ were put back.*Choose By Filter in Remove Member/);
		for (const [name, members] of before) {
			const active = (ids: string[]) => ids.filter((id) => id !== leaver().id && company.scim.user('generic', id).resource.active !== false).sort();
			expect(active(membersOf(name))).toEqual(active(members));
		}
	});

	test('is noticed as well where the answer was lost', async () => {
		fault({ method: 'PATCH', path: /\/Groups\//, times: 1, effect: { kind: 'reset', applied: true } });
		const before = new Map(access().groups.map((name) => [name, membersOf(name).length]));
		const results = await company.cut(cast.leaver, byValue);
		expect(reasonOf(results, 'removeFromGroups')).toMatch(/took all other members out of .* as well/);
		for (const [name, count] of before) expect([name, membersOf(name).length > 1]).toEqual([name, count > 2]);
	});

	test('where they cannot be put back, the other groups are left alone and everybody is named', async () => {
		const before = new Map(access().groups.map((name) => [name, membersOf(name)]));
		fault({ method: 'PATCH', path: /\/Groups\//, after: 1, effect: { kind: 'status', status: 400 } });
		const results = await company.cut(cast.leaver, byValue);
		expectOnly(results, 'removeFromGroups', 'failed/false');
		expect(reasonOf(results, 'removeFromGroups')).toMatch(/took all other members out of .* these could not be: .*by hand/);
		expect([...before].filter(([name, members]) => members.length > 1 && membersOrNone(name).length === 0)).toHaveLength(1);
	});

	test('in as many changes as it takes at once', async () => {
		configure({ membersPerPatch: 10 });
		const results = await company.cut(cast.leaver, { dialect: { ...byValue.dialect, membersPerPatch: 10 } });
		expect(reasonOf(results, 'removeFromGroups')).toMatch(/All \d+ were put back/);
	});

	test('who was disabled meanwhile, such as another leaver of the same group, stays out', async () => {
		company.scim.operate('deactivate', 'generic', cast.sydney.id);
		const rota = groupNamed('On-call Rota');
		for (const group of company.scim.state.applications.generic.groups.values()) if (group !== rota) group.resource.members = [];
		await company.cut(cast.leaver, byValue);
		expect(membersOf('On-call Rota')).toEqual([company.scim.ids.generic.get(cast.leaverManager.id)]);
	});

	test('by filter nobody else is touched', async () => {
		const others = membersOf('Everyone').length;
		expect(outcomes(await company.cut(cast.leaver))['removeFromGroups']).toBe('done/true');
		expect(membersOf('Everyone')).toHaveLength(others - 1);
	});
});
