import type { StepResult } from '../../lifecycle/outcome';
import { cast } from '../../sandbox';
import { everyScope } from '../../sandbox/n8n';
import { itemsOf } from '../../scripts/n8n';
import { Session } from '../../scripts/n8n/session';
import { setStage, type Stage } from '../../scripts/stage';

jest.setTimeout(180_000);

const email = 'lena.leaver@kestrel.example';
const names = { firstName: 'Lena', lastName: 'Leaver' };

/** An n8n with somebody who is about to leave: real, or simulated. */
interface World {
	baseUrl: string;
	/** Of its owner. */
	apiKey: string;
	ownerId: string;
	/** May list workflows, and nothing else. */
	poorKey: string;
	leaverId: string;
	home: string;
	ownersHome: string;
	credentialId: string;
	workflowId: string;
}

const ask = async ({ baseUrl }: Pick<World, 'baseUrl'>, apiKey: string, method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> => {
	const response = await fetch(`${baseUrl}/api/v1${path}`, { method, headers: { 'x-n8n-api-key': apiKey, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
	const text = await response.text();
	return { status: response.status, body: text === '' ? null : JSON.parse(text) };
};

let stage: Stage;
let real: World;
let simulated: World;
beforeAll(async () => {
	stage = await setStage();
	real = await prepareReal();
	simulated = await prepareSimulated();
});
afterAll(() => stage?.stop());

const invite = async (world: Pick<World, 'baseUrl' | 'apiKey'>): Promise<{ id: string; inviteAcceptUrl: string }> => {
	const { body } = await ask(world, world.apiKey, 'POST', '/users', [{ email, role: 'global:member' }]);
	return (body as { user: { id: string; inviteAcceptUrl: string } }[])[0]!.user;
};

/** Through what the editor calls: the leaver signs up, and makes a credential and a workflow that uses it. */
const prepareReal = async (): Promise<World> => {
	const { api, url } = stage.n8n;
	const keyWith = async (session: Pick<Session, 'request'>, label: string, scopes: readonly string[]) => (await session.request<{ rawApiKey: string }>('POST', '/rest/api-keys', { label, expiresAt: null, scopes })).rawApiKey;
	const apiKey = await keyWith(api as unknown as Session, 'joiner-mover-leaver', await api.request<string[]>('GET', '/rest/api-keys/scopes'));
	const { id: leaverId, inviteAcceptUrl } = await invite({ baseUrl: url, apiKey });
	const leaver = new Session(() => url);
	await leaver.request('POST', '/rest/invitations/accept', { token: new URL(inviteAcceptUrl).searchParams.get('token'), ...names, password: 'For-tests-only-1' });
	const { id: credentialId } = await leaver.request<{ id: string }>('POST', '/rest/credentials', { type: 'httpHeaderAuth', name: 'Lena key', data: { name: 'x-key', value: 'for-tests-only' } });
	const hook = { id: 'a', name: 'Webhook', type: 'n8n-nodes-base.webhook', typeVersion: 2, position: [0, 0], webhookId: '11111111-1111-4111-8111-111111111111', parameters: { path: 'lena', httpMethod: 'GET' } };
	const call = { id: 'b', name: 'Call', type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, position: [200, 0], disabled: true, parameters: { url: 'http://127.0.0.1:9', authentication: 'genericCredentialType', genericAuthType: 'httpHeaderAuth' }, credentials: { httpHeaderAuth: { id: credentialId, name: 'Lena key' } } };
	const workflow = await leaver.request<{ id: string; versionId: string }>('POST', '/rest/workflows', { name: 'Lena flow', nodes: [hook, call], connections: { Webhook: { main: [[{ node: 'Call', type: 'main', index: 0 }]] } }, settings: {} });
	await leaver.request('POST', `/rest/workflows/${workflow.id}/activate`, { versionId: workflow.versionId });
	const projectOf = async (session: Pick<Session, 'request'>) => (await session.request<{ id: string; creatorId: string }>('GET', '/rest/projects/personal'));
	const owners = await projectOf(api as unknown as Session);
	return { baseUrl: url, apiKey, ownerId: owners.creatorId, poorKey: await keyWith(leaver, 'poor', ['workflow:list']), leaverId, home: (await projectOf(leaver)).id, ownersHome: owners.id, credentialId, workflowId: workflow.id };
};

const prepareSimulated = async (): Promise<World> => {
	const { n8n } = stage.sandbox;
	Object.assign(n8n.settings, { licence: [], mailServer: false });
	const owner = n8n.user(cast.superAdmin.workEmail);
	const apiKey = n8n.addApiKey(owner.email);
	const { baseUrl } = n8n.connection;
	const { id: leaverId } = await invite({ baseUrl, apiKey });
	Object.assign(n8n.user(leaverId), { ...names, isPending: false });
	const credential = n8n.addCredential(email, { name: 'Lena key' });
	const workflow = n8n.addWorkflow(email, { name: 'Lena flow', active: true, uses: [credential] });
	return { baseUrl, apiKey, ownerId: owner.id, poorKey: n8n.addApiKey(email, ['workflow:list']), leaverId, home: n8n.projectOf(email).id, ownersHome: n8n.projectOf(owner.email).id, credentialId: credential.id, workflowId: workflow.id };
};

interface Exchange {
	name: string;
	send: (world: World) => [method: string, path: string, body?: unknown];
	key?: (world: World) => string;
	/** What is compared, where not all of the answer is. */
	part?: (body: never) => unknown;
}

type Rows = { data: Record<string, unknown>[] };
const read = (name: string, path: (world: World) => string, more: Partial<Exchange> = {}): Exchange => ({ name, send: (world) => ['GET', path(world)], ...more });
const whatWeRead = ({ data }: Rows) => data.map(({ id, name, active, isArchived, shared, nodes, activeVersion }) => ({ id, name, active, isArchived, shared: (shared as Record<string, unknown>[]).map(({ role, projectId }) => ({ role, projectId })), uses: [nodes, (activeVersion as { nodes: unknown }).nodes].map((list) => (list as { credentials?: unknown }[]).flatMap(({ credentials }) => credentials ?? [])) }));

/** Everything the node asks for, and what n8n refuses; run against the real one and against the double, in this order. */
const exchanges: Exchange[] = [
	// Whoever comes first has whatever role.
	read('a page of users', () => '/users?limit=1&includeRole=true', { part: ({ data, nextCursor }: Rows & { nextCursor: unknown }) => [Object.keys(data[0]!).sort().join(), data.length, typeof nextCursor] }),
	read('a user by address, in other letters', () => `/users/${email.toUpperCase()}?includeRole=true`),
	read('a user by id', ({ leaverId }) => `/users/${leaverId}?includeRole=true`),
	read('an address nobody has', () => '/users/nobody@kestrel.example'),
	read('an id nobody has', () => '/users/00000000-0000-4000-8000-000000000000'),
	read('what is neither', () => '/users/not-a-user'),
	read('who is in a project', ({ home }) => `/users?projectId=${home}&limit=2`, { part: ({ data }: Rows) => data }),
	read('a project that is none', () => '/users?projectId=AAAABBBBCCCCDDDD'),
	read('a cursor that is none', () => '/users?cursor=bogus'),
	read('a parameter that is none', () => '/users?active=true'),
	read('projects, without the licence', () => '/projects'),
	read('members, without the licence', ({ home }) => `/projects/${home}/users`),
	read('the scopes of the key', () => '/discover?resource=user', { part: ({ data }: { data: { scopes: string[] } }) => everyScope.map((scope) => [scope, data.scopes.includes(scope)].join()) }),
	read('the scopes of a poor key', () => '/discover?resource=user', { key: ({ poorKey }) => poorKey, part: ({ data }: { data: { scopes: string[] } }) => data.scopes.join() }),
	read('a scope the key lacks', () => '/users', { key: ({ poorKey }) => poorKey }),
	read('a key that is none', () => '/users', { key: () => 'wrong' }),
	read('a path that is none', () => '/nosuch'),
	read('workflows of a project', ({ home }) => `/workflows?projectId=${home}&excludePinnedData=true`, { part: whatWeRead }),
	read('a page of credentials', () => '/credentials?limit=1', { part: ({ data }: Rows) => data }),
	read('no data tables', () => '/data-tables?limit=1'),
	{ name: 'a role, without the licence', send: ({ leaverId }) => ['PATCH', `/users/${leaverId}/role`, { newRoleName: 'global:chatUser' }] },
	{ name: 'an invitation to what is no address', send: () => ['POST', '/users', [{ email: 'nonsense', role: 'global:member' }]] },
	{ name: 'an invitation as owner', send: () => ['POST', '/users', [{ email: 'x@kestrel.example', role: 'global:owner' }]] },
	{ name: 'an invitation as administrator, without the licence', send: () => ['POST', '/users', [{ email: 'x@kestrel.example', role: 'global:admin' }]] },
	{ name: 'an invitation', send: () => ['POST', '/users', [{ email: 'Neu@kestrel.example', role: 'global:chatUser' }]] },
	{ name: 'an invitation of somebody who is there', send: () => ['POST', '/users', [{ email, role: 'global:member' }]] },
	{ name: 'deleting oneself', send: ({ ownerId }) => ['DELETE', `/users/${ownerId}`] },
	{ name: 'deleting with a transfer, which the public API does not take', send: ({ leaverId, ownersHome }) => ['DELETE', `/users/${leaverId}?transferId=${ownersHome}`] },
	{ name: 'deleting whoever has a published workflow', send: ({ leaverId }) => ['DELETE', `/users/${leaverId}`] },
	{ name: 'deleting nobody', send: () => ['DELETE', '/users/00000000-0000-4000-8000-000000000000'] },
	{ name: 'moving a credential to where it is', send: ({ credentialId, home }) => ['PUT', `/credentials/${credentialId}/transfer`, { destinationProjectId: home }] },
	{ name: 'moving a credential nowhere', send: ({ credentialId }) => ['PUT', `/credentials/${credentialId}/transfer`, { destinationProjectId: 'AAAABBBBCCCCDDDD' }] },
	{ name: 'moving a credential', send: ({ credentialId, ownersHome }) => ['PUT', `/credentials/${credentialId}/transfer`, { destinationProjectId: ownersHome }] },
	{ name: 'moving a credential back', send: ({ credentialId, home }) => ['PUT', `/credentials/${credentialId}/transfer`, { destinationProjectId: home }] },
	{ name: 'moving a workflow to where it is', send: ({ workflowId, home }) => ['PUT', `/workflows/${workflowId}/transfer`, { destinationProjectId: home }] },
	{ name: 'moving a workflow nowhere', send: ({ workflowId }) => ['PUT', `/workflows/${workflowId}/transfer`, { destinationProjectId: 'AAAABBBBCCCCDDDD' }] },
	{ name: 'moving a workflow', send: ({ workflowId, ownersHome }) => ['PUT', `/workflows/${workflowId}/transfer`, { destinationProjectId: ownersHome }] },
	{ name: 'moving a workflow back', send: ({ workflowId, home }) => ['PUT', `/workflows/${workflowId}/transfer`, { destinationProjectId: home }] },
	read('the workflow afterwards: still published', ({ home }) => `/workflows?projectId=${home}&excludePinnedData=true`, { part: whatWeRead }),
];

/** Words as they are, without the ids; of everything else its kind. */
const shapeOf = (value: unknown, key = ''): unknown => {
	if (Array.isArray(value)) return value.map((one) => shapeOf(one));
	if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)).map(([name, one]) => [name, shapeOf(one, name)]));
	if (key === 'message' || key === 'error' || key === 'role' || key === '') return String(value).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9]{16}(?![\w])/g, 'ID');
	return value === null ? 'null' : typeof value;
};

const answerOf = async (world: World, { send, key = ({ apiKey }) => apiKey, part = (body: never) => body }: Exchange): Promise<unknown> => {
	const { status, body } = await ask(world, key(world), ...send(world));
	return { status, body: shapeOf(status < 300 && body !== null ? part(body as never) : body) };
};

test.each(exchanges.map((exchange) => [exchange.name, exchange] as const))('the double answers as n8n does: %s', async (_name, exchange) => {
	expect(await answerOf(simulated, exchange)).toEqual(await answerOf(real, exchange));
});

describe('the node, at work in the n8n it works on', () => {
	let credential: string;
	beforeAll(async () => {
		credential = await stage.n8n.api.createCredential('jmlN8nApi', 'This n8n', { baseUrl: real.baseUrl, apiKey: real.apiKey });
	});

	const own = (type: string) => `n8n-nodes-joiner-mover-leaver.${type}`;
	const node = (name: string, type: string, parameters: object, more: object = {}) => ({ id: name, name, type, typeVersion: 1, position: [0, 0] as [number, number], parameters, ...more });

	/** One event, one case: what a cut took is given back by a restore with the same key. */
	const run = async (key: string, parameters: object, workEmail = email): Promise<StepResult[]> => {
		const { api } = stage.n8n;
		const now = new Date().toISOString();
		const item = { person: { id: 'h-1', name: 'Lena Leaver', workEmail }, event: { kind: 'terminate', key: `bamboohr/kestrel/h-1/terminate/${key}`, source: 'bamboohr', effectiveAt: now, receivedAt: now } };
		const options = { othersWaitSeconds: 60, ...(parameters as { options?: object }).options };
		const nodes = [
			node('Start', 'n8n-nodes-base.manualTrigger', {}),
			node('Somebody', 'n8n-nodes-base.set', { mode: 'raw', jsonOutput: JSON.stringify(item), options: {} }, { typeVersion: 3.4 }),
			node('Open Case', own('evidenceLedger'), { operation: 'openCase', dryRun: false }),
			node('n8n Access', own('n8nAccess'), { ...parameters, options }, { credentials: { jmlN8nApi: { id: credential, name: 'This n8n' } } }),
		];
		const connections = Object.fromEntries(nodes.slice(1).map(({ name }, index) => [nodes[index]!.name, { main: [[{ node: name, type: 'main', index: 0 }]] }]));
		const { id: workflowId } = await api.importWorkflow({ name: `Cut ${key}`, nodes, connections, settings: {} } as never);
		const id = await api.runManually(workflowId, 'Start');
		const execution = await api.waitForExecution({ workflowId, id: id! });
		return itemsOf(execution, 'n8n Access')[0]!['steps'] as unknown as StepResult[];
	};
	const ended = (results: StepResult[]) => Object.fromEntries(results.filter(({ remainder }) => !remainder).map(({ step, outcome, verified }) => [step, `${outcome}/${verified}`]));
	const ownedBy = async (project: string) => {
		const { body } = await ask(real, real.apiKey, 'GET', `/workflows?projectId=${project}&excludePinnedData=true`);
		return (body as Rows).data.map(({ name, active }) => [name, active]);
	};
	const hook = async () => (await fetch(`${real.baseUrl}/webhook/lena`)).status;
	const everything = { operation: 'cut', steps: ['reportOwned', 'moveOwned', 'deleteAccount'], options: { takesOver: 'owner@example.test' } };

	test('Test in the credential says what is there, and what the licence lacks', async () => {
		expect(await stage.n8n.api.testCredential(credential)).toMatchObject({ status: 'OK', message: expect.stringContaining('shows no projects') });
	});

	test('the usual cut lists what they own, and fails out loud where the licence does not let it lower the role', async () => {
		const results = await run('1', { operation: 'cut' });
		expect(ended(results)).toEqual({ reportOwned: 'already_done/true', leaveProjects: 'already_done/true', lowerRole: 'failed/false' });
		const { reason } = results.find(({ step, remainder }) => step === 'reportOwned' && remainder)!;
		expect(reason).toContain(`Lena flow [${real.workflowId}] (workflow): it is published and goes on running after they leave`);
		expect(reason).toContain(`Lena key [${real.credentialId}] (credential, httpHeaderAuth): its secret works`);
		expect(results.find(({ step }) => step === 'lowerRole')!.reason).toContain('feat:advancedPermissions');
	});

	test('B08: what was moved is read back at its new place, goes on running there, and comes back', async () => {
		expect(ended(await run('2', { ...everything, steps: ['moveOwned'] }))).toEqual({ moveOwned: 'done/true' });
		expect(await ownedBy(real.home)).toEqual([]);
		expect(await ownedBy(real.ownersHome)).toContainEqual(['Lena flow', true]);
		expect(await hook()).toBe(200);
		expect(ended(await run('2', { operation: 'restore' }))).toMatchObject({ moveOwned: 'done/true' });
		expect(await ownedBy(real.home)).toEqual([['Lena flow', true]]);
	});

	test('everything ticked: moved, then deleted, and the workflow still runs', async () => {
		const before = await hook();
		expect(ended(await run('3', everything))).toEqual({ reportOwned: 'already_done/true', moveOwned: 'done/true', deleteAccount: 'done/true' });
		expect((await ask(real, real.apiKey, 'GET', `/users/${real.leaverId}`)).status).toBe(404);
		expect((await ask(real, real.poorKey, 'GET', '/workflows')).status).toBe(401);
		expect(await ownedBy(real.ownersHome)).toContainEqual(['Lena flow', true]);
		expect([before, await hook()]).toEqual([200, 200]);
	});

	test('the owner, whose API key it is, is spared', async () => {
		expect(await run('4', { operation: 'cut' }, stage.n8n.owner.email)).toEqual([expect.objectContaining({ outcome: 'refused', reason: expect.stringContaining('API key in the credential is theirs') })]);
	});
});
