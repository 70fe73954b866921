import { verdictOf } from '../../lifecycle/case';
import { googleSteps } from '../../systems/google';
import type { GoogleSettings } from '../../systems/google/client';
import { startGoogleCompany, usualGoogleSteps, type GoogleCompany } from '../support/googleCompany';
import { outcomes } from '../support/leaverCase';

let company: GoogleCompany;
beforeAll(async () => {
	company = await startGoogleCompany({ settings: { google: { transferMs: 0, deviceSyncMs: 0 } } });
});
beforeEach(() => company.rewind());
afterAll(() => company.stop());

const cast = () => company.sandbox.cast;
const google = () => company.sandbox.google;
const journal = () => company.sandbox.journals.google;
const writes = () => journal().writes.filter(({ path }) => path !== '/token');
const everyStep = googleSteps.map(({ id }) => id);
const withOptions = { options: { steps: everyStep }, settings: { leaversOrgUnit: '/Leavers', autoReply: { subject: 'Gone', text: 'Please write to the team.' } } };
const unverifiable = { signOut: 'done/unverifiable' };
const all = (steps: readonly string[], outcome: string) => Object.fromEntries(steps.map((step) => [step, outcome]));

describe('cutting a leaver who has everything', () => {
	test('every step is done and read back, and nothing is left', async () => {
		google().settings.reportLagMs = 3_600_000;
		const results = await company.cut(cast().leaver, withOptions);
		expect(outcomes(results)).toEqual({ ...all(everyStep, 'done/true'), ...unverifiable });
		expect(google().accessOf(cast().leaver.workEmail!)).toMatchObject({
			status: 'suspended', sessions: 0, grants: 0, appPasswords: 0, backupCodes: 0, secondSteps: 0, forwarding: 0, forwardingFilters: 0, delegates: 0, roles: 0, mobileDevices: 0, companyDevices: 0, chromeDevices: 0, licences: 0, serviceAccountKeys: 0,
		});
		expect(verdictOf(false, results)).toBe('Complete');
	});

	test('what must be done while the account is active comes before the suspension, the rest after', async () => {
		await company.cut(cast().leaver, withOptions);
		const at = (fits: (entry: { method: string; path: string; body: string }) => boolean) => writes().find(fits)!.number;
		const suspended = at(({ method, body }) => method === 'PUT' && body.includes('"suspended":true'));
		for (const path of [/verificationCodes\/invalidate/, /turnOff/, /\/gmail\//, /\/asps\//]) expect(at((entry) => path.test(entry.path))).toBeLessThan(suspended);
		for (const path of [/signOut/, /\/tokens\//, /devices\/mobile/, /roleassignments/, /\/members\//, /transfers/]) expect(at((entry) => path.test(entry.path))).toBeGreaterThan(suspended);
		const licence = at(({ method, path }) => method === 'DELETE' && path.includes('/licensing/'));
		expect(licence).toBeGreaterThan(at(({ path }) => path.endsWith('/transfers')));
	});

	test('F16: sessions opened since, by an account that was given back meanwhile, are ended again', async () => {
		const { workEmail } = cast().leaver;
		await company.cut(cast().leaver);
		google().operate('unsuspend', workEmail!);
		google().signIn(workEmail!);
		expect(outcomes(await company.cut(cast().leaver))).toMatchObject({ suspend: 'done/true', signOut: expect.stringMatching(/^done/) });
		expect(google().accessOf(workEmail!)).toMatchObject({ status: 'suspended', sessions: 0 });
	});

	test('the suspension is one call, with a password nobody knows and nothing keeps', async () => {
		await company.cut(cast().leaver);
		const [suspension, ...others] = writes().filter(({ method, path }) => method === 'PUT' && /\/users\/\d+$/.test(path));
		expect(others).toEqual([]);
		const { suspended, password } = JSON.parse(suspension!.body) as { suspended: boolean; password: string };
		expect(suspended).toBe(true);
		const known = JSON.stringify(await company.ledger.records({}));
		expect(known).not.toContain('"password":');
		expect(password.length).toBeGreaterThan(0);
		expect(known).not.toContain(password);
	});

	test('G08: backup codes are counted and kept nowhere', async () => {
		const codes = [...google().user(cast().leaver.workEmail!).backupCodes];
		await company.cut(cast().leaver);
		const kept = JSON.stringify(await company.ledger.records({}));
		expect(codes.length).toBeGreaterThan(0);
		for (const code of codes) expect(kept).not.toContain(code);
	});

	test('mail settings are changed in the name of the owner, everything else in the name of the admin, Cloud in nobody\'s', async () => {
		const fresh = await startGoogleCompany();
		try {
			const { cast: { leaver }, google: double, journals } = fresh.sandbox;
			expect(outcomes(await fresh.cut(leaver))['stopForwarding']).toBe('done/true');
			const subjects = journals.google.find({ path: /^\/token$/ }).map(({ body }) => (JSON.parse(Buffer.from(new URLSearchParams(body).get('assertion')!.split('.')[1]!, 'base64url').toString()) as { sub?: string }).sub);
			expect(subjects.sort()).toEqual([leaver.workEmail, double.connection.adminEmail, undefined]);
		} finally {
			await fresh.stop();
		}
	});

	test('filters that only sort mail stay', async () => {
		await company.cut(cast().leaver);
		expect(google().user(cast().leaver.workEmail!).mailbox.filters).toEqual([expect.objectContaining({ action: expect.not.objectContaining({ forward: expect.anything() }) })]);
	});

	test('F14: a group whose members come from a query is reported with the place where it can be left', async () => {
		const results = await company.cut(cast().leaver);
		const dynamic = [...google().state.groups.values()].filter(({ dynamicDepartment }) => dynamicDepartment !== undefined);
		expect(dynamic.length).toBeGreaterThan(0);
		const left = results.find(({ step, outcome }) => step === 'removeFromGroups' && outcome === 'not_removable_here');
		expect(left).toMatchObject({ verified: true, reason: expect.stringContaining('members come from a query') });
	});

	test('F09: run again, everything is already done, with no further write', async () => {
		await company.cut(cast().leaver, withOptions);
		const before = writes().length;
		const results = outcomes(await company.cut(cast().leaver, withOptions));
		// Of a suspended account nobody can see the mailbox; the group with a query is asked again, and refuses again.
		const reported = ['stopForwarding', 'removeDelegates', 'setAutoReply', 'removeFromGroups'];
		expect(results).toEqual(all(everyStep.filter((step) => !reported.includes(step)), 'already_done/true'));
		expect(writes().slice(before).every(({ method, path, status }) => method === 'DELETE' && path.includes('/members/') && status! >= 400)).toBe(true);
	});

	test('a dry run reads, plans and changes nothing', async () => {
		const results = await company.cut(cast().leaver, { ...withOptions, work: { dryRun: true } });
		expect(outcomes(results)).toEqual({ ...all(everyStep, 'planned/false'), removeLicences: 'pending/false' });
		expect(writes()).toEqual([]);
	});
});

describe('an account that is suspended already', () => {
	test('is never un-suspended to finish: what needs an active account is reported', async () => {
		google().operate('suspend', cast().leaver.workEmail!);
		const results = await company.cut(cast().leaver);
		const of = (step: string) => results.find((result) => result.step === step)!;
		for (const step of ['invalidateBackupCodes', 'turnOffTwoStep', 'stopForwarding', 'removeDelegates']) {
			expect(of(step)).toMatchObject({ outcome: 'not_removable_here', reason: expect.stringMatching(/suspended/) });
		}
		expect(of('suspend')).toMatchObject({ outcome: 'already_done', verified: true });
		for (const step of ['deleteAppPasswords', 'revokeTokens', 'removeFromGroups', 'revokeAdminRoles', 'transferOwnership']) expect(of(step)).toMatchObject({ outcome: 'done', verified: true });
		expect(writes().some(({ body }) => body.includes('"suspended":false'))).toBe(false);
		expect(google().user(cast().leaver.workEmail!).suspended).toBe(true);
	});
});

describe('finding the account', () => {
	test('A01: only the account of the one who leaves changes', async () => {
		const stays = google().user(cast().leeWhoStays.workEmail!);
		await company.cut(cast().leeWhoLeaves);
		expect(writes().filter(({ path }) => path.includes(stays.id))).toEqual([]);
		expect(stays.suspended).toBe(false);
		expect(google().user(cast().leeWhoLeaves.workEmail!).suspended).toBe(true);
	});

	test('A02: two accounts that could be meant stop the case, and both are named', async () => {
		const [result, ...others] = await company.cut(cast().ambiguous);
		expect(others).toEqual([]);
		expect(result).toMatchObject({ outcome: 'ambiguous' });
		for (const { id } of google().usersOfPerson(cast().ambiguous.id)) expect(result!.reason).toContain(id);
		expect(writes()).toEqual([]);
	});

	test('A04: an address that is only an alias is found by the HR id', async () => {
		expect(outcomes(await company.cut(cast().otherLogin))['suspend']).toBe('done/true');
	});

	test('an alias alone makes nobody the account of a leaver', async () => {
		const user = google().user(cast().otherLogin.workEmail!);
		user.profile['externalIds'] = [];
		const [result] = await company.cut({ id: '999', workEmail: cast().otherLogin.workEmail! });
		expect(result).toMatchObject({ outcome: 'not_found', reason: expect.stringContaining('alias') });
		expect(writes()).toEqual([]);
	});

	test('an e-mail that belongs to somebody else leads to nobody', async () => {
		const [result] = await company.cut({ id: '999', workEmail: cast().leeWhoStays.workEmail! });
		expect(result).toMatchObject({ outcome: 'not_found', reason: expect.stringContaining('somebody else') });
	});

	test('a stale hit of the search counts only if reading the account confirms it', async () => {
		google().settings.searchLagMs = 3_600_000;
		const user = google().user(cast().leaver.workEmail!);
		user.profile['externalIds'] = [{ type: 'organization', value: '888' }];
		const [result] = await company.cut({ id: cast().leaver.id, workEmail: null });
		expect(result).toMatchObject({ outcome: 'not_found' });
	});

	test.each(["' externalId:'", '*', '../me', 'my_customer', ''])('an HR id like %j finds nobody', async (id) => {
		const [result] = await company.cut({ id, workEmail: null });
		expect(['not_found', 'failed']).toContain(result!.outcome);
		expect(writes()).toEqual([]);
	});

	test('an address outside the domain is nobody, not a missing permission', async () => {
		const [result] = await company.cut({ id: '999', workEmail: 'somebody@elsewhere.example' });
		expect(result).toMatchObject({ outcome: 'not_found' });
	});
});

describe('people who are not cut', () => {
	test('D03: the last super admin who can sign in is refused', async () => {
		const { cast: { superAdmin }, google: double } = company.sandbox;
		for (const assignment of [...double.state.roleAssignments.values()]) {
			const role = double.state.roles.get(assignment.roleId)!;
			const keeps = [double.user(superAdmin.workEmail!).id, double.user(double.connection.adminEmail).id].includes(assignment.assignedTo);
			if (role.isSuperAdminRole && !keeps) double.user(assignment.assignedTo).suspended = true;
		}
		double.user(double.connection.adminEmail).archived = false;
		const [assigned] = [...double.state.roleAssignments.values()].filter(({ assignedTo }) => assignedTo === double.user(double.connection.adminEmail).id);
		const delegated = [...double.state.roles.values()].find(({ isSuperAdminRole, privileges }) => !isSuperAdminRole && privileges.includes('USERS_RETRIEVE'));
		assigned!.roleId = delegated!.roleId;
		delegated!.privileges = [...new Set([...double.state.roles.values()].flatMap(({ privileges }) => privileges)), 'ROLE_MANAGEMENT', 'USERS_RETRIEVE'];
		const results = await company.cut(superAdmin);
		expect(results).toEqual([expect.objectContaining({ outcome: 'refused', reason: expect.stringContaining('last super admin') })]);
		expect(writes()).toEqual([]);
	});

	test.each([['is archived', 'archived'], ['is suspended', 'suspended'], ['is nobody of the company', 'forbidden']] as const)('D03: another super admin who %s does not count', async (_name, how) => {
		const { cast: { superAdmin }, google: double } = company.sandbox;
		const { state } = double;
		const role = [...state.roles.values()].find(({ isSuperAdminRole }) => isSuperAdminRole)!;
		for (const [id, { roleId, assignedTo }] of state.roleAssignments) if (roleId === role.roleId && ![double.user(superAdmin.workEmail!).id, double.user(double.connection.adminEmail).id].includes(assignedTo)) state.roleAssignments.delete(id);
		// The admin n8n acts for can read roles without being super admin.
		[...state.roleAssignments.values()].find(({ assignedTo }) => assignedTo === double.user(double.connection.adminEmail).id)!.roleId = [...state.roles.values()].find(({ roleName }) => roleName === '_USER_MANAGEMENT_ADMIN_ROLE')!.roleId;
		[...state.roles.values()].find(({ roleName }) => roleName === '_USER_MANAGEMENT_ADMIN_ROLE')!.privileges = [...role.privileges];
		const other = double.user(cast().leaverManager.workEmail!);
		state.roleAssignments.set('another', { roleAssignmentId: 'another', roleId: role.roleId, assignedTo: other.id, assigneeType: 'user', scopeType: 'CUSTOMER' });
		if (how === 'forbidden') company.sandbox.faults.google.add({ path: new RegExp(`/users/${other.id}$`), effect: { kind: 'status', status: 403, body: { error: { code: 403, errors: [{ reason: 'forbidden' }] } } } });
		else other[how] = true;
		expect(await company.cut(superAdmin)).toEqual([expect.objectContaining({ outcome: 'refused', reason: expect.stringContaining('last super admin') })]);
		expect(writes()).toEqual([]);
	});

	test('the admin n8n acts for is refused', async () => {
		const { adminEmail } = google().connection;
		google().user(adminEmail).profile['externalIds'] = [{ type: 'organization', value: '900' }];
		const [result] = await company.cut({ id: '900', workEmail: adminEmail });
		expect(result).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('acts in the name of this very account') });
		expect(writes()).toEqual([]);
	});
});

describe('the key n8n itself signs with', () => {
	const own = () => google().state.serviceAccounts.get(google().connection.serviceAccount.email)!;
	const another = () => own().keys.push({ id: 'aa11bb22', keyType: 'USER_MANAGED', disabled: false, validAfterTime: '2026-01-01T00:00:00Z', validBeforeTime: '9999-12-31T23:59:59Z' });
	const disabled = () => own().keys.filter((key) => key.disabled).map(({ id }) => id);
	const only = { options: { steps: ['disableCloudKeys'] } };

	test.each<[string, () => Partial<GoogleSettings>]>([
		['is listed by email', () => ({ cloudServiceAccounts: [own().email] })],
		['is listed by its unique id', () => ({ cloudServiceAccounts: [own().uniqueId] })],
		['is listed twice', () => ({ cloudServiceAccounts: [own().email, own().uniqueId] })],
		['says that the leaver owns it', () => {
			own().description = `Owner: ${cast().leaver.workEmail}`;
			return {};
		}],
	])('is never disabled, where its service account %s; the other keys are', async (_name, settings) => {
		another();
		const results = await company.cut(cast().leaver, { ...only, settings: settings() });
		expect(disabled()).toEqual(['aa11bb22']);
		expect(google().accessOf(cast().leaver.workEmail!).serviceAccountKeys).toBe(own().description.includes('Owner') ? 1 : 0);
		expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'not_removable_here']);
		expect(writes()).toHaveLength(2);
		expect(results[1]!.reason).toMatch(/n8n itself signs with it.*Make another key/);
	});

	test('where the credential does not say which key it is, none of that service account is', async () => {
		another();
		const results = await company.cut(cast().leaver, { ...only, settings: { cloudServiceAccounts: [own().email], signsWith: { email: own().email, keyId: null } } });
		expect(disabled()).toEqual([]);
		expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'not_removable_here']);
	});

	test('and is not touched by giving back either', async () => {
		const settings = { cloudServiceAccounts: [own().email] };
		await company.cut(cast().leaver, { ...only, settings });
		const before = writes().length;
		await company.restore(cast().leaver, { settings });
		expect(writes().slice(before).map(({ path }) => path)).toEqual([expect.stringMatching(/mateo-rivas-dev.*:enable$/)]);
	});
});

describe('who takes files and calendars over', () => {
	test('A11: without a manager the fallback does, and the gap is named', async () => {
		const results = await company.cut(cast().leaver, { settings: { newOwner: '', fallbackOwner: cast().orgAdmin.workEmail! } });
		expect(results.find(({ step }) => step === 'transferOwnership')).toMatchObject({ outcome: 'done', reason: expect.stringContaining('nobody was named') });
	});

	test('A12: a manager who is gone is passed over for their own manager, never a suspended account', async () => {
		const manager = google().user(cast().leaverManager.workEmail!);
		google().operate('suspend', manager.id);
		const results = await company.cut(cast().leaver);
		expect(results.find(({ step }) => step === 'transferOwnership')!.reason).toContain(`${manager.primaryEmail} cannot take it over`);
		const [transfer] = [...google().state.transfers.values()];
		expect(google().user(transfer!.newOwnerUserId).suspended).toBe(false);
	});

	test('somebody whose account is archived takes nothing over', async () => {
		google().user(cast().leaverManager.workEmail!).archived = true;
		const results = await company.cut(cast().leaver);
		expect(results.find(({ step }) => step === 'transferOwnership')!.reason).toContain(`${cast().leaverManager.workEmail} cannot take it over`);
	});

	test('A07: a transfer from before the person came back lets no licence go: what they made since is not in it', async () => {
		const steps = ['suspend', 'transferOwnership'];
		await company.cut(cast().leaver, { options: { steps } });
		google().operate('unsuspend', cast().leaver.workEmail!);
		google().user(cast().leaver.workEmail!).lastLoginTime = new Date(Date.now() + 60_000).toISOString();
		const results = await company.cut(cast().leaver, { options: { steps: ['removeLicences'] }, work: { caseId: 'hr_event_20271120' } });
		expect(results).toEqual([expect.objectContaining({ step: 'removeLicences', outcome: 'pending', reason: expect.stringContaining('no transfer') })]);
		expect(google().accessOf(cast().leaver.workEmail!).licences).toBe(2);
	});

	test('nobody at all: the step fails and says what to fill in; the cut is done', async () => {
		const results = await company.cut(cast().leaver, { settings: { newOwner: '' } });
		expect(outcomes(results)).toMatchObject({ suspend: 'done/true', transferOwnership: 'failed/false' });
		expect(results.find(({ step }) => step === 'transferOwnership')!.reason).toContain('Fallback Owner');
	});

	test('a transfer that takes hours is pending, is not asked for twice, and keeps the licences', async () => {
		google().settings.transferMs = 10 * 3_600_000;
		const steps = [...usualGoogleSteps, 'removeLicences'];
		const first = await company.cut(cast().leaver, { options: { steps } });
		expect(outcomes(first)).toMatchObject({ transferOwnership: 'pending/false', removeLicences: 'pending/false' });
		const again = await company.cut(cast().leaver, { options: { steps } });
		expect(outcomes(again)).toMatchObject({ transferOwnership: 'pending/false', removeLicences: 'pending/false' });
		expect(google().state.transfers.size).toBe(1);
		expect(google().accessOf(cast().leaver.workEmail!).licences).toBeGreaterThan(0);
	});
});

describe('over OAuth', () => {
	test('mail settings are said to be out of reach, the rest is done', async () => {
		const results = await company.cut(cast().leaver, { oauth: true });
		for (const step of ['stopForwarding', 'removeDelegates']) expect(results.find((result) => result.step === step)).toMatchObject({ outcome: 'not_removable_here', reason: expect.stringContaining('domain-wide delegation') });
		expect(outcomes(results)).toMatchObject({ suspend: 'done/true', revokeTokens: 'done/true', removeFromGroups: 'done/true' });
	});
});

describe('B08: giving access back', () => {
	test('after a cut everything that can be given back is as before, and the rest is listed', async () => {
		const login = cast().leaver.workEmail!;
		const before = google().accessOf(login);
		const { orgUnitPath, mailbox } = structuredClone(google().user(login));
		await company.cut(cast().leaver, withOptions);
		const results = await company.restore(cast().leaver, withOptions);
		expect(google().accessOf(login)).toMatchObject({ status: 'active', groups: before.groups, roles: before.roles, delegates: before.delegates, chromeDevices: before.chromeDevices, licences: before.licences, serviceAccountKeys: before.serviceAccountKeys });
		expect(google().user(login).orgUnitPath).toBe(orgUnitPath);
		expect(google().user(login).mailbox.vacation).toMatchObject({ enableAutoReply: mailbox.vacation.enableAutoReply });
		for (const { step, outcome, reason } of results) expect([step, outcome, reason]).not.toEqual([step, 'failed', reason]);
		const listed = results.filter(({ outcome }) => outcome === 'pending').map(({ step }) => step).sort();
		expect(listed).toEqual(expect.arrayContaining(['deleteAppPasswords', 'invalidateBackupCodes', 'revokeTokens', 'transferOwnership', 'turnOffTwoStep', 'wipeMobileAccounts', 'wipeCompanyDevices']));
		expect(results.find(({ step }) => step === 'suspend')!.reason).toContain('The password from before is gone');
	});

	test('groups come back with the role', async () => {
		const { id } = google().user(cast().leaver.workEmail!);
		const roles = () => Object.fromEntries([...google().state.groups.values()].flatMap(({ email, members }) => (members.has(id) ? [[email, members.get(id)!.role]] : [])));
		const before = roles();
		expect(Object.values(before)).toEqual(expect.arrayContaining(['MANAGER', 'OWNER']));
		await company.cut(cast().leaver);
		expect(roles()).toEqual({});
		await company.restore(cast().leaver);
		expect(roles()).toEqual(before);
	});

	test('an account that was suspended before the case stays suspended', async () => {
		google().operate('suspend', cast().leaver.workEmail!);
		await company.cut(cast().leaver);
		await company.restore(cast().leaver);
		expect(google().user(cast().leaver.workEmail!).suspended).toBe(true);
	});

	test('super admin is taken and given back by its own call', async () => {
		google().operate('make_admin', cast().leaver.workEmail!);
		await company.cut(cast().leaver);
		expect(writes().filter(({ path }) => path.endsWith('/makeAdmin')).map(({ body }) => body)).toEqual(['{"status":false}']);
		await company.restore(cast().leaver);
		expect(writes().filter(({ path }) => path.endsWith('/makeAdmin')).map(({ body }) => body)).toEqual(['{"status":false}', '{"status":true}']);
	});
});
