import { verdictOf } from '../../lifecycle/case';
import { cast } from '../../sandbox';
import { everyCenterStep, startCenterCase, usualCenterSteps, type CenterCase } from '../support/identityCenterCase';
import { outcomes } from '../support/leaverCase';

let company: CenterCase;
beforeEach(async () => {
	company = await startCenterCase();
});
afterEach(() => company.stop());

const login = cast.leaver.workEmail;
const center = () => company.aws.state.identityCenter;
const access = (key = login) => company.aws.identityCenter.accessOf(key);
const all = (steps: readonly string[], outcome: string) => Object.fromEntries(steps.map((step) => [step, outcome]));
const reasonsOf = (results: Awaited<ReturnType<CenterCase['cut']>>, step: string) => results.filter((result) => result.step === step).map(({ reason }) => reason);
const permissionSet = (name: string) => [...center().permissionSets.values()].find((one) => one.name === name)!;
const hours = (count: number) => count * 3_600_000;
const failing = (action: string, answer: string) =>
	company.aws.faults.add({ path: new RegExp(`/${action}$`), effect: { kind: 'status', status: 200, body: { [answer]: { Status: 'FAILED', RequestId: [...center().jobs.keys()].at(-1)!, FailureReason: 'The role is protected in the account.' } } } });
const nothingLeft = { groups: 0, assignments: 0, groupAssignments: 0, applications: 0 };

describe('cutting a leaver who has everything', () => {
	test('every step is done and read back, and nothing is left to work with', async () => {
		const results = await company.cut(cast.leaver, { steps: everyCenterStep });
		expect(outcomes(results)).toEqual(all(everyCenterStep, 'done/true'));
		expect(access()).toEqual({ ...nothingLeft, status: 'disabled', roleSessions: 0, portalSessions: expect.any(Number) });
		expect(verdictOf(false, results)).toBe('Complete');
		expect(company.sent('DeleteUser')).toEqual([]);
	});

	test('in the order of the vendor: denied in every account, then disabled, then taken away', async () => {
		await company.cut(cast.leaver, { steps: everyCenterStep });
		const { entries } = company.aws.journal;
		const numbers = (action: string) => entries.filter(({ path, status }) => path.endsWith(`/${action}`) && status === 200).map(({ number }) => number);
		const [disabled] = numbers('UpdateUser');
		expect(Math.max(...numbers('ProvisionPermissionSet'), ...numbers('PutInlinePolicyToPermissionSet'))).toBeLessThan(disabled!);
		// What was handed out was seen to have arrived before anything else went on.
		expect(Math.max(...numbers('DescribePermissionSetProvisioningStatus'))).toBeLessThan(disabled!);
		for (const action of ['DeleteAccountAssignment', 'DeleteGroupMembership', 'DeleteApplicationAssignment']) expect(Math.min(...numbers(action))).toBeGreaterThan(disabled!);
	});

	test('one change at a time: what AWS is still at is waited for', async () => {
		await company.cut(cast.leaver);
		expect(company.sent('DeleteAccountAssignment').map(({ status }) => status)).toEqual(expect.arrayContaining([200, 400, 200]));
		expect(access()).toMatchObject(nothingLeft);
	});

	test('what comes with a group is left to the group, and never deleted by itself', async () => {
		await company.cut(cast.leaver, { steps: ['removeAssignments'] });
		expect(access()).toMatchObject({ assignments: 0, groupAssignments: 2 });
		const deleted = company.sent('DeleteAccountAssignment').map(({ body }) => JSON.parse(body) as { PrincipalType: string; PrincipalId: string });
		expect(new Set(deleted.map(({ PrincipalType, PrincipalId }) => `${PrincipalType} ${PrincipalId}`))).toEqual(new Set([`USER ${company.aws.identityCenter.user(login).id}`]));
	});

	test('applications that come with a group are named while they do', async () => {
		const [, left] = reasonsOf(await company.cut(cast.leaver, { steps: ['removeApplications'] }), 'removeApplications');
		expect(left).toMatch(/Notebooks: comes with a group.*Wiki: comes with a group/);
	});

	test('where live sessions are not denied they go on, and it is said until when', async () => {
		const results = await company.cut(cast.leaver);
		expect(access().roleSessions).toBe(1);
		for (const [step, name] of [['removeAssignments', 'Developer'], ['removeFromGroups', 'ReadOnly']] as const) {
			const result = results.find((one) => one.step === step && one.remainder)!;
			const until = new RegExp(`Sessions of ${name}: .* until (\\S+) at the latest`).exec(result.reason)![1]!;
			expect(Math.abs(Date.parse(until) - company.companyClock.now() - hours(12))).toBeLessThan(120_000);
			expect(results.find((one) => one.step === step)!.remains!.join()).toMatch(/1 to 12 hours, unless Deny Live Sessions/);
		}
		company.companyClock.move(hours(12.1));
		expect(access().roleSessions).toBe(0);
	});

	test('where they are denied nothing is said to go on', async () => {
		const results = await company.cut(cast.leaver, { steps: everyCenterStep });
		expect(results.filter(({ remainder }) => remainder)).toEqual([]);
	});

	test.each([['usual', usualCenterSteps], ['all', everyCenterStep]])('F09: run again, everything is already done with no further write (%s)', async (_name, steps) => {
		await company.cut(cast.leaver, { steps });
		const before = company.writes();
		expect(outcomes(await company.cut(cast.leaver, { steps }))).toEqual(all(steps, 'already_done/true'));
		expect(company.writes()).toEqual(before);
	});

	test('F03: two administrators at once change everything exactly once', async () => {
		const [one, other] = await Promise.all([company.cut(cast.leaver, { steps: everyCenterStep }), company.cut(cast.leaver, { steps: everyCenterStep, work: { worker: 'another' } })]);
		const taken = company.aws.journal.writes.filter(({ status, path }) => status === 200 && !path.startsWith('/sts/')).map(({ path, body }) => `${path} ${body}`);
		expect(new Set(taken).size).toBe(taken.length);
		for (const step of everyCenterStep) expect([outcomes(one)[step], outcomes(other)[step]].sort()).toEqual(['already_done/true', 'done/true']);
	});

	test('a dry run reads, plans and changes nothing', async () => {
		const results = await company.cut(cast.leaver, { steps: everyCenterStep, work: { dryRun: true } });
		expect(outcomes(results)).toEqual(all(everyCenterStep, 'planned/false'));
		expect(company.writes()).toEqual([]);
	});

	test('F12: n8n is killed between intent and result: the next run finds what was done', async () => {
		const deaf = { ...company.ledger, append: async (...given: Parameters<typeof company.ledger.append>) => (given[0].kind === 'step.settled' ? Promise.reject(new Error('killed')) : company.ledger.append(...given)) };
		await company.cut(cast.leaver, { work: { ledger: deaf } });
		const before = company.writes();
		const results = await company.cut(cast.leaver);
		expect(outcomes(results)).toEqual(all(usualCenterSteps, 'done/true'));
		expect(reasonsOf(results, 'disableUser')[0]).toContain('when n8n stopped');
		expect(company.writes()).toEqual(before);
	});

	test('F12: killed after the policy was written and before it was handed out: the next run hands it out', async () => {
		company.aws.faults.add({ path: /ProvisionPermissionSet$/, times: 2, effect: { kind: 'forbidden' } });
		expect(outcomes(await company.cut(cast.leaver, { steps: ['denySessions'] }))).toEqual({ denySessions: 'failed/false' });
		expect(access().roleSessions).toBe(1);
		expect(outcomes(await company.cut(cast.leaver, { steps: ['denySessions'] }))).toEqual({ denySessions: 'done/true' });
		expect(access().roleSessions).toBe(0);
		expect(company.sent('PutInlinePolicyToPermissionSet')).toHaveLength(2);
	});

	test('request ids are in the evidence, also those of what AWS did in its own time', async () => {
		await company.cut(cast.leaver);
		const [record] = (await company.ledger.records({ kinds: ['step.settled'] })).filter(({ content }) => content!['step'] === 'removeAssignments');
		const { calls, after } = record!.content as unknown as { calls: { path: string; requestId: string }[]; after: { operations: { id: string; status: string }[] } };
		for (const { requestId } of calls) expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
		expect(calls.map(({ path }) => path)).toContain('sso:DeleteAccountAssignment');
		expect(after.operations.map(({ id, status }) => [center().jobs.has(id), status])).toEqual([[true, 'SUCCEEDED'], [true, 'SUCCEEDED']]);
	});

	test('the leaver named in the group of another is not touched, and nobody else is', async () => {
		const others = () => [...center().users.values()].filter(({ userName }) => userName !== login).map(({ id, enabled }) => [id, enabled, access(id).groups]);
		const before = others();
		await company.cut(cast.leaver, { steps: everyCenterStep });
		expect(others()).toEqual(before);
	});
});

describe('denying live sessions', () => {
	const deny = { steps: ['denySessions'] };
	const statements = (name: string) => (permissionSet(name).inlinePolicy === '' ? [] : (JSON.parse(permissionSet(name).inlinePolicy) as { Statement: { Sid: string; Condition?: { StringEquals: { 'identitystore:UserId': string[] } } }[] }).Statement);
	const others = JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'NoBilling', Effect: 'Deny', Action: ['aws-portal:*'], Resource: '*' }] });

	test('two leavers at once in the same permission set: neither writes the other out', async () => {
		const results = await Promise.all([company.cut(cast.leaver, deny), company.cut(cast.sydney, deny)]);
		for (const one of results) expect(outcomes(one)).toEqual({ denySessions: 'done/true' });
		const listed = statements('ReadOnly').flatMap(({ Condition }) => Condition?.StringEquals['identitystore:UserId'] ?? []);
		expect(listed.sort()).toEqual([cast.leaver, cast.sydney].map(({ workEmail }) => company.aws.identityCenter.user(workEmail).id).sort());
	});

	test('groups are looked through also where AWS lists only what is assigned to the user', async () => {
		company.aws.settings.groupAssignmentsListed = false;
		await company.cut(cast.leaver, deny);
		expect(statements('ReadOnly')).toHaveLength(1);
	});

	test('what others wrote into the policy stays, and after Restore it is what it was', async () => {
		permissionSet('Developer').inlinePolicy = others;
		await company.cut(cast.leaver, deny);
		expect(statements('Developer').map(({ Sid }) => Sid)).toEqual(['NoBilling', expect.stringMatching(/^JMLDenyLeaversUntil/)]);
		expect(outcomes(await company.restore(cast.leaver))['denySessions']).toBe('done/true');
		expect([permissionSet('Developer').inlinePolicy, permissionSet('ReadOnly').inlinePolicy]).toEqual([others, '']);
		expect(access().roleSessions).toBe(1);
	});

	test('Restore takes out the one who comes back, and leaves the other leaver denied', async () => {
		for (const person of [cast.leaver, cast.sydney]) await company.cut(person, deny);
		await company.restore(cast.leaver);
		expect(statements('ReadOnly').flatMap(({ Condition }) => Condition?.StringEquals['identitystore:UserId'])).toEqual([company.aws.identityCenter.user(cast.sydney.workEmail).id]);
	});

	test('once the sessions have ended, the next run of the case takes the statement out', async () => {
		permissionSet('Developer').inlinePolicy = others;
		await company.cut(cast.leaver, { steps: everyCenterStep });
		const tooEarly = await company.cut(cast.leaver, deny);
		expect(reasonsOf(tooEarly, 'denySessions')[0]).toMatch(/denied until .*run the case again after that/);
		await company.clock.sleep(hours(15));
		const results = await company.cut(cast.leaver, deny);
		expect(results).toEqual([expect.objectContaining({ step: 'denySessions', outcome: 'done', verified: true, reason: expect.stringMatching(/Take the statement out of .*Developer.*where the sessions have ended/) })]);
		expect([permissionSet('Developer').inlinePolicy, permissionSet('ReadOnly').inlinePolicy]).toEqual([others, '']);
	});

	test('a policy that this pack cannot keep as it is, is left alone; the others are written', async () => {
		const strange = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"NumericEquals":{"a:b":1.50}}}]}';
		permissionSet('Developer').inlinePolicy = strange;
		const results = await company.cut(cast.leaver, deny);
		expect(results).toEqual([expect.objectContaining({ outcome: 'failed', reason: expect.stringMatching(/permission set Developer cannot be changed.*left alone/) })]);
		expect(permissionSet('Developer').inlinePolicy).toBe(strange);
		expect(statements('ReadOnly')).toHaveLength(1);
	});

	test('a policy that is full is left alone, with another way', async () => {
		const full = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: Array.from({ length: 400 }, (_, index) => `service:DescribeNumber${index}`), Resource: '*' }] });
		permissionSet('Developer').inlinePolicy = full;
		expect(reasonsOf(await company.cut(cast.leaver, deny), 'denySessions')[0]).toMatch(/no room.*service control policy/);
		expect(permissionSet('Developer').inlinePolicy).toBe(full);
	});

	test('somebody else writes the whole policy over it at the same moment: it is seen, and theirs is kept', async () => {
		const provisioning = company.aws.faults.add({ path: /ProvisionPermissionSet$/, times: 1, effect: { kind: 'hold' } });
		const cutting = company.cut(cast.leaver, deny);
		await provisioning.struck;
		const [struck] = [...center().permissionSets.values()].filter(({ inlinePolicy }) => inlinePolicy !== '');
		struck!.inlinePolicy = others;
		provisioning.release();
		expect(await cutting).toEqual([expect.objectContaining({ outcome: 'failed', reason: expect.stringMatching(/reading it back still shows: Deny sessions of/) })]);
		expect(struck!.inlinePolicy).toBe(others);
		expect(outcomes(await company.cut(cast.leaver, deny))).toEqual({ denySessions: 'done/true' });
		expect(JSON.parse(struck!.inlinePolicy).Statement).toHaveLength(2);
	});

	test('what another case denied before stays denied after Restore', async () => {
		await company.cut(cast.leaver, { ...deny, work: { caseId: 'earlier' } });
		await company.cut(cast.leaver, { steps: everyCenterStep });
		await company.restore(cast.leaver);
		expect(statements('Developer')).toHaveLength(1);
	});
});

describe('what AWS does in its own time and fails', () => {
	test('an assignment that is not removed is failed, with the reason and the id of the request', async () => {
		center().assignments.splice(1, center().assignments.length, center().assignments.find(({ principalType }) => principalType === 'USER')!);
		const told = company.aws.faults.add({ path: /\/DescribeAccountAssignmentDeletionStatus$/, times: 1, effect: { kind: 'hold' } });
		// It is still there when AWS says that it failed.
		company.aws.settings.asyncMs = 600_000;
		const cutting = company.cut(cast.leaver, { steps: ['removeAssignments'] });
		await told.struck;
		failing('DescribeAccountAssignmentDeletionStatus', 'AccountAssignmentDeletionStatus');
		told.release();
		const [result] = await cutting;
		expect(result).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/removing Developer in \d{12}: The role is protected in the account\. \(request [0-9a-f-]{36}\)/) });
	});

	test('a policy that does not reach the accounts denies nothing, and is not called done', async () => {
		const told = company.aws.faults.add({ path: /\/DescribePermissionSetProvisioningStatus$/, times: 1, effect: { kind: 'hold' } });
		const cutting = company.cut(cast.sydney, { steps: ['denySessions'] });
		await told.struck;
		failing('DescribePermissionSetProvisioningStatus', 'PermissionSetProvisioningStatus');
		told.release();
		expect(await cutting).toEqual([expect.objectContaining({ outcome: 'failed', reason: expect.stringMatching(/handing out ReadOnly to its accounts: The role is protected/) })]);
	});

	test('what takes longer than the patience of the node is pending, and done when the case is run again', async () => {
		company.aws.settings.asyncMs = 90_000;
		center().assignments = center().assignments.filter(({ principalType, accountId }) => principalType === 'GROUP' || accountId === company.aws.connection.otherAccount.accountId);
		const steps = ['removeAssignments'];
		expect(await company.cut(cast.leaver, { steps })).toEqual([expect.objectContaining({ outcome: 'pending', reason: expect.stringContaining('still working on it: removing Developer') })]);
		await company.clock.sleep(60_000);
		expect(outcomes(await company.cut(cast.leaver, { steps }))).toEqual({ removeAssignments: 'already_done/true' });
	});
});

describe('who may change users', () => {
	const only = { steps: ['disableUser'] };

	test('AWS takes no disabling here: the console is named, the case stays open, and closes once it was done there', async () => {
		company.aws.settings.userStatusWritable = false;
		const results = await company.cut(cast.leaver);
		expect(outcomes(results)).toEqual({ ...all(usualCenterSteps, 'done/true'), disableUser: 'pending/false' });
		expect(reasonsOf(results, 'disableUser')[0]).toMatch(/still enabled.*IAM Identity Center console, under Users.*userStatus is not supported/);
		expect(verdictOf(false, results)).toBe('Incomplete');
		company.aws.identityCenter.setEnabled(login, false);
		expect(outcomes(await company.cut(cast.leaver, only))).toEqual({ disableUser: 'already_done/true' });
	});

	test('where the status is not shown nothing is tried, and nothing is claimed', async () => {
		company.aws.settings.userStatusShown = false;
		expect(await company.cut(cast.leaver, only)).toEqual([expect.objectContaining({ outcome: 'pending', reason: expect.stringContaining('does not show whether') })]);
		expect(company.writes()).toEqual([]);
	});

	test('a missing permission is a failure that names it, and no refusal', async () => {
		company.aws.setPermissions(company.aws.permissions().filter((action) => action !== 'identitystore:UpdateUser'));
		expect(await company.cut(cast.leaver, only)).toEqual([expect.objectContaining({ outcome: 'failed', reason: expect.stringContaining('Allow identitystore:UpdateUser') })]);
	});

	describe.each([
		['identityProvider', 'externalIdentityProvider', /identity provider that provisions/],
		['activeDirectory', 'activeDirectory', /Active Directory/],
	] as const)('%s', (usersOwnedBy, identitySource, named) => {
		const settings = { usersOwnedBy };
		beforeEach(() => {
			company.aws.settings.identitySource = identitySource;
		});

		test('the other system is waited for, and the rest goes on meanwhile', async () => {
			const results = await company.cut(cast.leaver, { settings });
			expect(outcomes(results)).toEqual({ disableUser: 'pending/false', removeAssignments: 'done/true', removeApplications: 'done/true' });
			expect(reasonsOf(results, 'disableUser')[0]).toMatch(named);
			expect(access()).toMatchObject({ assignments: 0, groups: 2 });
		});

		test('groups are left to it, by name', async () => {
			const results = await company.cut(cast.leaver, { settings, steps: ['removeFromGroups'] });
			expect(results).toEqual([expect.objectContaining({ outcome: 'not_removable_here', reason: expect.stringMatching(/Engineering, On-call/) })]);
			expect(results[0]!.reason).toMatch(named);
		});

		test('once it has disabled the user, that is done', async () => {
			const update = company.aws.faults.add({ path: /\/UpdateUser$/, times: 1, effect: { kind: 'hold', when: 'after' } });
			const cutting = company.cut(cast.leaver, { settings, ...only });
			await update.struck;
			company.aws.identityCenter.setEnabled(login, false);
			update.release();
			expect(outcomes(await cutting)).toEqual({ disableUser: 'done/true' });
		});

		test('where AWS takes the change all the same, it is made, with who has the last word', async () => {
			company.aws.settings.identitySource = 'directory';
			const results = await company.cut(cast.leaver, { settings });
			expect(outcomes(results)).toEqual(all(usualCenterSteps, 'done/true'));
			expect(reasonsOf(results, 'disableUser')[0]).toMatch(named);
		});
	});
});

describe('giving back', () => {
	const before = { groups: 2, assignments: 2, groupAssignments: 2, applications: 2, status: 'enabled' };

	test.each([['usual', usualCenterSteps], ['all', everyCenterStep]])('the difference to before is empty (%s steps)', async (_name, steps) => {
		const shown = () => JSON.stringify([center().assignments.map((one) => JSON.stringify(one)).sort(), [...center().permissionSets.values()], [...center().memberships.values()].map(({ groupId, userId }) => groupId + userId).sort(), access().roleSessions, [...center().applications.values()].map(({ assigned }) => assigned.map((one) => JSON.stringify(one)).sort())]);
		const whole = shown();
		await company.cut(cast.leaver, { steps });
		expect(shown()).not.toBe(whole);
		const results = await company.restore(cast.leaver);
		expect(results.filter(({ outcome, verified }) => !(['done', 'already_done'].includes(outcome) && verified === true))).toEqual([]);
		expect(access()).toMatchObject(before);
		expect(shown()).toBe(whole);
	});

	test('what is there no more is listed, and the rest is given back', async () => {
		await company.cut(cast.leaver);
		const group = [...center().groups.values()].find(({ displayName }) => displayName === 'On-call')!;
		center().groups.delete(group.id);
		const results = await company.restore(cast.leaver);
		expect(outcomes(results)).toMatchObject({ removeFromGroups: 'failed/false', disableUser: 'done/true', removeAssignments: 'done/true' });
		expect(access()).toMatchObject({ groups: 1, assignments: 2 });
	});

	test('an assignment that AWS fails to make is listed with its reason', async () => {
		const steps = ['removeAssignments'];
		center().assignments = center().assignments.filter(({ principalType, accountId }) => principalType === 'GROUP' || accountId === company.aws.connection.otherAccount.accountId);
		await company.cut(cast.leaver, { steps });
		company.aws.settings.asyncMs = 600_000;
		const told = company.aws.faults.add({ path: /\/DescribeAccountAssignmentCreationStatus$/, times: 1, effect: { kind: 'hold' } });
		const restoring = company.restore(cast.leaver);
		await told.struck;
		failing('DescribeAccountAssignmentCreationStatus', 'AccountAssignmentCreationStatus');
		told.release();
		expect((await restoring).find(({ step }) => step === 'removeAssignments')).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/assigning Developer in \d{12}: The role is protected/) });
	});

	test('a user that was disabled before the case stays disabled', async () => {
		company.aws.identityCenter.setEnabled(login, false);
		await company.cut(cast.leaver);
		await company.restore(cast.leaver);
		expect(access()).toMatchObject({ ...before, status: 'disabled' });
	});

	test('given back twice at once, each thing is given once', async () => {
		await company.cut(cast.leaver);
		await Promise.all([company.restore(cast.leaver), company.restore(cast.leaver, { work: { worker: 'another' } })]);
		expect(access()).toMatchObject(before);
		expect(company.sent('CreateGroupMembership')).toHaveLength(2);
		expect(company.sent('CreateAccountAssignment').filter(({ status }) => status === 200)).toHaveLength(2);
	});
});
