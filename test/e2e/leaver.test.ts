import type { Sandbox } from '../../sandbox';
import { personById, signWebhook } from '../../sandbox';
import { recognise } from '../../ledger/report';
import { verifyBundle } from '../../ledger/verify';
import { itemsOf, type Execution, type NodeJson, type SavedWorkflow } from '../../scripts/n8n';
import { companyTemplates, goLive, setStage, switchOn, type Stage } from '../../scripts/stage';
import { attachmentIn } from '../../scripts/stage/evidence';
import { postThroughIngress } from './ingress';
import { eager } from './support/eager';

jest.setTimeout(240_000);

let stage: Stage;
let sandbox: Sandbox;
beforeAll(async () => {
	stage = await setStage();
	sandbox = stage.sandbox;
});
afterAll(() => stage?.stop());

const published = async (patch?: Parameters<Stage['importTemplate']>[1]): Promise<SavedWorkflow> => {
	const workflow = await stage.importTemplate('leaver.json', patch);
	await stage.n8n.api.activate(workflow.id);
	return workflow;
};
/** What the company's administrator switches on before going live. */
const liveWithAll = () => {
	const on = switchOn(sandbox);
	return (node: NodeJson) => {
		goLive(node);
		on(node);
	};
};
const removed = (workflow: SavedWorkflow) => stage.n8n.api.deleteWorkflow(workflow.id);
const oktaWrites = () => sandbox.journals.okta.writes.filter(({ path }) => !path.startsWith('/oauth2/'));
const caseOf = (execution: Execution) => itemsOf(execution, 'Close Case')[0]!['case'] as { id: string; verdict: string; openSteps: unknown[] };

const leaves = async (workflow: SavedWorkflow, employeeId: string): Promise<Execution> => {
	const after = await stage.n8n.api.lastExecutionId();
	sandbox.journals.okta.clear();
	sandbox.bamboohr.terminate(employeeId);
	return stage.n8n.api.waitForExecution({ workflowId: workflow.id, after });
};

test('the pack is installed under its own name, so that templates match', async () => {
	const names = (await stage.n8n.api.nodeTypes()).map(({ name }) => name);
	for (const node of ['bambooHrLifecycleTrigger', 'evidenceLedger', 'oktaAccess']) expect(names).toContain(`n8n-nodes-joiner-mover-leaver.${node}`);
});

describe('the credential dialog', () => {
	test.each(['jmlBambooHrApi', 'jmlOktaServiceAppApi', 'jmlOktaApi', 'jmlAwsApi', 'jmlScimApi', 'jmlGitHubApi', 'jmlGitHubAppApi', 'jmlJumpCloudServiceAccountApi', 'jmlJumpCloudApi', 'jmlN8nApi', 'jmlIntuneApi', 'jmlJamfApi', 'jmlFleetApi', 'jmlIruApi', 'jmlVaultApi'])('Test of %s succeeds', async (type) => {
		expect(await stage.n8n.api.testCredential(stage.credentials[type]!)).toMatchObject({ status: 'OK' });
	});

	test('G11: Test names a scope that is missing', async () => {
		const { clientId, keyId, privateKey, scopes } = sandbox.connections.okta.serviceApps.withoutDpop;
		const fewer = scopes.filter((scope) => scope !== 'okta.devices.manage').join(' ');
		const id = await stage.n8n.api.createCredential('jmlOktaServiceAppApi', 'with too little', { orgUrl: sandbox.connections.okta.orgUrl, clientId, keyId, privateKey, scopes: fewer });
		expect(await stage.n8n.api.testCredential(id)).toMatchObject({ status: 'Error', message: expect.stringContaining('okta.devices.manage (Suspend Devices)') });
	});

	test('Test says what is wrong with a wrong token', async () => {
		const id = await stage.n8n.api.createCredential('jmlOktaApi', 'wrong', { orgUrl: sandbox.connections.okta.orgUrl, apiToken: '00wrong' });
		expect(await stage.n8n.api.testCredential(id)).toMatchObject({ status: 'Error', message: expect.stringContaining('did not accept the credential') });
	});

	test("no node outside the pack gets at the pack's credentials", async () => {
		const steal = stage.n8n.api.importWorkflow({
			name: 'steal',
			nodes: [
				{
					id: '1',
					name: 'Request',
					type: 'n8n-nodes-base.httpRequest',
					typeVersion: 4.2,
					position: [0, 0],
					parameters: { url: `${sandbox.connections.okta.orgUrl}/api/v1/users`, authentication: 'predefinedCredentialType', nodeCredentialType: 'jmlOktaApi' },
					credentials: { jmlOktaApi: { id: stage.credentials['jmlOktaApi']!, name: 'x' } },
				},
			],
			connections: {},
		});
		await expect(steal).rejects.toThrow(/restricted to: n8n-nodes-joiner-mover-leaver\.oktaAccess/);
	});
});

describe('the leaver template', () => {
	test('H09: as imported, with credentials picked, it runs as a dry run and changes nothing', async () => {
		const workflow = await published();
		const execution = await leaves(workflow, sandbox.cast.partTimer.id);
		expect(execution.status).toBe('success');
		expect(caseOf(execution)).toMatchObject({ verdict: 'Dry run' });
		expect(oktaWrites()).toEqual([]);
		const mail = await sandbox.mail.waitForMail(({ subject }) => subject.includes(caseOf(execution).id));
		expect(mail.subject).toContain('Dry run');
		expect(mail.text).toContain('ACTIVE → SUSPENDED');
		await removed(workflow);
	});

	test('gone live, a termination is cut, read back, judged, mailed, and its evidence holds', async () => {
		const live = liveWithAll();
		const workflow = await published((node) => {
			live(node);
			if (node.name === 'What Is Done by Hand') node.disabled = false;
		});
		const execution = await leaves(workflow, sandbox.cast.leaver.id);
		expect(execution.status).toBe('success');
		const closed = caseOf(execution);
		expect(closed).toMatchObject({ verdict: 'Complete', openSteps: [] });
		expect(sandbox.okta.accessOf(sandbox.cast.leaver.workEmail!)).toMatchObject({ status: 'SUSPENDED', sessions: 0, refreshTokens: 0, grants: 0, factors: 0, roles: 0, apiTokens: 0, devices: 0 });

		expect(sandbox.google.accessOf(sandbox.cast.leaver.workEmail!)).toMatchObject({ status: 'suspended', sessions: 0, grants: 0, appPasswords: 0, backupCodes: 0, secondSteps: 0, forwarding: 0, delegates: 0, roles: 0 });
		expect(sandbox.entra.accessOf(sandbox.cast.leaver.workEmail!)).toMatchObject({ enabled: false, sessions: 0, methods: 0, roles: 0, eligibleRoles: 0, consents: 0, devices: 0, forwardingRules: 0 });

		const email = sandbox.cast.leaver.workEmail!;
		const { intune } = sandbox.entra;
		const macs = intune.devices().filter(({ person, platform }) => person === email && platform === 'macos');
		expect(macs.map(({ id }) => intune.stateOf(id))).toEqual([expect.objectContaining({ locked: true, wiped: false })]);
		for (const part of ['leaversWindows', 'leaversLinux'] as const) expect(sandbox.fleet.management.stateOf(sandbox.fleet.parts[part])).toMatchObject({ locked: true, wiped: false });
		expect(sandbox.aws.accessOf(sandbox.aws.ids.get(sandbox.cast.leaver.id)!)).toMatchObject({ exists: true, denied: true, accessKeys: 0, consolePassword: 0, consoleSessions: 0, tokenSessions: 0, sshKeys: 0, certificates: 0, serviceCredentials: 0 });
		expect(sandbox.scim.accessOf('generic', email)).toMatchObject({ active: false, groups: [] });
		for (const organisation of ['kestrel', 'kestrel-open']) expect(sandbox.github.accessOf(sandbox.github.ids.get(sandbox.cast.leaver.id)!, organisation)).toMatchObject({ membership: 'none', teams: 0, collaborations: 0, ssoAuthorisations: 0, fineGrainedTokens: 0, credentials: 0 });

		for (const about of ['building-badge', 'company-credit-card']) expect(sandbox.mail.messages.filter(({ subject }) => subject.includes(`${closed.id}/${about}`))).toMatchObject([{ subject: expect.stringContaining('Mateo Rivas has left') }]);
		const { content } = attachmentIn(await sandbox.mail.waitForMail(({ subject }) => subject.startsWith('Leaver ') && subject.includes(closed.id)));
		const ledger = await stage.openLedger();
		const { kind, text } = recognise(content.toString('utf8'));
		expect(kind).toBe('page');
		expect(verifyBundle(text, { vkey: await ledger.vkey() })).toMatchObject({ ok: true, caseId: closed.id, closed: true, verdict: 'Complete', keyTrusted: true });
		await ledger.close();

		expect(verifyBundle(text.replace('SUSPENDED', 'SUSPENDEd'))).toMatchObject({ ok: false, record: expect.any(Number) });

		const everything = JSON.stringify(execution);
		for (const secret of [sandbox.connections.okta.apiToken, sandbox.connections.entra.clientSecret, sandbox.connections.google.oauth.refreshToken, sandbox.connections.bamboohr.apiKey, sandbox.connections.mail.password, 'BEGIN PRIVATE KEY']) expect(everything).not.toContain(secret);
		await removed(workflow);
	});

	test('F01: no account: the case is incomplete, and the mail says what to do', async () => {
		const workflow = await published(goLive);
		const execution = await leaves(workflow, sandbox.cast.withoutAccount.id);
		expect(caseOf(execution)).toMatchObject({ verdict: 'Incomplete' });
		const mail = await sandbox.mail.waitForMail(({ subject }) => subject.includes(caseOf(execution).id));
		expect(mail.text).toMatch(/INCOMPLETE[\s\S]*No Okta account was found/);
		await removed(workflow);
	});

	test('F01: a credential that does not work: the case is closed as incomplete, not lost', async () => {
		const workflow = await published(goLive);
		sandbox.faults.okta.add({ effect: { kind: 'status', status: 401, body: { errorCode: 'E0000011', errorSummary: 'Invalid token provided' } } });
		const execution = await leaves(workflow, sandbox.cast.sydney.id);
		sandbox.faults.okta.clear();
		expect(caseOf(execution)).toMatchObject({ verdict: 'Incomplete' });
		await removed(workflow);
	});

	test('somebody BambooHR does not know comes out of the other output, and the mail says so', async () => {
		const workflow = await published(goLive);
		const after = await stage.n8n.api.lastExecutionId();
		sandbox.faults.bamboohr.add({ path: /employees\/20/, effect: { kind: 'not-found' } });
		sandbox.bamboohr.terminate(sandbox.cast.honolulu.id);
		const execution = await stage.n8n.api.waitForExecution({ workflowId: workflow.id, after });
		sandbox.faults.bamboohr.clear();
		expect(itemsOf(execution, 'Somebody Leaves', 1)[0]).toMatchObject({ employeeId: '20', problem: expect.stringContaining('does not know that employee') });
		await sandbox.mail.waitForMail(({ subject }) => subject.includes('needs attention: employee 20'));
		await removed(workflow);
	});
});

describe('the webhook in BambooHR', () => {
	const registered = () => [...sandbox.bamboohr.state.webhooks.values()];

	test('is created by publishing, kept over a restart, and deleted by unpublishing', async () => {
		const workflow = await published();
		const [webhook] = registered();
		expect(registered()).toHaveLength(1);
		expect(webhook!.url).toMatch(/^https:\/\//);
		await stage.n8n.restart();
		await stage.n8n.api.settled();
		expect(registered()).toEqual([webhook]);
		await removed(workflow);
		expect(registered()).toEqual([]);
	});

	describe('what is not BambooHR is refused with 401 and kept as evidence', () => {
		let workflow: SavedWorkflow;
		let url: string;
		let key: string;
		beforeAll(async () => {
			workflow = await published();
			({ url, privateKey: key } = registered()[0]!);
		});
		afterAll(() => removed(workflow));

		const body = (employeeId: string) => JSON.stringify({ type: 'employee.updated', timestamp: '2026-11-20T18:42:00+0000', data: { companyId: '12345', employeeId, changedFields: ['status'] } });
		const now = () => String(Math.floor(Date.now() / 1_000));
		const send = (payload: string, timestamp: string | undefined, signature: string | undefined, company = sandbox.connections.bamboohr.companyDomain, type = 'application/json') =>
			postThroughIngress(sandbox, url, payload, {
				'content-type': type,
				'company-domain': company,
				...(timestamp ? { 'x-bamboohr-timestamp': timestamp } : {}),
				...(signature ? { 'x-bamboohr-signature': signature } : {}),
			});
		const signed = (payload: string, timestamp = now()) => [payload, timestamp, signWebhook(key, payload, timestamp)] as const;

		test('G10: unsigned, wrongly signed, stale, oversized, not JSON, of another company', async () => {
			const stamp = now();
			expect(await send(body('42'), undefined, undefined)).toBe(401);
			expect(await send(body('42'), stamp, 'f'.repeat(64))).toBe(401);
			expect(await send(body('43'), ...signed(body('42')).slice(1) as [string, string])).toBe(401);
			const old = String(Number(stamp) - 4 * 3_600);
			expect(await send(...signed(body('42'), old))).toBe(401);
			const huge = JSON.stringify({ padding: 'x'.repeat(2 * 1024 * 1024) });
			expect(await send(...signed(huge))).toBe(401);
			expect(await send(...signed('terminate 42'), undefined, 'text/plain')).toBe(401);
			// n8n itself turns away what calls itself JSON and is not, before any node sees it.
			expect(await send(...signed('terminate 42'))).toBe(422);
			expect(await send(...signed(body('42')), 'another-company')).toBe(401);

			const ledger = await stage.openLedger();
			const whys = (await ledger.records({ kinds: ['webhook.refused'] })).map(({ content }) => String(content!['why']));
			await ledger.close();
			for (const why of [/no signature/, /does not match/, /replay window/, /bytes long/, /not a BambooHR message/, /another-company/]) expect(whys.some((text) => why.test(text))).toBe(true);
			expect(oktaWrites()).toEqual([]);
		});

		test('F03: the same webhook five times, two of them at once, starts one case', async () => {
			const { api } = stage.n8n;
			const lee = sandbox.cast.leeWhoLeaves.id;
			await sandbox.bamboohr.deliveries.settled();
			const after = await api.lastExecutionId();
			sandbox.bamboohr.terminate(lee);
			await api.waitForExecution({ workflowId: workflow.id, after });
			const delivery = await sandbox.bamboohr.deliveries.waitFor(({ employeeId }) => employeeId === lee);
			await Promise.all([1, 2].map(() => sandbox.bamboohr.deliveries.redeliver(delivery)));
			for (const _ of [1, 2, 3]) expect((await sandbox.bamboohr.deliveries.redeliver(delivery)).statusCode).toBe(200);
			const executions = (await api.executions({ workflowId: workflow.id })).filter(({ id }) => Number(id) > Number(after));
			expect(executions).toHaveLength(1);
			const ledger = await stage.openLedger();
			expect((await ledger.records({ kinds: ['case.opened'] })).filter(({ caseId }) => caseId!.includes(`_${lee}_`))).toHaveLength(1);
			await ledger.close();
		});
	});
});

test('access that comes back is found when the case comes again, cut once more, and told as urgent', async () => {
	const { workEmail, id } = personById('15');
	const workflow = await published((node) => {
		goLive(node);
		eager(node);
		if (node.name === 'Close Case') node.parameters['lookAgainAfter'] = [1];
	});
	expect(caseOf(await leaves(workflow, id))).toMatchObject({ verdict: 'Complete' });
	sandbox.okta.setStatus(workEmail, 'ACTIVE');
	const mail = await sandbox.mail.waitForMail(({ subject }) => subject.includes('access had come back'));
	expect(mail.subject).toMatch(/^Urgent: Leaver Petra Novak: access had come back, now Complete/);
	expect(mail.text).toMatch(/ACCESS HAD COME BACK[\s\S]*okta \/ blockSignIn/);
	expect(sandbox.okta.accessOf(workEmail)).toMatchObject({ status: 'SUSPENDED' });
	await removed(workflow);
});

test.each(companyTemplates())('the demo can publish %s', async (file) => {
	const workflow = await stage.importTemplate(file, liveWithAll());
	await stage.n8n.api.activate(workflow.id);
	await removed(workflow);
});
