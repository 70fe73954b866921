import { HarnessCredentials } from '../../test/harness/credentials';
import { node } from '../../test/harness/workflow';
import { CredentialTestContext, ExecuteContext, type PackageDirectoryLoader } from 'n8n-core';
import { createEmptyRunExecutionData, NodeHelpers, Workflow, type ICredentialDataDecryptedObject, type IExecuteFunctions, type INodeType, type IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import { JmlVaultApi } from '../../credentials/JmlVaultApi.credentials';
import type { PinPlace } from '../../lifecycle/devices/pin';
import { asProblem } from '../../lifecycle/problem';
import { createClock } from '../../sandbox/clock';
import { startVault, type VaultDouble } from '../../sandbox/vault';
import { credentials } from '../../scripts/stage/credentials/vault';
import { deviceFields } from './deviceFields';
import { escrowOf } from './escrow';
import { testVault } from './vaultTest';

const type = 'jmlVaultApi';
const vaultType = new JmlVaultApi();
/** As far as the credentials of the harness look into the built pack. */
const pack = { getCredential: () => ({ type: vaultType }), known: { credentials: { [type]: { supportedNodes: ['devices'] } } } } as unknown as PackageDirectoryLoader;

const devices = {
	description: { name: 'devices', properties: [...deviceFields('Jamf', []), { displayName: 'Options', name: 'options', type: 'collection', default: {}, options: [] }], credentials: [{ name: type, required: true, displayOptions: { show: { escrow: ['vault'] } } }] },
} as unknown as INodeType;
const nodeTypes = { getByName: () => devices, getByNameAndVersion: () => devices, getKnownTypes: () => ({}) };

const companyClock = createClock();
let vault: VaultDouble;
let stored: HarnessCredentials['stored'];
let helper: HarnessCredentials;
beforeEach(async () => {
	vault = await startVault({ clock: companyClock });
	const { data } = credentials({ connections: { vault: vault.connection } } as never, { okta: 'withDpop' })[type]!;
	stored = { [type]: data };
	helper = new HarnessCredentials(pack, stored);
});
afterEach(() => vault.stop());

const additionalData = () => ({ credentialsHelper: helper }) as unknown as IWorkflowExecuteAdditionalData;

/** The context that n8n itself gives a node, with the request helper that belongs to it. */
const contextOf = (escrow: string, operation = 'lock'): IExecuteFunctions => {
	const ours = node('Jamf', 'devices', { resource: 'person', operation, escrow }, { credentials: { [type]: { id: '1', name: 'Vault' } } });
	const workflow = new Workflow({ nodes: [ours], connections: {}, active: false, nodeTypes });
	return new ExecuteContext(workflow, ours, additionalData(), 'internal', createEmptyRunExecutionData(), 0, [], { main: [[{ json: {} }]] }, { node: ours, data: {}, source: null }, []) as unknown as IExecuteFunctions;
};

const pin = '493827';
const lock: PinPlace = { caseId: 'case-1', system: 'jamf', device: { id: '17', label: 'Mac', serial: null }, action: 'lock' };
const keep = async () => (await escrowOf(contextOf('vault'), 0))!.keep(lock, pin);
const refusal = (work: Promise<unknown>) =>
	work.then(
		() => {
			throw new Error('It was kept.');
		},
		(error: unknown) => asProblem(error),
	);
const logins = () => vault.journal.find({ path: /approle\/login$/ });

test('what is looked at is judged by where PINs would be kept', async () => {
	expect(await escrowOf(contextOf('vault', 'inspect'), 0)).toMatchObject({ label: 'HashiCorp Vault' });
});

test('nobody but the device management keeps PINs unless it was chosen, and no credential is asked for', async () => {
	stored[type] = {};
	expect(await escrowOf(contextOf('management'), 0)).toBeNull();
});

describe('with an AppRole', () => {
	test('a token is fetched once, and n8n keeps it', async () => {
		expect(await keep()).toBe('HashiCorp Vault secret/jml/device-pins/case-1/jamf/17-lock version 1');
		expect(await keep()).toMatch(/version 2$/);
		expect(logins()).toHaveLength(1);
		expect(vault.state.tokens.has(String(stored[type]!['sessionToken']))).toBe(true);
	});

	test('a token that ran out is renewed, although Vault answers 403 to it', async () => {
		await keep();
		companyClock.move(3_600_000);
		expect(await keep()).toMatch(/version 2$/);
		expect(logins()).toHaveLength(2);
	});

	test('one that ran out between two requests is renewed, and the PIN is written once', async () => {
		await keep();
		const held = vault.faults.add({ method: 'POST', path: /data/, times: 1, effect: { kind: 'status', status: 403, body: { errors: ['permission denied'] } } });
		expect(await keep()).toMatch(/version 2$/);
		expect([held.hits, logins().length]).toEqual([1, 2]);
	});

	test('what the role may not is said after one more try with a new token', async () => {
		vault.state.appRoles[0]!.policies = [];
		const problem = await refusal(keep());
		expect(problem).toMatchObject({ code: 'forbidden', message: expect.stringContaining('read on secret/metadata/jml/device-pins/*') });
		expect(logins()).toHaveLength(2);
	});

	test('a denied read is no PIN, and nothing to fail for', async () => {
		await keep();
		expect(await (await escrowOf(contextOf('vault'), 0))!.recall(lock)).toBeNull();
	});

	test('a wrong secret ID is said in a sentence, without it', async () => {
		stored[type] = { ...stored[type], secretId: 'wrong-5b1d' };
		const problem = await refusal(keep());
		expect(problem).toMatchObject({ code: 'unauthorised', message: expect.stringMatching(/Make a new secret ID/) });
		expect(problem.message).not.toContain('wrong-5b1d');
	});
});

describe('with a token', () => {
	beforeEach(() => {
		stored[type] = { ...stored[type], authentication: 'token', token: vault.connection.writerToken };
	});

	test('nothing is fetched or stored', async () => {
		const updated = jest.spyOn(helper, 'updateCredentials');
		expect(await keep()).toMatch(/version 1$/);
		expect(logins()).toEqual([]);
		expect(updated).not.toHaveBeenCalled();
	});

	test('that was revoked, nothing is tried again', async () => {
		vault.state.tokens.delete(vault.connection.writerToken);
		expect(await refusal(keep())).toMatchObject({ code: 'unauthorised' });
		expect(vault.journal.entries).toHaveLength(1);
	});
});

test('no error that n8n makes of a failed write holds the PIN, nor what it was caused by', async () => {
	for (const effect of [{ kind: 'status', status: 403, body: { errors: [`denied: ${pin}`] } }, { kind: 'status', status: 400, body: { errors: [pin] } }, { kind: 'html', status: 502 }, { kind: 'reset' }] as const) {
		const { remove } = vault.faults.add({ method: 'POST', path: /data/, effect });
		const problem = await refusal(keep());
		for (let cause: unknown = problem; cause instanceof Error; cause = cause.cause) expect(`${cause.stack} ${JSON.stringify(cause)}`).not.toContain(pin);
		remove();
	}
});

describe('Test of the credential', () => {
	const press = (changes: ICredentialDataDecryptedObject = {}) => {
		const data = NodeHelpers.getNodeParameters(vaultType.properties, { ...stored[type], ...changes } as never, true, false, null, null) as ICredentialDataDecryptedObject;
		return testVault.call(new CredentialTestContext(additionalData()) as never, { id: '1', name: type, type, data });
	};

	test('OK over AppRole and token, with what it wrote', async () => {
		expect(await press()).toEqual({ status: 'OK', message: expect.stringMatching(/^Connected to HashiCorp Vault\. Version 2 of the test secret secret\/jml\/device-pins\/connection-test/) });
		expect(await press({ authentication: 'token', token: vault.connection.token })).toEqual({ status: 'OK', message: expect.stringMatching(/Version 3/) });
	});

	test.each([
		['plain text over a network', { address: 'http://vault.example.com:8200' }, /must begin with https:\/\//],
		['a wrong secret ID', { secretId: 'wrong-5b1d' }, /Make a new secret ID/],
		['no token', { authentication: 'token', token: '' }, /has no token/],
		['a wrong token', { authentication: 'token', token: 'wrong-5b1d' }, /does not know the token/],
		['a wrong mount', { mount: 'kv' }, /Correct mount and namespace/],
		['nothing that listens', { address: 'http://127.0.0.1:1' }, /could not be reached/],
	])('%s', async (_name, changes, said) => {
		const { status, message } = await press(changes);
		expect([status, message]).toEqual(['Error', expect.stringMatching(said)]);
		expect(message).not.toContain('5b1d');
	});

	test('an address where something else answers', async () => {
		vault.faults.add({ effect: { kind: 'html' } });
		expect(await press()).toEqual({ status: 'Error', message: expect.stringMatching(/not Vault/) });
	});
});
