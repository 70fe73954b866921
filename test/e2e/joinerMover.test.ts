import type { LedgerRecord } from '../../ledger/types';
import { itemsOf, type Execution, type NodeJson, type SavedWorkflow } from '../../scripts/n8n';
import { goLive, readTemplate, setStage, type Stage } from '../../scripts/stage';
import { personById, type Sandbox } from '../../sandbox';
import { eager } from './support/eager';
import { everybodyMet } from './support/everybodyMet';

jest.setTimeout(240_000);

let stage: Stage;
let sandbox: Sandbox;
beforeAll(async () => {
	stage = await setStage({ sandbox: { settings: { okta: { asyncMs: 0, ruleLagMs: 0 } } } });
	sandbox = stage.sandbox;
	await stage.n8n.api.activate((await stage.importTemplate('errors.json')).id);
});
afterAll(() => stage?.stop());

/** What an administrator writes into the table instead of the example. */
const catalogue = [
	{ system: 'Okta', right_name: 'VPN Users' },
	{ system: 'Entra ID', right_name: 'Microsoft 365 Users', days_before_start: 1 },
	{ department: 'Finance', system: 'Google Workspace', right_name: 'Finance' },
	{ department: 'Operations', system: 'Google Workspace', right_name: 'Operations' },
	{ department: 'Operations', title: 'Operations Lead*', system: 'Okta', right_name: 'Release Managers', privileged: true, approver: 'manager' },
].map((row) => ({ department: '', title: '', location: '', worker_type: '', clearance: '', privileged: false, approver: '', needs_first: '', conflicts_with: '', overlap_days: null, days_before_start: null, ...row }));

const recordsOf = async (...kinds: string[]): Promise<LedgerRecord[]> => {
	const ledger = await stage.openLedger();
	return await ledger.records({ kinds }).finally(() => ledger.close());
};
const inDays = (count: number): string => new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);

/** Published, and everybody who is there was met, so that whoever comes is new. */
const published = async (file: string, patch: (node: NodeJson) => void = () => {}): Promise<SavedWorkflow> => {
	const workflow = await stage.importTemplate(file, (node) => {
		goLive(node);
		eager(node);
		patch(node);
	});
	await stage.n8n.api.activate(workflow.id);
	await everybodyMet(stage, workflow.id);
	return workflow;
};

const caseOf = (execution: Execution) => itemsOf(execution, 'Close Case')[0] as { case: { id: string; verdict: string }; event: { kind: string }; summary: string } & Execution['data'];
/** The next execution that closes a case of such an event. */
const closes = async (workflow: SavedWorkflow, kind: string, change: () => unknown): Promise<Execution> => {
	let after = await stage.n8n.api.lastExecutionId();
	await change();
	for (;;) {
		const execution = await stage.n8n.api.waitForExecution({ workflowId: workflow.id, ...(after === undefined ? {} : { after }) });
		expect(execution.data.resultData.error?.message).toBeUndefined();
		if (execution.data.resultData.runData['Close Case'] !== undefined && caseOf(execution).event.kind === kind) return execution;
		after = execution.id;
	}
};
const mailAbout = (pattern: RegExp) => sandbox.mail.waitForMail(({ subject }) => pattern.test(subject));
const mailsTo = (address: string) => sandbox.mail.messages.filter(({ to }) => to.includes(address)).map(({ subject }) => subject);
const inGoogle = (login: string, name: string): boolean => [...sandbox.google.state.groups.values()].find((group) => group.name === name)!.members.has(sandbox.google.user(login).id);
const inOkta = (login: string, name: string): boolean => [...sandbox.okta.state.groups.values()].find((group) => group.name === name)!.members.has(sandbox.okta.user(login).id);
const inEntra = (login: string, name: string): boolean => [...sandbox.entra.state.groups.values()].find(({ displayName }) => displayName === name)!.members.has(sandbox.entra.user(login).id);

test.each([
	['joiner.json', 'Somebody Joins'],
	['mover.json', 'Somebody Moves'],
])('%s shows itself with an invented person, before anything is set up: nothing is sent, made or kept', async (file, trigger) => {
	const { api } = stage.n8n;
	const { id } = await api.importWorkflow(readTemplate(file));
	const execution = await api.waitForExecution({ id: (await api.runManually(id, trigger))! });
	expect([execution.status, execution.data.resultData.error?.message]).toEqual(['success', undefined]);
	expect(itemsOf(execution, 'Close Case')).toEqual([expect.objectContaining({ person: expect.objectContaining({ name: 'Ada Example' }) })]);
	expect(itemsOf(execution, 'Tell IT')).toHaveLength(1);
	expect(sandbox.mail.messages).toEqual([]);
	expect(await recordsOf('case.opened', 'plan.made', 'event.told')).toEqual([]);
	await api.deleteWorkflow(id);
});

describe('from the first announcement to a move', () => {
	let joiner: SavedWorkflow;
	let mover: SavedWorkflow;
	let id: string;
	const login = 'nora.falk@kestrel.example';
	const manager = personById('31');

	test('the set-up workflow makes the role catalogue with the administrator\'s own rows', async () => {
		const setUp = await stage.importTemplate('set-up.json', (node) => {
			if (node.name === 'Ask a Server Outside for the Time') node.parameters['url'] = 'http://127.0.0.1:1/';
			if (node.name === 'Example Rows') node.parameters['jsonOutput'] = JSON.stringify({ rows: catalogue });
		});
		const execution = await stage.n8n.api.waitForExecution({ id: (await stage.n8n.api.runManually(setUp.id, 'Check Everything'))! });
		expect(itemsOf(execution, 'Read the Table')).toHaveLength(catalogue.length);
		[joiner, mover] = [await published('joiner.json'), await published('mover.json')];
	});

	test('H01: announced, accounts are made that nobody can sign in with; the laptop is ordered by a ticket, and the licence is left for its day', async () => {
		const execution = await closes(joiner, 'hire', () => {
			({ id } = sandbox.bamboohr.hire({ firstName: 'Nora', lastName: 'Falk', workEmail: login, hireDate: inDays(10), department: 'Finance', jobTitle: 'Analyst', location: 'London', managerId: manager.id }));
		});
		expect(caseOf(execution).summary).toMatch(/^Complete: Nora Falk/);
		expect([sandbox.okta.user(login).status, sandbox.google.user(login).suspended, sandbox.entra.user(login).accountEnabled]).toEqual(['STAGED', true, false]);
		expect([inOkta(login, 'VPN Users'), inGoogle(login, 'Finance'), inEntra(login, 'Microsoft 365 Users')]).toEqual([true, true, false]);
		expect(caseOf(execution).summary).toMatch(/Entra ID: Microsoft 365 Users is added at/);
		expect((await mailAbout(/^Laptop for Nora Falk, who starts on/)).subject).toContain(`[${caseOf(execution).case.id}/laptop]`);
		await mailAbout(/^Joiner Nora Falk: Complete/);
		expect(mailsTo(login)).toEqual([]);
		expect(await recordsOf('event.told')).toHaveLength(1);
	});

	test('the first day, which HR brings forward: the same accounts are opened, the licence is there, and people are welcomed', async () => {
		const before = sandbox.okta.user(login).id;
		const execution = await closes(joiner, 'start', () => {
			const { tables } = sandbox.bamboohr.state.employees.get(id)!;
			for (const row of [...tables.employmentStatus, ...tables.jobInfo]) row.date = inDays(0);
			sandbox.bamboohr.setFields(id, { hireDate: inDays(0) });
		});
		expect(caseOf(execution).summary).toMatch(/^Complete: Nora Falk/);
		expect([sandbox.okta.user(login).id, sandbox.okta.user(login).status, sandbox.google.user(login).suspended, sandbox.entra.user(login).accountEnabled]).toEqual([before, 'PROVISIONED', false, true]);
		expect(inEntra(login, 'Microsoft 365 Users')).toBe(true);
		await mailAbout(/^Joiner Nora Falk: Complete \(hr_event_\d+_\d+_start\)/);
		expect(mailsTo(login)).toEqual(['Welcome, Nora']);
		expect(mailsTo(manager.workEmail)).toEqual(['Nora Falk can start: the accounts are open']);
		expect(sandbox.mail.messages.filter(({ subject }) => subject.startsWith('Laptop'))).toHaveLength(1);
	});

	test('H05: Finance → Operations: what Finance gave is gone, Operations is there, read back; the privileged right waits for the manager', async () => {
		const execution = await closes(mover, 'move', () => sandbox.bamboohr.changeJob(id, { department: 'Operations', jobTitle: 'Operations Lead' }));
		expect(caseOf(execution).case.verdict).toBe('Incomplete');
		expect([inGoogle(login, 'Finance'), inGoogle(login, 'Operations'), inOkta(login, 'Release Managers')]).toEqual([false, true, false]);
		expect(sandbox.okta.user(login).profile).toMatchObject({ department: 'Operations', title: 'Operations Lead' });
		const asked = await mailAbout(/^Please approve: rights of Nora Falk/);
		expect([asked.to, asked.text]).toEqual([[manager.workEmail], expect.stringMatching(/Okta: Release Managers would be added, and is privileged by row 5/)]);
	});

	test('H02: approved, the case comes again by itself and adds it', async () => {
		const { api } = stage.n8n;
		const ours = 'n8n-nodes-joiner-mover-leaver.evidenceLedger';
		const at = (x: number): [number, number] => [x, 0];
		const by = { byName: `${manager.firstName} ${manager.lastName}`, byEmail: manager.workEmail, byId: 'u-31' };
		const approval = await api.importWorkflow({
			name: 'Approve',
			nodes: [
				{ id: '1', name: 'Go', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: at(0), parameters: {} },
				{ id: '2', name: 'List Held', type: ours, typeVersion: 1, position: at(200), parameters: { resource: 'decision', operation: 'listHeld' } },
				{ id: '3', name: 'Decide', type: ours, typeVersion: 1, position: at(400), parameters: { resource: 'decision', operation: 'decide', decision: 'approved', reason: 'it is her job now', ...by } },
			],
			connections: { Go: { main: [[{ node: 'List Held', type: 'main', index: 0 }]] }, 'List Held': { main: [[{ node: 'Decide', type: 'main', index: 0 }]] } },
		});
		const execution = await closes(mover, 'move', async () => {
			const decided = await api.waitForExecution({ id: (await api.runManually(approval.id, 'Go'))! });
			expect(decided.data.resultData.error?.message).toBeUndefined();
		});
		expect(caseOf(execution).case.verdict).toBe('Complete');
		expect(inOkta(login, 'Release Managers')).toBe(true);
		expect((await mailAbout(/^Mover Nora Falk: Complete/)).text).toContain('Okta: Release Managers');
		const kinds = (await recordsOf('hold.decided', 'step.intended')).filter(({ kind, content }) => kind === 'hold.decided' || JSON.stringify(content).includes('Release Managers'));
		expect(kinds.map(({ kind }) => kind)).toEqual(['hold.decided', 'step.intended']);
	});

	test('H06: a department that HR mistyped: nothing is removed, and IT is told what may be meant', async () => {
		const { workEmail, firstName, lastName, id: other } = personById('33');
		const finance = [...sandbox.google.state.groups.values()].find(({ name }) => name === 'Finance')!;
		expect(finance.members.has(sandbox.google.user(workEmail).id)).toBe(true);
		const execution = await closes(mover, 'move', () => sandbox.bamboohr.changeJob(other, { department: 'Operatons' }));
		expect(caseOf(execution).case.verdict).toBe('Incomplete');
		expect([inGoogle(workEmail, 'Finance'), inGoogle(workEmail, 'Operations')]).toEqual([true, false]);
		expect((await mailAbout(new RegExp(`Mover ${firstName} ${lastName}: Incomplete`))).text).toMatch(/no row of the role catalogue knows the department "Operatons"; "Operations" looks alike/i);
	});

	test('Okta is down: the others have followed, IT is told what is not done and that it is tried again', async () => {
		const { workEmail, firstName, lastName, id: other } = personById('32');
		const down = sandbox.faults.okta.add({ path: /api\/v1/, effect: { kind: 'status', status: 503 } });
		const execution = await closes(mover, 'move', () => sandbox.bamboohr.changeJob(other, { department: 'Operations' }));
		down.remove();
		expect(caseOf(execution).case.verdict).toBe('Incomplete');
		expect(inGoogle(workEmail, 'Operations')).toBe(true);
		const told = await mailAbout(new RegExp(`Mover ${firstName} ${lastName}: Incomplete`));
		expect(told.text).toMatch(/What they hold in Okta could not be read[\s\S]*(?:is tried again|comes again)/);
	});

	test('Okta is down when somebody joins: what could be made is there, IT is told what is missing and that it is tried again', async () => {
		const down = sandbox.faults.okta.add({ path: /api\/v1/, effect: { kind: 'status', status: 503 } });
		const other = 'ola.berg@kestrel.example';
		const execution = await closes(joiner, 'hire', () => sandbox.bamboohr.hire({ firstName: 'Ola', lastName: 'Berg', workEmail: other, hireDate: inDays(10), department: 'Finance', jobTitle: 'Analyst', location: 'London', managerId: manager.id }));
		down.remove();
		expect(caseOf(execution).case.verdict).toBe('Incomplete');
		expect(sandbox.google.user(other).suspended).toBe(true);
		expect((await mailAbout(/Joiner Ola Berg: Incomplete/)).text).toMatch(/okta[\s\S]*(?:is tried again|comes again)/i);
	});

	test('H03: without the NDA nothing is made, and HR is told what is missing', async () => {
		await stage.n8n.api.deleteWorkflow(joiner.id);
		const field = 'customLaptopAssetTag';
		await published('joiner.json', (node) => {
			if (node.name === 'Somebody Joins') Object.assign(node.parameters['options'] as object, { gates: { gate: [{ name: 'NDA', field, passed: 'Signed' }] } });
			if (node.name === 'Let Through Once') node.parameters['gates'] = { gate: [{ name: 'NDA', met: '={{ $json.person.gates.NDA }}' }] };
		});
		const unsigned = 'tom.reed@kestrel.example';
		sandbox.bamboohr.hire({ firstName: 'Tom', lastName: 'Reed', workEmail: unsigned, hireDate: inDays(0), department: 'Finance', jobTitle: 'Analyst', location: 'London', managerId: manager.id });
		const told = await mailAbout(/^Not there yet: what Tom Reed needs before the first day/);
		expect([told.to, told.text]).toEqual([['hr@example.com'], expect.stringContaining('NDA is not there yet')]);
		expect([...sandbox.okta.state.users.values()].filter(({ profile }) => profile.login === unsigned)).toEqual([]);
		expect((await recordsOf('case.opened')).filter(({ content }) => JSON.stringify(content).includes(unsigned))).toEqual([]);
	});
});
