import type { Sandbox } from '../../sandbox';
import { recognise } from '../../ledger/report';
import { verifyBundle } from '../../ledger/verify';
import { itemsOf, type NodeJson, type SavedWorkflow } from '../../scripts/n8n';
import { goLive, setStage, switchOn, type Stage } from '../../scripts/stage';
import { attachmentIn } from '../../scripts/stage/evidence';
import { postThroughIngress } from './ingress';

jest.setTimeout(240_000);

let stage: Stage;
let sandbox: Sandbox;
let workflow: SavedWorkflow;
beforeAll(async () => {
	stage = await setStage();
	sandbox = stage.sandbox;
	await register();
});
afterAll(() => stage?.stop());
afterEach(() => {
	for (const faults of Object.values(sandbox.faults)) faults.clear();
});

const receiver = () => `${sandbox.ingress.url}/webhook/personio`;

/** What the template's first note has somebody do. */
const register = async (): Promise<void> => {
	const { connection } = sandbox.personio;
	const send = (path: string, headers: Record<string, string>, body: string | URLSearchParams) => fetch(`${connection.url}${path}`, { method: 'POST', headers, body });
	const answer = await send('/v2/auth/token', {}, new URLSearchParams({ grant_type: 'client_credentials', client_id: connection.clientId, client_secret: connection.clientSecret }));
	const { access_token: token } = (await answer.json()) as { access_token: string };
	const events = ['person', 'employment'].flatMap((about) => ['created', 'updated', 'deleted'].map((what) => `${about}.${what}`)).concat('employment.started', 'employment.terminated');
	const made = await send('/v2/webhooks', { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, JSON.stringify({ url: receiver(), auth_type: 'TOKEN', token: connection.webhookToken, status: 'ENABLED', enabled_events: events }));
	expect(made.status).toBe(201);
};

/** Both messages about somebody who leaves today are answered, and what they began is over. */
const bothHeard = async (personId: string): Promise<void> => {
	const { api } = stage.n8n;
	for (const event of ['employment.updated', 'employment.terminated'] as const) expect((await sandbox.personio.deliveries.waitFor((one) => one.event === event && one.personId === personId)).statusCode).toBe(202);
	for (const { id, status } of await api.executions({ workflowId: workflow.id })) if (['new', 'running'].includes(status)) await api.waitForExecution({ id });
};

const entering = (more?: (node: NodeJson) => void) => {
	const enter = switchOn(sandbox);
	return (node: NodeJson): void => {
		// Systems that come switched off stay so.
		if (!node.disabled) enter(node);
		if (node.name === 'Cut Google Workspace') Object.assign(node.parameters['options'] as object, { fallbackOwner: sandbox.cast.orgAdmin.workEmail });
		more?.(node);
	};
};
const publishedAnew = async (more?: (node: NodeJson) => void): Promise<void> => {
	if (workflow) await stage.n8n.api.deleteWorkflow(workflow.id);
	workflow = await stage.importTemplate('leaver-personio.json', entering(more));
	await stage.n8n.api.activate(workflow.id);
};

const idOf = (person: { id: string }): string => sandbox.personio.ids.get(person.id)!;
const oktaOf = (person: { workEmail: string }) => sandbox.okta.accessOf(person.workEmail)['status'];
const oktaWrites = () => sandbox.journals.okta.writes.filter(({ path }) => !path.startsWith('/oauth2/'));
const mailsAbout = (pattern: RegExp) => sandbox.mail.messages.filter(({ subject }) => pattern.test(subject));
const mailAbout = (pattern: RegExp) => sandbox.mail.waitForMail(({ subject }) => pattern.test(subject));
const comes = async (trigger: string) => {
	const { api } = stage.n8n;
	return await api.waitForExecution({ id: (await api.runManually(workflow.id, trigger))! });
};

describe('leaver, with Personio', () => {
	test('H09: as imported, with what it asks for entered, everything is said and nothing is done', async () => {
		const { partTimer } = sandbox.cast;
		await publishedAnew();
		sandbox.personio.terminate(idOf(partTimer));
		const mail = await mailAbout(/Karin Lund/);
		expect(mail.subject).toContain('Dry run');
		expect(mail.text).toContain('ACTIVE → SUSPENDED');
		expect(oktaOf(partTimer)).toBe('ACTIVE');
	});

	test('gone live, a termination is read, cut, read back, judged and mailed once, and its evidence holds', async () => {
		const { leaver } = sandbox.cast;
		await publishedAnew(goLive);
		sandbox.personio.terminate(idOf(leaver));
		const mail = await mailAbout(/^Leaver Mateo Rivas: Complete/);
		expect([oktaOf(leaver), sandbox.google.accessOf(leaver.workEmail)['status'], sandbox.entra.accessOf(leaver.workEmail)['enabled']]).toEqual(['SUSPENDED', 'suspended', false]);
		// Personio's ID of the leaver is his staff number.
		expect(idOf(leaver)).toBe(sandbox.cast.leeWhoStays.id);
		expect(oktaOf(sandbox.cast.leeWhoStays)).toBe('ACTIVE');

		await bothHeard(idOf(leaver));

		const { text } = recognise(attachmentIn(mail).content.toString('utf8'));
		const ledger = await stage.openLedger();
		expect(verifyBundle(text, { vkey: await ledger.vkey() })).toMatchObject({ ok: true, closed: true, verdict: 'Complete', keyTrusted: true });
		await ledger.close();
		expect(mailsAbout(/^Leaver Mateo Rivas: Complete/)).toHaveLength(1);
	});

	test('B08: Personio takes it back after the cut: IT is told, and nothing is cut again', async () => {
		sandbox.journals.okta.clear();
		sandbox.personio.takeBack(idOf(sandbox.cast.leaver));
		expect((await mailAbout(/^No longer leaving: Mateo Rivas$/)).text).toMatch(/^Personio no longer says that Mateo Rivas/);
		expect(oktaWrites()).toEqual([]);
	});

	test('F01: Personio does not answer: IT is told, nobody is touched, and they are read as soon as that works', async () => {
		const { sydney } = sandbox.cast;
		sandbox.faults.personio.add({ path: /^\/v2\/persons/, effect: { kind: 'status', status: 503 } });
		sandbox.personio.terminate(idOf(sydney));
		expect((await mailAbout(/^Leaver needs attention: Personio$/)).text).toMatch(new RegExp(`^Personio answered with status 503\\. Nothing was concluded.+It was asked about employee ${idOf(sydney)};`));
		await bothHeard(idOf(sydney));
		expect(oktaOf(sydney)).toBe('ACTIVE');
		sandbox.faults.personio.clear();
		// A day has gone by: n8n has to get itself another token.
		sandbox.personio.state.tokens.clear();
		sandbox.journals.personio.clear();
		expect(itemsOf(await comes('Every 5 Minutes'), 'Whom to Read')).toEqual([{ employeeId: idOf(sydney) }]);
		expect(sandbox.journals.personio.find({ path: /auth\/token$/ })).not.toEqual([]);
		expect((await mailAbout(/^Leaver Callum Reid: /)).subject).toContain('Complete');
		expect(oktaOf(sydney)).toBe('SUSPENDED');
	});

	test('F01: Okta does not let n8n in: the case is closed as incomplete, and the mail says so', async () => {
		const { honolulu } = sandbox.cast;
		sandbox.faults.okta.add({ effect: { kind: 'status', status: 401, body: { errorCode: 'E0000011', errorSummary: 'Invalid token provided' } } });
		sandbox.personio.terminate(idOf(honolulu));
		const mail = await mailAbout(/Leaver Kaleo Nakamura: /);
		expect(mail.subject).toContain('Incomplete');
		expect(mail.text).toMatch(/okta/);
		expect(sandbox.google.accessOf(honolulu.workEmail)['status']).toBe('suspended');
	});

	test('G10: whoever sends another token gets 401, and nobody is read', async () => {
		await bothHeard(idOf(sandbox.cast.honolulu));
		const after = await stage.n8n.api.lastExecutionId();
		const body = JSON.stringify({ event_name: 'employment.terminated', payload: { id: '1', person: { id: idOf(sandbox.cast.executive) } } });
		expect(await postThroughIngress(sandbox, receiver(), body, { 'content-type': 'application/json', authorization: 'Bearer something else' })).toBe(401);
		const execution = await stage.n8n.api.waitForExecution({ workflowId: workflow.id, after });
		expect(itemsOf(execution, 'Whom to Read')).toEqual([]);
		expect(sandbox.journals.personio.find({ path: new RegExp(`/${idOf(sandbox.cast.executive)}(?:/|$)`) })).toEqual([]);
	});

	test('F02: a message that was lost costs a night: everybody is read, page by page', async () => {
		const { contractor, forgotten } = sandbox.cast;
		sandbox.personio.settings.messagesToLose = 2;
		sandbox.personio.terminate(idOf(contractor));
		sandbox.journals.personio.clear();
		const execution = await comes('Every Night');
		expect(execution.status).toBe('success');
		expect(sandbox.journals.personio.find({ path: /^\/v2\/persons$/ })).toHaveLength(2);
		expect(itemsOf(execution, 'Whom to Read')).toHaveLength(sandbox.personio.state.persons.size);
		expect((await mailAbout(/^Leaver Robin Ashdown: /)).subject).toContain('Complete');
		expect(oktaOf(contractor)).toBe('SUSPENDED');
		expect(oktaOf(forgotten)).toBe('ACTIVE');
	});

	test('C02: a list that cannot be read is mailed, and nobody leaves by it', async () => {
		sandbox.journals.okta.clear();
		sandbox.faults.personio.add({ path: /^\/v2\/persons$/, effect: { kind: 'html' } });
		await comes('Every Night');
		const mail = await sandbox.mail.waitForMail(({ text }) => text.includes('Not everybody could be read from Personio tonight, and nothing was concluded'));
		expect(mail.subject).toBe('Leaver needs attention: Personio');
		expect(oktaWrites()).toEqual([]);
	});
});
