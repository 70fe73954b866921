import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { verifyCommand } from '../../cli/verify';
import { openPostgresLedger, type Ledger, type LedgerRecord, type PostgresPlace } from '../../ledger';
import type { Sandbox } from '../../sandbox';
import { itemsOf, serversFromEnvironment, type Execution, type NodeJson, type RunningWorker, type SavedWorkflow, type WorkflowJson } from '../../scripts/n8n';
import { forDrills, goLive, readTemplate, setStage, unpinnedTemplate, type Stage } from '../../scripts/stage';
import { attachmentIn } from '../../scripts/stage/evidence';
import { startServers, type Servers } from '../../scripts/stage/servers';

jest.setTimeout(240_000);

const programs = serversFromEnvironment();
const whereThereAreServers = 'postgres' in programs ? describe : describe.skip;

const ledgerType = 'jmlLedgerPostgresApi';
const ledgerName = 'n8n.kestrel.example/jml-ledger';
const newKey = (): string => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const password = `Pw-${randomBytes(18).toString('base64url')}`;
const signingKey = newKey();
const keyBody = signingKey.split('\n')[1]!;

let servers: Servers;
let stage: Stage;
let sandbox: Sandbox;
let place: PostgresPlace;
/** The credential of the ledger, as every node of a workflow should have it. */
let chosen: string;
/** How publishing without one ended: n8n tries for fifteen seconds, in which the other tests run. */
let unchosen: Promise<string>;

const asAdministrator = async (...statements: string[]): Promise<Record<string, unknown>[]> => {
	const client = new Client(servers.postgres);
	await client.connect();
	try {
		const results = [];
		for (const statement of statements) results.push(await client.query<Record<string, unknown>>(statement));
		return results.at(-1)!.rows;
	} finally {
		await client.end();
	}
};

/** What n8n keeps of its executions and events, and the ledgers. */
const wholeDatabase = async (): Promise<string> => {
	const [{ everything }] = (await asAdministrator("SELECT database_to_xml(true, false, '')::text AS everything")) as [{ everything: string }];
	return everything;
};
const databases: string[] = [];

const dialogOf = (different: Record<string, unknown> = {}): Record<string, unknown> => ({ ...place, authority: '', ledgerName, signingKey, ...different });
const createLedgerCredential = (name: string, different?: Record<string, unknown>): Promise<string> => stage.n8n.api.createCredential(ledgerType, name, dialogOf(different));

const withLedger = async <T>(work: (ledger: Ledger) => Promise<T>): Promise<T> => {
	const ledger = await openPostgresLedger({ place, key: signingKey, origin: ledgerName, now: () => new Date() });
	try {
		return await work(ledger);
	} finally {
		await ledger.close();
	}
};
const recordsOf = (caseId: string): Promise<LedgerRecord[]> => withLedger((ledger) => ledger.records({ caseId }));

const isOurs = ({ type }: NodeJson) => type.startsWith('n8n-nodes-joiner-mover-leaver.');
/** Picks the ledger in every node of this package, or another one in single nodes; `null` picks none. */
const keepingIn = (others: Record<string, string | null> = {}) => (node: NodeJson): void => {
	goLive(node);
	forDrills(node);
	const id = others[node.name] === undefined ? chosen : others[node.name];
	if (isOurs(node) && id) node.credentials = { ...node.credentials, [ledgerType]: { id, name: 'Evidence ledger' } };
};

const imported: SavedWorkflow[] = [];
const importLeaver = async (patch: (node: NodeJson) => void, redraw: (workflow: WorkflowJson) => void = () => {}): Promise<SavedWorkflow> => {
	const template = unpinnedTemplate('leaver.json');
	redraw(template);
	const workflow = await stage.n8n.api.importWorkflow(template, { credentials: stage.credentials, patch });
	imported.push(workflow);
	return workflow;
};
const published = async (patch: (node: NodeJson) => void = keepingIn(), redraw?: (workflow: WorkflowJson) => void): Promise<SavedWorkflow> => {
	const workflow = await importLeaver(patch, redraw);
	await stage.n8n.api.activate(workflow.id);
	return workflow;
};
const publishWithoutLedger = async (): Promise<string> => {
	const patch = (node: NodeJson) => {
		goLive(node);
		if ('webhookId' in node) node['webhookId'] = randomUUID();
	};
	const { id } = await stage.n8n.api.importWorkflow({ ...readTemplate('leaver.json'), id: 'jmlLeaverUnkept1' }, { credentials: stage.credentials, patch });
	return await stage.n8n.api.activate(id).then(
		() => 'published',
		(error: Error) => error.message,
	);
};
const caseOf = (execution: Execution) => itemsOf(execution, 'Close Case')[0]!['case'] as { id: string; verdict: string; openSteps: unknown[] };
const oktaWrites = () => sandbox.journals.okta.writes.filter(({ path }) => !path.startsWith('/oauth2/'));
const workEmailOf = (employeeId: string): string => sandbox.bamboohr.state.employees.get(employeeId)!.fields['workEmail']!;

const leaves = async (workflow: SavedWorkflow, employeeId: string): Promise<Execution> => {
	const after = await stage.n8n.api.lastExecutionId();
	sandbox.journals.okta.clear();
	sandbox.bamboohr.terminate(employeeId);
	return await stage.n8n.api.waitForExecution({ workflowId: workflow.id, after });
};

const ranOn = ({ id }: Pick<Execution, 'id'>): RunningWorker | undefined => stage.workers.find((worker) => worker.logs().includes(`Worker started execution ${id} `));

/** What `jml verify` says of the evidence that was mailed for a case. */
const verifiedMail = async (caseId: string): Promise<string> => {
	const { fileName, content } = attachmentIn(await sandbox.mail.waitForMail(({ subject }) => subject.includes(caseId)));
	const folder = mkdtempSync(join(tmpdir(), 'jml-mailed-'));
	writeFileSync(join(folder, fileName), content);
	const lines: string[] = [];
	const io = { stdout: (line: string) => void lines.push(line), stderr: (line: string) => void lines.push(line) };
	const code = await verifyCommand([join(folder, fileName), '--key', await withLedger((ledger) => ledger.vkey())], io);
	rmSync(folder, { recursive: true });
	return `${code}: ${lines.join('\n')}`;
};
const holdsAndIsComplete = /^0: The evidence holds\.[\s\S]*closed: Complete[\s\S]*the one you gave/;

whereThereAreServers(`n8n in queue mode${'missing' in programs ? ` (skipped: ${programs.missing})` : ''}`, () => {
	beforeAll(async () => {
		servers = await startServers(programs as Exclude<typeof programs, { missing: string }>);
		await asAdministrator(`CREATE ROLE jml LOGIN PASSWORD '${password}'`, `GRANT CREATE ON DATABASE ${servers.postgres.database} TO jml`);
		place = { ...servers.postgres, user: 'jml', password, schema: 'jml_ledger', tls: 'off' };
		// `n8n worker` means queue mode, also where nobody has said so in its environment.
		const { EXECUTIONS_MODE: _, ...env } = servers.env;
		stage = await setStage({ env: servers.env, workers: [1, 2].map(() => ({ env, concurrency: 3 })) });
		({ sandbox } = stage);
		chosen = await createLedgerCredential('Evidence ledger');
		unchosen = publishWithoutLedger();
	});
	afterEach(async () => {
		// With a workflow go its executions.
		databases.push(await wholeDatabase());
		for (const { id } of imported.splice(0)) await stage.n8n.api.deleteWorkflow(id);
	});
	afterAll(async () => {
		await stage?.stop();
		await servers?.stop();
	});

	describe('the credential dialog', () => {
		const tried = async (different: Record<string, unknown> = {}) => stage.n8n.api.testCredential(await createLedgerCredential('Tried', different));

		test('Test succeeds, and gives the key for the auditor', async () => {
			const { status, message } = await tried();
			expect(status).toBe('OK');
			expect(message).toContain(await withLedger((ledger) => ledger.vkey()));
		});

		test.each([
			['a wrong password', { password: 'not-the-password' }, /refused the user or the password .* Correct them there/],
			['a database that is not there', { database: 'nowhere' }, /no database of the name .* Create it, or correct the name/],
			['another key than the ledger was begun with', { signingKey: newKey() }, /Correct the credential; a new ledger needs a schema of its own/],
			['another name than the ledger was begun with', { ledgerName: 'elsewhere/jml-ledger' }, /Correct the credential; a new ledger needs a schema of its own/],
			['a key that is none', { signingKey: 'hunter2-hunter2' }, /Ed25519/],
			['a server that is not there', { port: 1 }, /could not be reached.*Check that it runs and that n8n may reach it/],
			['a host that is not there', { host: 'nowhere.invalid' }, /could not be reached.*Check that it runs and that n8n may reach it/],
			['a server that has no encryption', { tls: 'verified' }, /SSL|TLS|encrypt/i],
			['a port that is none', { port: 0 }, /not a number from 1 to 65535/],
			['a schema that cannot be one', { schema: 'jml-ledger' }, /small letters, digits and underscores/],
		])('Test says what to do about %s', async (_, different, sentence) => {
			const { status, message } = await tried(different);
			expect({ status, message }).toEqual({ status: 'Error', message: expect.stringMatching(sentence) });
			for (const secret of [password, keyBody, 'not-the-password', 'hunter2']) expect(message).not.toContain(secret);
		});
	});

	test('a termination is cut on a worker, read back, judged, mailed, and its evidence holds', async () => {
		const workflow = await published();
		const execution = await leaves(workflow, sandbox.cast.leaver.id);
		expect(execution.status).toBe('success');
		expect(ranOn(execution)).toBeDefined();
		const closed = caseOf(execution);
		expect(closed).toMatchObject({ verdict: 'Complete', openSteps: [] });
		expect(sandbox.okta.accessOf(sandbox.cast.leaver.workEmail!)).toMatchObject({ status: 'SUSPENDED', sessions: 0, refreshTokens: 0, grants: 0, factors: 0, roles: 0, apiTokens: 0, devices: 0 });
		expect(await verifiedMail(closed.id)).toMatch(holdsAndIsComplete);
	});

	test('five at once, on both workers: all are cut, and no record is lost', async () => {
		const workflow = await published();
		const five = ['15', '16', '18', '19', '21'];
		const after = await stage.n8n.api.lastExecutionId();
		// Until all five are in the middle of their cut; either worker runs three at once at most.
		const holds = five.map(() => sandbox.faults.okta.add({ path: suspension, times: 1, effect: { kind: 'hold' } }));
		for (const id of five) sandbox.bamboohr.terminate(id);
		await Promise.all(holds.map(({ struck }) => struck));
		for (const hold of holds) hold.release();
		await sandbox.bamboohr.deliveries.settled();
		const started = (await stage.n8n.api.executions({ workflowId: workflow.id })).filter(({ id }) => Number(id) > Number(after));
		expect(started).toHaveLength(5);
		const executions = await Promise.all(started.map(({ id }) => stage.n8n.api.waitForExecution({ id })));
		expect(new Set(executions.map(ranOn))).toEqual(new Set(stage.workers));

		for (const id of five) expect(sandbox.okta.accessOf(workEmailOf(id))).toMatchObject({ status: 'SUSPENDED', sessions: 0 });
		for (const execution of executions) {
			const { id, verdict } = caseOf(execution);
			expect({ id, verdict }).toEqual({ id, verdict: 'Complete' });
			const records = await recordsOf(id);
			const ofKind = (kind: string) => records.filter((record) => record.kind === kind);
			const steps = itemsOf(execution, 'Close Case')[0]!['steps'] as { system: string; step: string; outcome: string }[];
			expect(ofKind('case.opened')).toHaveLength(1);
			expect(ofKind('case.closed')).toHaveLength(1);
			expect(ofKind('step.settled').map(({ content }) => inWords(content!)).sort()).toEqual(steps.map(inWords).sort());
			expect(await verifiedMail(id)).toMatch(holdsAndIsComplete);
		}
		expect(await withLedger((ledger) => ledger.verify())).toMatchObject({ ok: true });
	});

	test('"Execute workflow" in the editor shows the termination, also where it runs on a worker', async () => {
		const { api } = stage.n8n;
		const workflow = await importLeaver(keepingIn());
		const after = await api.lastExecutionId();
		await api.runManually(workflow.id, 'Somebody Leaves');
		sandbox.bamboohr.terminate(sandbox.cast.contractor.id);
		const execution = await api.waitForExecution({ workflowId: workflow.id, after });
		expect(execution).toMatchObject({ mode: 'manual', status: 'success' });
		expect(itemsOf(execution, 'Somebody Leaves')[0]).toMatchObject({ person: { id: sandbox.cast.contractor.id } });
	});

	test('F05: a worker killed in the middle of a cut: the poll takes the case up, the other one finishes it, nothing is done twice', async () => {
		const { api } = stage.n8n;
		const workflow = await published((node) => {
			keepingIn()(node);
			if (node.name === 'Somebody Leaves') Object.assign(node.parameters, { pollTimes: everyThreeSeconds, options: { silence: 0.1 } });
		});
		const after = await api.lastExecutionId();
		sandbox.journals.okta.clear();
		const hold = sandbox.faults.okta.add({ path: suspension, times: 1, effect: { kind: 'hold', when: 'after' } });
		sandbox.bamboohr.terminate(sandbox.cast.sydney.id);
		await hold.struck;
		const [first] = await api.executions({ workflowId: workflow.id, limit: 1 });
		const killed = ranOn(first!)!;
		await killed.kill9();
		hold.remove();

		const execution = await api.waitForExecution({ workflowId: workflow.id, after, where: ({ id, status }) => id !== first!.id && status === 'success' }, 60_000);
		expect(ranOn(execution)).toBe(stage.workers.find((worker) => worker !== killed));
		const { id, verdict } = caseOf(execution);
		expect(verdict).toBe('Complete');
		expect(sandbox.okta.accessOf(sandbox.cast.sydney.workEmail!)).toMatchObject({ status: 'SUSPENDED', sessions: 0 });
		const calls = oktaWrites().map(({ method, path }) => `${method} ${path}`);
		expect(calls.filter((call, index) => calls.indexOf(call) !== index)).toEqual([]);

		const records = await recordsOf(id);
		const blocked = records.filter(({ kind, content }) => kind === 'step.settled' && content!['system'] === 'okta' && content!['step'] === 'blockSignIn');
		expect(blocked.map(({ content }) => content)).toEqual([expect.objectContaining({ outcome: 'done', verified: true, reason: expect.stringContaining('when n8n stopped') })]);
		expect(records.filter(({ kind }) => kind === 'case.closed')).toHaveLength(1);
		expect(await verifiedMail(id)).toMatch(holdsAndIsComplete);
		expect(await withLedger((ledger) => ledger.verify())).toMatchObject({ ok: true });
	});

	describe('a node that keeps its evidence elsewhere', () => {
		const sameInAll = /choose (it|the same credential .*) in every node of this package/i;
		let elsewhere: string;
		let namesake: string;
		beforeAll(async () => {
			elsewhere = await createLedgerCredential('Another ledger', { schema: 'another', ledgerName: 'another/jml-ledger' });
			namesake = await createLedgerCredential('Another ledger of the same name', { schema: 'namesake' });
		});

		test.each([
			['none is chosen', () => null, '27'],
			['another is chosen', () => elsewhere, '33'],
			['another of the same name is chosen', () => namesake, '29'],
		])('Cut Okta, where %s: refused, nothing is changed, and the case is not complete', async (_, which, employeeId) => {
			const workflow = await published(keepingIn({ 'Cut Okta': which() }));
			const execution = await leaves(workflow, employeeId);
			expect(itemsOf(execution, 'Cut Okta')[0]!['error']).toMatch(sameInAll);
			expect(oktaWrites()).toEqual([]);
			expect(caseOf(execution)).toMatchObject({ verdict: 'Incomplete' });
		});

		test('what another node has cut does not make the case complete', async () => {
			const workflow = await published(keepingIn({ 'Cut Okta': elsewhere }), (json) => {
				const cut = json.nodes.find(({ name }) => name === 'Cut Okta')!;
				json.nodes.push({ ...structuredClone(cut), id: randomUUID(), name: 'Cut More' });
				json.connections['Cut More'] = json.connections['Cut Okta'];
				json.connections['Cut Okta'] = { main: [[{ node: 'Cut More', type: 'main', index: 0 }]] };
			});
			const { verdict, openSteps } = caseOf(await leaves(workflow, '26'));
			expect({ verdict, openSteps }).toEqual({ verdict: 'Incomplete', openSteps: [expect.objectContaining({ outcome: 'failed', reason: expect.stringMatching(sameInAll) })] });
		});

		test('Open Case: the workflow fails, and nothing is changed', async () => {
			const workflow = await published(keepingIn({ 'Open Case': null }));
			const execution = await leaves(workflow, '31');
			expect(execution.status).toBe('error');
			expect(execution.data.resultData.error!.message).toMatch(sameInAll);
			expect(oktaWrites()).toEqual([]);
		});
	});

	test('without a credential for the ledger the template cannot be published, and the sentence says what to create', async () => {
		expect(await unchosen).toMatch(/n8n runs in queue mode.*Nothing was changed\. Create a credential of the type "Evidence Ledger in PostgreSQL" and choose it in every node of this package/);
		expect([...sandbox.bamboohr.state.webhooks.values()]).toEqual([]);
	});

	test('no secret of the ledger is in an execution, a log, a file or the database, and nobody has begun a ledger on a disk', async () => {
		const everything = databases.join('\n');
		for (const known of ['runData', 'step.settled', sandbox.cast.leaver.workEmail!]) expect(everything.includes(known)).toBe(true);
		const folders = [stage.n8n, ...stage.workers].map(({ userFolder }) => join(userFolder, '.n8n'));
		const files = folders.flatMap(filesBelow).map((file) => readFileSync(file, 'latin1'));
		const logs = [stage.n8n, ...stage.workers].map((process) => process.logs());
		for (const text of [everything, ...files, ...logs]) for (const secret of [password, keyBody]) expect(text.includes(secret)).toBe(false);
		for (const folder of folders) expect(existsSync(join(folder, 'jml-ledger'))).toBe(false);
	});
});

const suspension = /\/users\/[^/]+\/lifecycle\/suspend/;
const inWords = (result: { [field: string]: unknown }) => `${String(result['system'])} ${String(result['step'])} ${String(result['outcome'])}`;

/** n8n refuses to poll more often than every minute; with several times it does so all the same. */
const everyThreeSeconds = { item: Array.from({ length: 20 }, (_, turn) => ({ mode: 'custom', cronExpression: `${turn * 3} * * * * *` })) };

/** What n8n writes, without the packs that are installed there. */
const filesBelow = (folder: string): string[] =>
	readdirSync(folder).flatMap((name) => {
		const path = join(folder, name);
		if (name === 'nodes') return [];
		return statSync(path).isDirectory() ? filesBelow(path) : [path];
	});
