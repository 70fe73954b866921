import { cutAccess } from '../../lifecycle/cut';
import type { FaultSpec } from '../../sandbox';
import { cast } from '../../sandbox';
import { createBudget } from '../../systems/http/budget';
import { patient } from '../../systems/http/patient';
import { startAwsCase, usualAwsSteps, type AwsCase } from '../support/awsCase';
import { outcomes } from '../support/leaverCase';

let company: AwsCase;
beforeEach(async () => {
	company = await startAwsCase();
});
afterEach(() => company.stop());

type Results = Awaited<ReturnType<AwsCase['cut']>>;

const name = cast.leaver.workEmail!.split('@')[0]!;
const fault = (spec: FaultSpec) => company.aws.faults.add(spec);
const calls = (action: string) => company.aws.journal.find({ path: new RegExp(`/${action}$`) });
const reasonOf = (results: Results, step: string) => results.find((result) => result.step === step)!.reason;
const reports = ['reportOwned', 'reportRoles'];

const expectOnly = (results: Results, step: string, outcome: string) => {
	const ended = outcomes(results);
	expect(ended[step]).toBe(outcome);
	for (const other of usualAwsSteps.filter((id) => id !== step && !reports.includes(id))) expect(`${other} ${ended[other]}`).toBe(`${other} done/true`);
};

const attach = /\/AttachUserPolicy$/;

describe('when AWS misbehaves, the other steps go on and the one concerned says what happened', () => {
	test.each([
		['InvalidClientTokenId', 'The security token included in the request is invalid.'],
		['SignatureDoesNotMatch', 'Signature expired: 20261120T100000Z is now earlier than 20261120T101500Z'],
		['ExpiredToken', 'The security token included in the request is expired'],
	])('403 %s: the credential is named, and nothing is retried', async (code, message) => {
		fault({ path: /\/GetUser$/, effect: company.aws.failure(code, message) });
		const results = await company.cut(cast.leaver);
		expect(results).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed', reason: expect.stringMatching(/did not accept the keys.*access key in the AWS credential/) })]);
		expect(calls('GetUser')).toHaveLength(1);
	});

	test.each([
		['disableSshKeys', 'UpdateSSHPublicKey'],
		['disableServiceCredentials', 'ListServiceSpecificCredentials'],
		['deleteConsolePassword', 'DeleteLoginProfile'],
		['disableAccessKeys', 'ListAccessKeys'],
	])('AccessDenied in %s: the permission iam:%s is named', async (step, action) => {
		fault({ path: new RegExp(`/${action}$`), effect: { kind: 'forbidden' } });
		const results = await company.cut(cast.leaver);
		expectOnly(results, step, 'failed/false');
		expect(reasonOf(results, step)).toMatch(new RegExp(`Allow iam:${action} .*service control policy`));
	});

	test('permissions the automation really lacks are named by AWS itself', async () => {
		company.aws.setPermissions(company.aws.permissions().filter((action) => action !== 'iam:UpdateAccessKey'));
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'disableAccessKeys', 'failed/false');
		expect(reasonOf(results, 'disableAccessKeys')).toContain('Allow iam:UpdateAccessKey');
	});

	test('no use of a key may be asked for: the keys are switched off all the same', async () => {
		fault({ path: /\/GetAccessKeyLastUsed$/, effect: { kind: 'forbidden' } });
		const results = await company.cut(cast.leaver);
		expect(outcomes(results)['disableAccessKeys']).toBe('done/true');
		expect(reasonOf(results, 'disableAccessKeys')).toContain('no use known');
	});

	test('the use of a key cannot be told, in whatever way: no key stays active for that', async () => {
		fault({ path: /\/GetAccessKeyLastUsed$/, effect: { kind: 'html' } });
		const results = await company.cut(cast.leaver, { steps: ['denyEverything', 'disableAccessKeys'] });
		expect(outcomes(results)['disableAccessKeys']).toBe('done/true');
		expect(company.aws.accessOf(name).accessKeys).toBe(0);
	});

	test('NoSuchEntity though it is there: nothing is concluded from it', async () => {
		fault({ path: /\/ListAccessKeys$/, effect: { kind: 'not-found' } });
		expectOnly(await company.cut(cast.leaver), 'disableAccessKeys', 'failed/false');
	});

	test('no password and no user are the same words, and only one of them is good news', async () => {
		fault({ path: /\/GetLoginProfile$/, effect: { kind: 'not-found' } });
		fault({ path: /\/GetUser$/, after: 3, effect: { kind: 'not-found' } });
		expect(outcomes(await company.cut(cast.leaver, { steps: ['deleteConsolePassword'] }))['deleteConsolePassword']).toBe('failed/false');
	});

	test('a change that meets what is gone already is done once that is read back', async () => {
		fault({ path: /\/DeleteLoginProfile$/, effect: { kind: 'status', status: 404, body: company.aws.failure('NoSuchEntity', 'gone')['body' as never], applied: true } });
		expectOnly(await company.cut(cast.leaver), 'deleteConsolePassword', 'done/true');
	});

	test.each([
		['Throttling, which is 400 here', 'Throttling'],
		['a user that was just changed', 'EntityTemporarilyUnmodifiable'],
		['two changes at once', 'ConcurrentModification'],
	])('F06: %s is waited out', async (_name, code) => {
		fault({ path: attach, times: 2, effect: company.aws.failure(code, 'Rate exceeded') });
		const results = await company.cut(cast.leaver);
		expect(outcomes(results)['denyEverything']).toBe('done/true');
		expect(calls('AttachUserPolicy')).toHaveLength(3);
		expect(company.clock.slept.length).toBeGreaterThanOrEqual(2);
	});

	test('a password that was set a moment ago is deleted as soon as AWS lets it', async () => {
		fault({ path: /\/DeleteLoginProfile$/, times: 3, effect: company.aws.failure('EntityTemporarilyUnmodifiable', 'Login Profile cannot be modified while login profile is being created.') });
		expectOnly(await company.cut(cast.leaver), 'deleteConsolePassword', 'done/true');
	});

	test('throttling that never ends: the step fails with a sentence', async () => {
		fault({ path: /\/UpdateSSHPublicKey$/, effect: { kind: 'throttle' } });
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'disableSshKeys', 'failed/false');
		expect(reasonOf(results, 'disableSshKeys')).toMatch(/kept refusing UpdateSSHPublicKey for now/);
	}, 30_000);

	test('a failed read is repeated though it is a POST, a failed change is not', async () => {
		fault({ path: /\/ListAttachedUserPolicies$/, times: 2, effect: { kind: 'status', status: 500 } });
		fault({ path: /\/UpdateSigningCertificate$/, times: 1, effect: { kind: 'status', status: 500, applied: true } });
		const results = await company.cut(cast.leaver);
		expect(outcomes(results)).toMatchObject({ denyEverything: 'done/true', disableCertificates: 'done/true' });
		expect(calls('UpdateSigningCertificate')).toHaveLength(1);
	});

	test('500 for good', async () => {
		fault({ path: attach, effect: { kind: 'status', status: 500 } });
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'denyEverything', 'failed/false');
		expect(reasonOf(results, 'denyEverything')).toContain('health.aws.amazon.com');
	});

	test('a time-out after the change was made: read back instead of repeated', async () => {
		fault({ path: attach, times: 1, effect: { kind: 'timeout', applied: true } });
		expect(outcomes(await company.cut(cast.leaver))['denyEverything']).toBe('done/true');
		expect(calls('AttachUserPolicy')).toHaveLength(1);
	});

	test.each([true, false])('a connection that breaks (change made: %s)', async (applied) => {
		fault({ path: attach, times: 1, effect: { kind: 'reset', applied } });
		expect(outcomes(await company.cut(cast.leaver))['denyEverything']).toBe('done/true');
		expect(calls('AttachUserPolicy')).toHaveLength(applied ? 1 : 2);
	});

	test.each([
		['HTML instead of XML', { kind: 'html' }],
		['HTML that says 404', { kind: 'html', status: 404 }],
		['a redirect to a login page', { kind: 'login-redirect' }],
		['half an answer', { kind: 'truncated' }],
		['JSON', { kind: 'status', status: 200, body: '{"ListSSHPublicKeysResponse":{}}' }],
		['a list of somebody else', { kind: 'status', status: 200, body: listOf('somebody') }],
		['a list without the field', { kind: 'status', status: 200, body: answer('ListSSHPublicKeys', '<IsTruncated>false</IsTruncated>') }],
		['an answer to another question', { kind: 'status', status: 200, body: answer('ListAccessKeys', '<IsTruncated>false</IsTruncated><SSHPublicKeys/>') }],
		['a list that repeats its marker', { kind: 'status', status: 200, body: answer('ListSSHPublicKeys', '<IsTruncated>true</IsTruncated><Marker>m</Marker><SSHPublicKeys/>') }],
		['entities of its own', { kind: 'status', status: 200, body: `<!DOCTYPE x [<!ENTITY a "aa">]>${answer('ListSSHPublicKeys', '<IsTruncated>false</IsTruncated><SSHPublicKeys/>')}` }],
	] as const)('%s proves nothing', async (_name, effect) => {
		fault({ path: /\/ListSSHPublicKeys$/, effect });
		expectOnly(await company.cut(cast.leaver), 'disableSshKeys', 'failed/false');
	}, 20_000);

	test('a success that changed nothing is a failure', async () => {
		fault({ path: /\/UpdateAccessKey$/, effect: { kind: 'lie' } });
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'disableAccessKeys', 'failed/false');
		expect(reasonOf(results, 'disableAccessKeys')).toMatch(/accepted the change, but reading it back still shows/);
	});

	test('a deny that the simulator does not see is not called done', async () => {
		const allowed = answer('SimulatePrincipalPolicy', `<IsTruncated>false</IsTruncated><EvaluationResults>${['a', 'b', 'c'].map((action) => `<member><EvalActionName>${action}</EvalActionName><EvalDecision>allowed</EvalDecision></member>`).join('')}</EvaluationResults>`);
		const seen = fault({ path: /\/SimulatePrincipalPolicy$/, effect: { kind: 'status', status: 200, body: allowed } });
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'denyEverything', 'pending/false');
		expect(reasonOf(results, 'denyEverything')).toMatch(/simulator does not deny everything yet/);
		expect(seen.hits).toBeGreaterThan(3);
		expect(calls('AttachUserPolicy')).toHaveLength(1);
	});

	test('changes that show late are waited for, and not sent again', async () => {
		fault({ path: /\/(ListAttachedUserPolicies|ListAccessKeys)$/, effect: { kind: 'lag', reads: 3 } });
		const results = await company.cut(cast.leaver);
		expect(outcomes(results)).toMatchObject({ denyEverything: 'done/true', disableAccessKeys: 'done/true' });
		expect(calls('AttachUserPolicy')).toHaveLength(1);
	});

	test.each(['accept', 'NoSuchEntity'] as const)('somebody who left a group meanwhile (AWS says %s) is out of all of them', async (removingNonMembers) => {
		company.aws.settings.removingNonMembers = removingNonMembers;
		const held = fault({ path: /\/RemoveUserFromGroup$/, times: 1, effect: { kind: 'hold' } });
		const cut = company.cut(cast.leaver, { steps: ['removeFromGroups'] });
		await held.struck;
		for (const { members } of company.aws.state.accounts.get('111122223333')!.groups.values()) members.clear();
		held.release();
		expect(outcomes(await cut)).toEqual({ removeFromGroups: 'done/true' });
	});

	test('one key that cannot be switched off does not keep the other alive', async () => {
		fault({ path: /\/UpdateAccessKey$/, times: 1, effect: { kind: 'forbidden' } });
		await company.cut(cast.leaver);
		expect(company.aws.accessOf(name).accessKeys).toBeLessThanOrEqual(1);
		expect(calls('UpdateAccessKey').length).toBeGreaterThanOrEqual(2);
	});

	test('F01: one step that fails leaves the case incomplete and everything else done', async () => {
		fault({ path: /\/UpdateServiceSpecificCredential$/, effect: { kind: 'status', status: 503 } });
		expectOnly(await company.cut(cast.leaver), 'disableServiceCredentials', 'failed/false');
	});

	test('the account cannot be told: nothing is done in it', async () => {
		fault({ path: /\/GetCallerIdentity$/, effect: { kind: 'html' } });
		expect(await company.cut(cast.leaver)).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed' })]);
		expect(company.aws.journal.find({ path: /^\/iam\// })).toEqual([]);
	});
});

describe('all that is in the way', () => {
	test('pages of two: everything is found all the same', async () => {
		await company.stop();
		company = await startAwsCase({ settings: { pageSize: 2 } });
		const results = await company.cut(cast.otherLogin, { steps: usualAwsSteps });
		expect(outcomes(results)['denyEverything']).toBe('done/true');
		expect(calls('GetAccountAuthorizationDetails').length).toBeGreaterThan(20);
		const leaver = await company.cut(cast.leaver);
		expect(leaver.filter(({ step }) => step === 'reportRoles')[1]!.reason).toMatch(/Role Deployer/);
		expect(company.aws.accessOf(name)).toMatchObject({ accessKeys: 0, serviceCredentials: 0 });
	}, 30_000);

	test('F05: n8n stopped between the call and the record: the next run finds it in effect and says so', async () => {
		const held = fault({ path: /\/UpdateAccessKey$/, effect: { kind: 'hold', when: 'after' } });
		const controller = new AbortController();
		const dying = company.cut(cast.leaver, { steps: ['disableAccessKeys'], work: { signal: controller.signal } });
		await held.struck;
		controller.abort();
		await dying;
		held.release();
		held.remove();
		const again = await company.cut(cast.leaver, { steps: ['disableAccessKeys'], work: { run: 'run-2' } });
		expect(outcomes(again)['disableAccessKeys']).toMatch(/done\/true$/);
	});

	test('two administrators at once do nothing twice', async () => {
		const both = await Promise.all([company.cut(cast.leaver, { work: { worker: 'one' } }), company.cut(cast.leaver, { work: { worker: 'two', run: 'run-2' } })]);
		for (const action of ['AttachUserPolicy', 'DeleteLoginProfile', 'UpdateSSHPublicKey', 'UpdateSigningCertificate']) expect(calls(action)).toHaveLength(1);
		expect(calls('UpdateAccessKey')).toHaveLength(2);
		for (const results of both) expect(outcomes(results)['denyEverything']).toMatch(/done\/true$/);
	});

	test('what hangs in one place neither stops nor fails the other', async () => {
		const [here, there] = company.places();
		const hang = fault({ path: /\/AssumeRole$/, effect: { kind: 'hold' } });
		const work = { ledger: company.ledger, clock: company.clock, patience: { readBackMs: 60_000, proofMs: 20_000, tries: 4 }, caseId: 'c', run: 'r', node: 'n', dryRun: false, worker: 'w' };
		const cutThere = cutAccess(there!, cast.leaver, { steps: usualAwsSteps, missingAccountIsFine: false }, work);
		await hang.struck;
		expect(outcomes(await cutAccess(here!, cast.leaver, { steps: usualAwsSteps, missingAccountIsFine: false }, work))['denyEverything']).toBe('done/true');
		hang.release();
		expect(outcomes(await cutThere)['denyEverything']).toBe('done/true');
	}, 20_000);

	test('at most four requests are under way in one account', async () => {
		let [now, most] = [0, 0];
		const counted: typeof patient = (send, patience) =>
			patient(async (request) => {
				most = Math.max(most, ++now);
				return send(request).finally(() => now--);
			}, patience);
		await company.cut(cast.leaver, { terms: { patient: (http, isThrottled) => counted(http, { system: 'AWS IAM', clock: company.clock, budget: createBudget(16), isThrottled }) } });
		expect(most).toBeGreaterThan(1);
		expect(most).toBeLessThanOrEqual(4);
	});

	test('no secret of the credential or of a session is in results or ledger', async () => {
		fault({ path: /\/UpdateSSHPublicKey$/, effect: { kind: 'forbidden' } });
		const results = await company.cutInBoth(cast.leaver);
		const records: unknown[] = await company.ledger.records({ caseId: `hr_event_20261120_${cast.leaver.id}` });
		const kept = JSON.stringify([results, records]);
		const session = [...company.aws.state.sessions.values()].find(({ as }) => as.kind === 'role' && as.sessionName === 'jml-test')!;
		for (const secret of [company.aws.connection.secretAccessKey, company.aws.connection.otherAccount.externalId, session.secret, session.token]) expect(kept).not.toContain(secret);
		expect(records.length).toBeGreaterThan(10);
	});
});

function answer(action: string, result: string): string {
	return `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${action}Response>`;
}

function listOf(owner: string): string {
	return answer('ListSSHPublicKeys', `<IsTruncated>false</IsTruncated><SSHPublicKeys><member><UserName>${owner}</UserName><SSHPublicKeyId>APKA1</SSHPublicKeyId><Status>Inactive</Status></member></SSHPublicKeys>`);
}
