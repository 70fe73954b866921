import { verdictOf } from '../../lifecycle/case';
import { cast } from '../../sandbox';
import { entraSteps } from '../../systems/entra';
import { objectGuidOf } from '../../systems/entra/onPremises';
import { startEntraCase, usualEntraSteps, type EntraCase } from '../support/entraCase';
import { outcomes } from '../support/leaverCase';

let company: EntraCase;
beforeEach(async () => {
	company = await startEntraCase();
});
afterEach(() => company.stop());

const login = cast.leaver.workEmail!;
const access = (key = login) => company.entra.accessOf(key);
const everyStep = (outcome: string) => Object.fromEntries(usualEntraSteps.map((step) => [step, step === 'reportOwned' ? 'already_done/true' : outcome]));
const reasonsOf = (results: Awaited<ReturnType<EntraCase['cut']>>, step: string) => results.filter((result) => result.step === step).map(({ reason }) => reason);
const withAll = [...usualEntraSteps, 'leaveLicenceGroups', 'removeLicences'];

describe('cutting a leaver who has everything', () => {
	test.each(['clientSecret', 'certificate'] as const)('every step is done and read back (%s)', async (proof) => {
		const results = await company.cut(cast.leaver, { proof });
		expect(outcomes(results)).toEqual(everyStep('done/true'));
		expect(access()).toMatchObject({ enabled: false, sessions: 0, methods: 0, roles: 0, eligibleRoles: 0, eligibleGroups: 0, appRoleAssignments: 0, consents: 0, devices: 0, forwardingRules: 0 });
		expect(verdictOf(false, results)).toBe('Complete');
	});

	test('F14: groups of every kind are told apart, and what is decided elsewhere is reported with the place', async () => {
		const [done, left] = reasonsOf(await company.cut(cast.leaver), 'removeFromGroups');
		expect(done).toMatch(/Release Approvers \(makes administrators\)/);
		for (const [group, why] of [
			['Engineering Staff', /a rule decides/],
			['Microsoft 365 Users', /gives licences/],
			['Engineering Announcements', /Exchange admin center/],
			['Incident Contacts', /Exchange admin center/],
			['AD Building Access', /Active Directory/],
			['Board Documents', /restricted administrative unit/],
		] as const) {
			expect(left!.split('; ').find((part) => part.startsWith(`${group}:`)) + left!).toMatch(why);
			expect(done).not.toContain(group);
		}
	});

	test('sessions are revoked only after the block was read back, methods go after it, and the instant is the one read back', async () => {
		const results = await company.cut(cast.leaver);
		const { entries } = company.entra.journal;
		const blocked = entries.find(({ method, path }) => method === 'PATCH' && /\/users\/[^/]+$/.test(path))!;
		const readBack = entries.find(({ method, path, number }) => method === 'GET' && /\/users\/[^/]+$/.test(path) && number > blocked.number)!;
		const revoked = entries.find(({ path }) => path.endsWith('/revokeSignInSessions'))!;
		expect(revoked.startedMs).toBeGreaterThanOrEqual(readBack.endedMs!);
		for (const gone of entries.filter(({ method, path }) => method === 'DELETE' && path.includes('/authentication/'))) expect(gone.startedMs).toBeGreaterThanOrEqual(readBack.endedMs!);
		const shown = new Date(company.entra.user(login).tokensValidFrom).toISOString().slice(0, 19);
		expect(results.find(({ step }) => step === 'revokeSessions')!.effectiveAt).toBe(`${shown}Z`);
	});

	test.each([200, 204] as const)('a revocation that is answered with %s is read back all the same', async (revokeAnswers) => {
		company.entra.settings.revokeAnswers = revokeAnswers;
		expect(outcomes(await company.cut(cast.leaver, { steps: ['blockSignIn', 'revokeSessions'] }))).toEqual({ blockSignIn: 'done/true', revokeSessions: 'done/true' });
	});

	test('what outlives the cut is named with its end, in every result it is true of', async () => {
		const results = await company.cut(cast.leaver);
		const { remains } = results.find(({ step }) => step === 'blockSignIn')!;
		expect(remains!.join()).toMatch(/60 to 90 minutes.*28 hours.*15 minutes/);
		expect(access().accessTokens).toBe(1);
	});

	test('the default method, which Microsoft lets go last only, is gone too', async () => {
		const refused = () => company.entra.journal.find({ method: 'DELETE', path: /\/authentication\// }).filter(({ status }) => status === 400);
		await company.cut(cast.leaver, { steps: ['removeMethods'] });
		expect(access().methods).toBe(0);
		expect(refused().length).toBeGreaterThan(0);
	});

	test('licences: direct ones go, those of groups go with the group, and only if ticked', async () => {
		expect(access().licences).toBe(3);
		await company.cut(cast.leaver);
		expect(access().licences).toBe(3);
		const inherited = await company.cut(cast.leaver, { steps: ['removeLicences'] });
		expect(reasonsOf(inherited, 'removeLicences')[1]).toMatch(/SPE_E3: comes with the group/);
		expect(access().licences).toBe(1);
		expect(outcomes(await company.cut(cast.leaver, { steps: ['leaveLicenceGroups', 'removeLicences'] }))).toEqual({ leaveLicenceGroups: 'done/true', removeLicences: 'already_done/true' });
		expect(access().licences).toBe(0);
	});

	test('apps whose secrets they may know are named', async () => {
		expect(reasonsOf(await company.cut(cast.leaver), 'reportOwned')[1]).toMatch(/release-bot \(application\): they may know its secrets/);
	});

	test('devices Intune manages are named with the place to retire them, and no device is wiped', async () => {
		expect(reasonsOf(await company.cut(cast.leaver), 'disableDevices')[1]).toMatch(/KST-WIN-3030: enrolled in Intune/);
		expect(access().managedDevices).toBe(3);
	});

	test('a mailbox answers with the text of the node, and a node without one says so', async () => {
		const without = await company.cut(cast.leaver, { steps: ['setAutoReply'] });
		expect(outcomes(without)).toEqual({ setAutoReply: 'failed/false' });
		const results = await company.cut(cast.leaver, { steps: ['setAutoReply'], settings: { autoReply: { internal: 'Gone', external: 'No longer here' } } });
		expect(outcomes(results)).toEqual({ setAutoReply: 'done/true' });
		expect(company.entra.user(login).mailbox.settings['automaticRepliesSetting']).toMatchObject({ status: 'alwaysEnabled', internalReplyMessage: 'Gone', externalReplyMessage: 'No longer here' });
	});

	test('F09: run again, everything is already done, proven by reading, with no further write', async () => {
		await company.cut(cast.leaver);
		const before = company.writes().length;
		expect(outcomes(await company.cut(cast.leaver))).toEqual(everyStep('already_done/true'));
		expect(company.writes()).toHaveLength(before);
	});

	test('F03: two workers at once change everything exactly once', async () => {
		const [one, other] = await Promise.all([company.cut(cast.leaver), company.cut(cast.leaver, { work: { worker: 'another' } })]);
		// What was refused is sent again by right: the default method is, once the others are gone.
		const counted = company.writes().filter(({ status = 500 }) => status < 300).map(({ method, path, body }) => `${method} ${path} ${JSON.stringify(body)}`);
		expect(new Set(counted).size).toBe(counted.length);
		for (const step of usualEntraSteps.filter((id) => id !== 'reportOwned')) expect([outcomes(one)[step], outcomes(other)[step]].sort()).toEqual(['already_done/true', 'done/true']);
	});

	test('a dry run reads, plans and changes nothing', async () => {
		const before = access();
		const results = await company.cut(cast.leaver, { work: { dryRun: true } });
		expect(outcomes(results)).toEqual(everyStep('planned/false'));
		expect(company.writes()).toEqual([]);
		expect(access()).toEqual(before);
	});

	test('each result says which access it closes and what it cannot reach', async () => {
		await company.cut(cast.leaver);
		const settled = (await company.ledger.records({ kinds: ['step.settled'] })).map(({ content }) => content!);
		for (const step of entraSteps.filter(({ id }) => usualEntraSteps.includes(id))) {
			expect(settled.find((content) => content['step'] === step.id && content['remainder'] !== true)).toMatchObject({ closes: step.closes, remains: step.remains ?? [] });
		}
	});
});

describe('F16: an account that Active Directory owns', () => {
	const hybrid = cast.directoryMastered;
	const user = () => company.entra.user(hybrid.workEmail!);
	const steps = ['blockSignIn', 'revokeSessions', 'removeMethods', 'disableDevices'];

	test('is blocked in the cloud at once, but not called cut: Active Directory decides', async () => {
		const results = await company.cut(hybrid, { steps });
		expect(user().accountEnabled).toBe(false);
		expect(outcomes(results)).toMatchObject({ blockSignIn: 'pending/false', revokeSessions: 'done/true', removeMethods: 'done/true' });
		expect(reasonsOf(results, 'blockSignIn')[0]).toMatch(/blocked in the cloud only.*Active Directory Access node/);
		expect(reasonsOf(results, 'disableDevices').join()).toMatch(/KST-AD-57: joined to Active Directory/);
		expect(verdictOf(false, results)).toBe('Incomplete');
	});

	test('the sessions are revoked at once, without waiting for the synchronisation', async () => {
		await company.cut(hybrid, { steps });
		expect(company.clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(60_000);
	});

	test('and while Active Directory still has it enabled, the next synchronisation opens it again, which the next run sees', async () => {
		await company.cut(hybrid, { steps });
		company.entra.sync();
		expect(user().accountEnabled).toBe(true);
		expect(outcomes(await company.cut(hybrid, { steps: ['blockSignIn'] }))).toEqual({ blockSignIn: 'pending/false' });
	});

	test('is cut where this case has read back that it is disabled in Active Directory', async () => {
		const objectGuid = objectGuidOf(user().onPremisesImmutableId)!;
		const results = await company.cut(hybrid, { steps, settings: { onPremises: async () => ({ disabled: [{ objectGuid, verifiedAt: '2026-11-20T09:00:00.000Z' }], underway: false }) } });
		expect(outcomes(results)['blockSignIn']).toBe('done/true');
		expect(reasonsOf(results, 'blockSignIn')[0]).toContain('this case read back from Active Directory at 2026-11-20T09:00:00.000Z');
	});

	test('who signed in after the synchronisation had opened the account again is thrown out by the next run', async () => {
		await company.cut(hybrid, { steps });
		company.entra.sync();
		company.entra.signIn(hybrid.workEmail!);
		const results = await company.cut(hybrid, { steps });
		expect(outcomes(results)['revokeSessions']).toBe('done/true');
		expect(company.entra.journal.find({ path: /\/revokeSignInSessions$/ })).toHaveLength(2);
	});

	test('where Entra ID does not take the block at all, the sentence names the place that can', async () => {
		const body = { error: { code: 'Request_BadRequest', message: 'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.' } };
		company.entra.faults.add({ method: 'PATCH', path: /\/users\/[^/]+$/, effect: { kind: 'status', status: 400, body } });
		const results = await company.cut(hybrid, { steps });
		expect(outcomes(results)).toMatchObject({ blockSignIn: 'failed/false', revokeSessions: 'done/true' });
		expect(reasonsOf(results, 'blockSignIn')[0]).toMatch(/Disable it in Active Directory.*run the case again/);
	});

	test('that somebody else is disabled there proves nothing', async () => {
		const settings = { onPremises: async () => ({ disabled: [{ objectGuid: '00000000-0000-0000-0000-000000000001', verifiedAt: '2026-11-20T09:00:00.000Z' }], underway: false }) };
		expect(outcomes(await company.cut(hybrid, { steps, settings }))['blockSignIn']).toBe('pending/false');
	});

	test('is cut once a synchronisation after the block has left it blocked', async () => {
		await company.cut(hybrid, { steps });
		company.entra.setOnPremises(hybrid.workEmail!, false);
		// Graph dates synchronisations in whole seconds.
		await new Promise((resolve) => setTimeout(resolve, 1_100));
		company.entra.sync();
		const results = await company.cut(hybrid, { steps });
		expect(outcomes(results)['blockSignIn']).toBe('already_done/true');
		expect(reasonsOf(results, 'blockSignIn')[0]).toMatch(/the synchronisation of .* left it blocked/);
		expect(verdictOf(false, results)).toBe('Complete');
	});

	test('where the audit log may not be read, nothing is concluded, and the block is made all the same', async () => {
		company.entra.faults.add({ path: /\/auditLogs\//, effect: { kind: 'forbidden' } });
		await company.cut(hybrid, { steps });
		expect(outcomes(await company.cut(hybrid, { steps: ['blockSignIn'] }))).toEqual({ blockSignIn: 'pending/false' });
	});
});

describe('finding the account', () => {
	test('A01: only the accounts of the one who leaves change', async () => {
		await company.cut(cast.leeWhoLeaves);
		expect(company.entra.user(cast.leeWhoStays.workEmail!).accountEnabled).toBe(true);
		expect(company.writes().filter(({ path }) => path.includes(company.entra.user(cast.leeWhoStays.workEmail!).id))).toEqual([]);
	});

	test('A02: two accounts that could be meant stop the case, and both are named', async () => {
		const results = await company.cut(cast.ambiguous);
		expect(results).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'ambiguous' })]);
		for (const { id } of company.entra.usersOfEmployee(cast.ambiguous.id)) expect(results[0]!.reason).toContain(id);
		expect(company.writes()).toEqual([]);
	});

	test('A04: a name to sign in with that differs from the work e-mail is found by the HR id', async () => {
		expect(outcomes(await company.cut(cast.otherLogin, { steps: ['blockSignIn'] }))).toEqual({ blockSignIn: 'done/true' });
	});

	test('without an HR id, by the name or by the mailbox, unless that is switched off', async () => {
		for (const person of [cast.contractor, cast.otherLogin]) {
			company.entra.user(person.workEmail === cast.otherLogin.workEmail ? person.id : person.workEmail!).employeeId = null;
			expect(await company.cut(person, { settings: { matchByEmail: false } })).toEqual([expect.objectContaining({ outcome: 'not_found' })]);
			expect(outcomes(await company.cut(person, { steps: ['blockSignIn'] }))).toEqual({ blockSignIn: 'done/true' });
		}
	});

	test('an e-mail that belongs to somebody else leads to nobody', async () => {
		const [result] = await company.cut({ id: '999', workEmail: cast.leeWhoStays.workEmail });
		expect(result).toMatchObject({ outcome: 'not_found', reason: expect.stringContaining('somebody else') });
		expect(company.writes()).toEqual([]);
	});

	test("a guest who has the address is not the person; by the HR id a guest is found, and its sessions are its own company's", async () => {
		const guest = company.entra.user(company.entra.strangers.guest);
		const [refused] = await company.cut({ id: '999', workEmail: guest.mail });
		expect(refused).toMatchObject({ outcome: 'not_found', reason: expect.stringContaining('guest') });
		guest.employeeId = '999';
		const results = await company.cut({ id: '999', workEmail: null }, { steps: ['blockSignIn', 'revokeSessions'] });
		expect(results.map(({ step, outcome }) => [step, outcome])).toEqual([['blockSignIn', 'done'], ['revokeSessions', 'not_removable_here']]);
		expect(results[1]!.reason).toContain('their own company');
	});

	test("an index that lags shows somebody who is not the person any more, and reading the account tells", async () => {
		const user = company.entra.user(login);
		const settings = { hrIdAttribute: 'onPremisesSamAccountName' };
		user.onPremisesSamAccountName = '998';
		company.entra.state.index.set(user.id, { ...company.entra.state.index.get(user.id), onPremisesSamAccountName: '999' });
		expect(await company.cut({ id: '999', workEmail: null }, { settings })).toEqual([expect.objectContaining({ outcome: 'not_found' })]);
		expect(company.writes()).toEqual([]);
		company.entra.state.index.set(user.id, { ...company.entra.state.index.get(user.id), onPremisesSamAccountName: '998' });
		expect(outcomes(await company.cut({ id: '998', workEmail: null }, { settings, steps: ['blockSignIn'] }))).toEqual({ blockSignIn: 'done/true' });
	});

	test.each(["' or employeeId ne '", '*', '../me', 'me', ''])('an HR id like %j finds nobody', async (id) => {
		const [result] = await company.cut({ id, workEmail: null });
		expect(['not_found', 'failed']).toContain(result!.outcome);
		expect(result!.step).toBe('findAccount');
		expect(company.writes()).toEqual([]);
	});

	test('an attribute that is none is said', async () => {
		const [result] = await company.cut(cast.leaver, { settings: { hrIdAttribute: "employeeId eq '1' or id" } });
		expect(result).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('HR ID Attribute') });
	});
});

describe('people who are not cut', () => {
	test('D03: the last Global Administrator who can sign in is refused', async () => {
		company.entra.user(company.entra.strangers.breakGlass).accountEnabled = false;
		const results = await company.cut(cast.superAdmin);
		expect(results).toEqual([expect.objectContaining({ outcome: 'refused', reason: expect.stringContaining('last Global Administrator') })]);
		expect(company.writes()).toEqual([]);
	});

	test('while another one can sign in, directly or through a group, they are cut', async () => {
		expect(outcomes(await company.cut(cast.superAdmin, { steps: ['blockSignIn'] }))).toEqual({ blockSignIn: 'done/true' });
	});

	test('where roles may not be read, nobody is cut, and the permission is named', async () => {
		company.entra.faults.add({ path: /\/roleAssignments/, effect: { kind: 'forbidden' } });
		const results = await company.cut(cast.leaver);
		expect(results).toEqual([expect.objectContaining({ outcome: 'failed', reason: expect.stringContaining('RoleManagement.Read.Directory') })]);
		expect(company.writes()).toEqual([]);
	});

	test.each([
		['a limited administrator', cast.orgAdmin, 'User Administrator'],
		['an administrator through a group', cast.adminByGroup, 'Privileged Authentication Administrator'],
		['a Global Administrator', cast.superAdmin, 'Privileged Authentication Administrator'],
	])('%s: the directory role the app lacks is named, and with it they are cut', async (_name, person, role) => {
		company.entra.setAppRoles();
		const [result] = await company.cut(person, { steps: ['blockSignIn'] });
		expect(result).toMatchObject({ step: 'blockSignIn', outcome: 'failed', reason: expect.stringContaining(`directory role "${role}"`) });
		company.entra.setAppRoles(role as 'User Administrator');
		expect(outcomes(await company.cut(person, { steps: ['blockSignIn'] }))).toEqual({ blockSignIn: 'done/true' });
	});
});

describe('giving access back', () => {
	test('B08: after any cut everything is as before, and what only the person can do is listed', async () => {
		const before = access();
		await company.cut(cast.leaver, { steps: withAll });
		const results = await company.restore(cast.leaver);
		const { sessions: _sessions, accessTokens: _tokens, methods: _methods, groups, ...rest } = before;
		expect(access()).toMatchObject(rest);
		// A dynamic group that asks for an enabled account fills itself.
		await new Promise((resolve) => setTimeout(resolve, 150));
		expect(access().groups).toBe(groups);
		expect(results.filter(({ outcome }) => outcome !== 'done' && outcome !== 'already_done').map(({ step, outcome }) => [step, outcome])).toEqual([['removeMethods', 'pending']]);
		expect(results.at(-1)).toMatchObject({ step: 'blockSignIn', outcome: 'done', verified: true });
	});

	test('somebody who was blocked before the case stays blocked', async () => {
		company.entra.operate('disable', login);
		await company.cut(cast.leaver);
		await company.restore(cast.leaver);
		expect(access().enabled).toBe(false);
	});

	test('what was deleted meanwhile is named, and everything else is given back', async () => {
		const { state } = company.entra;
		await company.cut(cast.leaver);
		const { id, mailbox } = company.entra.user(login);
		const device = [...state.devices.values()].find(({ owners, trustType }) => owners.has(id) && trustType !== 'ServerAd')!;
		state.devices.delete(device.id);
		const rule = mailbox.rules.find(({ isEnabled, actions }) => !isEnabled && 'forwardTo' in actions)!;
		mailbox.rules.splice(mailbox.rules.indexOf(rule), 1);
		const group = [...state.groups.values()].find(({ displayName }) => displayName === 'Code Hosting')!;
		state.groups.delete(group.id);
		const results = await company.restore(cast.leaver);
		expect(outcomes(results)).toMatchObject({ disableDevices: 'pending/false', stopForwarding: 'pending/false', removeFromGroups: 'failed/false', removeRoles: 'done/true', blockSignIn: 'done/true' });
		expect(reasonsOf(results, 'disableDevices')[0]).toContain(device.displayName);
		expect(reasonsOf(results, 'stopForwarding')[0]).toContain(rule.displayName);
		expect(reasonsOf(results, 'removeFromGroups')[0]).toMatch(/does not know/);
	});

	test('an automatic reply is set back', async () => {
		const reply = () => company.entra.user(login).mailbox.settings['automaticRepliesSetting'] as { status: string } | undefined;
		await company.cut(cast.leaver, { steps: ['setAutoReply'], settings: { autoReply: { internal: 'Gone', external: 'Gone' } } });
		await company.restore(cast.leaver);
		expect(reply()!.status).toBe('disabled');
	});
});

describe('Inspect Access', () => {
	test('shows what every step would find and writes nothing', async () => {
		const found = await company.inspect(cast.leaver);
		expect('inspected' in found && found.inspected.findings?.map(({ step }) => step)).toEqual(entraSteps.map(({ id }) => id));
		expect(company.writes()).toEqual([]);
	});
});
