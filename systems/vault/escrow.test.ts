import { inspect } from 'node:util';
import fc from 'fast-check';
import { assertNoSecrets } from '../../ledger/secrets';
import type { PinPlace } from '../../lifecycle/devices/pin';
import { asProblem, type Problem } from '../../lifecycle/problem';
import { createClock } from '../../sandbox/clock';
import { startVault, type VaultDouble } from '../../sandbox/vault';
import { virtualClock } from '../../test/support/virtualClock';
import { overToken } from '../../test/support/vaultHttp';
import { createBudget } from '../http/budget';
import { patient } from '../http/patient';
import type { Http, HttpResponse } from '../http/types';
import { checkVault } from './check';
import { vaultEscrow } from './escrow';
import { headersFor, label, placeOf, signInOf, type AppRole, type VaultPlace } from './place';
import { mintToken } from './session';

let vault: VaultDouble;
const companyClock = createClock();
beforeEach(async () => {
	vault = await startVault({ clock: companyClock });
});
afterEach(() => vault.stop());

const pin = '493827';
const lock: PinPlace = { caseId: 'hr_event_20260401_1234', system: 'intune', device: { id: '5e1f-77', label: "Lena's MacBook", serial: 'C02XG0FDH7JH' }, action: 'lock' };
const path = 'jml/device-pins/hr_event_20260401_1234/intune/5e1f-77-lock';

const clock = virtualClock();
const placeIn = (more: Partial<VaultPlace> = {}): VaultPlace => ({ ...placeOf({ address: vault.url, mount: vault.connection.mount }), ...more });
const asIn = (token: string, more: Partial<VaultPlace> = {}) => {
	const place = placeIn(more);
	return vaultEscrow(patient(overToken(place, token), { system: label, clock, budget: createBudget(4) }), place, clock);
};
const writer = (more: Partial<VaultPlace> = {}) => asIn(vault.connection.writerToken, more);
const answering = (answer: (request: Parameters<Http>[0]) => Partial<HttpResponse>) => vaultEscrow(async (request) => ({ status: 200, headers: {}, body: {}, ...answer(request) }), placeIn(), clock);

/** What an administrator reads, a log may print, and the ledger may keep of it. */
const everythingIn = (problem: Problem): string => [problem.message, problem.stack, JSON.stringify(problem), inspect(problem, { depth: null, showHidden: true })].join('\n');

const refused = async (work: Promise<unknown>): Promise<Problem> => {
	const problem = await work.then(
		() => {
			throw new Error('It was kept.');
		},
		(error: unknown) => asProblem(error),
	);
	const { token, writerToken, approle } = vault.connection;
	for (const secret of [pin, token, writerToken, approle.secretId]) expect(everythingIn(problem)).not.toContain(secret);
	expect(problem.message).toMatch(/^[A-Z"][\s\S]{20,}\.$/);
	return problem;
};

describe('a PIN is kept', () => {
	test('with what whoever looks for it needs to know, by somebody who cannot read it', async () => {
		expect(await writer().keep(lock, pin)).toBe(`HashiCorp Vault secret/${path} version 1`);
		expect(vault.secret(path)).toEqual({ pin, device: "Lena's MacBook", deviceId: '5e1f-77', serial: 'C02XG0FDH7JH', system: 'intune', action: 'lock', case: 'hr_event_20260401_1234', keptAt: clock.now().toISOString() });
		expect(await writer().recall(lock)).toBeNull();
	});

	test('beside the one before it, and the newest is recalled', async () => {
		vault.settings.casRequired = true;
		await writer().keep(lock, '111111');
		expect(await writer().keep(lock, pin)).toBe(`HashiCorp Vault secret/${path} version 2`);
		expect(vault.versions(path).map(({ data }) => data['pin'])).toEqual(['111111', pin]);
		expect(await asIn(vault.connection.token).recall(lock)).toBe(pin);
	});

	test('in the namespace that was entered', async () => {
		vault.settings.namespace = 'people/it';
		await writer({ namespace: 'people/it' }).keep(lock, pin);
		expect(vault.secret(path)).toMatchObject({ pin });
		expect(await refused(writer().keep(lock, pin))).toMatchObject({ code: 'forbidden', message: expect.stringMatching(/namespace/) });
	});

	test('and is nowhere else: no address holds it, and no request but the one that writes', async () => {
		await writer().keep(lock, pin);
		const holding = vault.journal.entries.filter((entry) => JSON.stringify(entry).includes(pin));
		expect(holding.map(({ method, path: at }) => `${method} ${at}`)).toEqual([`POST /v1/secret/data/${path}`]);
		expect(JSON.stringify(vault.journal.entries.map(({ path: at, query }) => [at, query]))).not.toContain(pin);
	});

	test('again after it was deleted', async () => {
		await writer().keep(lock, pin);
		await overToken(placeIn(), vault.connection.token)({ method: 'DELETE', path: `/v1/secret/data/${path}` });
		expect(await asIn(vault.connection.token).recall(lock)).toBeNull();
		expect(await writer().keep(lock, pin)).toMatch(/version 2$/);
	});

	test('where Vault deletes what is old, until it does', async () => {
		const until = (deletion_time: string) => answering(({ method }) => (method === 'POST' ? { body: { data: { version: 1 } } } : { body: { data: { current_version: 0, versions: { 1: { deletion_time, destroyed: false } } } } })).keep(lock, pin);
		expect(await until('2126-01-01T00:00:00.123456789Z')).toMatch(/version 1$/);
		for (const gone of ['2020-01-01T00:00:00Z', 'n/a']) expect(await refused(until(gone))).toMatchObject({ code: 'bad_answer' });
	});
});

test('no two places share a secret, each stays below the prefix, and every reference may stand in the ledger', async () => {
	const anyPart = fc.oneof(fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }).filter((text) => !/\p{Cs}/u.test(text)), fc.constantFrom('..', '.', 'a/b', 'a b', 'a~b', '*', '+', '%2e%2e', 'a-b', 'a', 'b', '../../sys/seal', 'é', '～'));
	const anyPlace = fc.record({ caseId: anyPart, system: anyPart, device: fc.record({ id: anyPart, label: fc.constant('x'), serial: fc.constant(null) }), action: fc.constantFrom('lock', 'wipe') });
	const kept = new Map<string, string>();
	const lenient = answering(({ method }) => ({ body: method === 'POST' ? { data: { version: 1 } } : { data: { current_version: 0, versions: { 1: { deletion_time: '', destroyed: false } } } } }));
	await fc.assert(
		fc.asyncProperty(anyPlace, async (place) => {
			const reference = await lenient.keep(place, pin);
			expect(reference).toMatch(/^HashiCorp Vault secret\/jml\/device-pins\/[\w~-]+\/[\w~-]+\/[\w~-]+ version 1$/);
			const meant = JSON.stringify([place.caseId, place.system, place.device.id, place.action]);
			expect(kept.get(reference) ?? meant).toBe(meant);
			kept.set(reference, meant);
			assertNoSecrets({ kind: 'device.pinKept', content: { keptIn: reference } });
		}),
		{ numRuns: 500 },
	);
});

test('a place that names nobody is no place', async () => {
	expect(await refused(writer().keep({ ...lock, caseId: '' }, pin))).toMatchObject({ message: expect.stringMatching(/nothing was sent/) });
	expect(vault.paths()).toEqual([]);
});

describe('nothing counts as kept', () => {
	test('that Vault said it took and does not show', async () => {
		vault.faults.add({ method: 'POST', effect: { kind: 'lie' } });
		expect(await refused(writer().keep(lock, pin))).toMatchObject({ code: 'bad_answer', message: expect.stringMatching(/version 1 of secret\/jml\/device-pins\/.* was written, but does not show it/) });
		expect(vault.paths()).toEqual([]);
	});

	test('until a server that lags behind shows it', async () => {
		vault.faults.add({ method: 'GET', path: /metadata/, effect: { kind: 'lag', reads: 3 } });
		const before = clock.slept.length;
		expect(await writer().keep(lock, pin)).toMatch(/version 1$/);
		expect(clock.slept.length).toBeGreaterThan(before);
	});

	test('that has the number of the one before', async () => {
		await writer().keep(lock, '111111');
		const shown = { body: { data: { current_version: 1, versions: { 1: { deletion_time: '', destroyed: false } } } } };
		expect(await refused(answering(({ method }) => (method === 'POST' ? { body: { data: { version: 1 } } } : shown)).keep(lock, pin))).toMatchObject({ code: 'bad_answer' });
	});

	test.each([
		['was destroyed', { 1: { deletion_time: '', destroyed: true } }],
		['is another version', { 2: { deletion_time: '', destroyed: false } }],
		['is not there', {}],
		['says nothing of itself', { 1: {} }],
	])('that %s', async (_what, versions) => {
		const seen = answering(({ method }) => (method === 'POST' ? { body: { data: { version: 1 } } } : { body: { data: { current_version: 0, versions } } }));
		expect(await refused(seen.keep(lock, pin))).toMatchObject({ code: 'bad_answer' });
	});

	test('that somebody else overtook, and theirs stays', async () => {
		const held = vault.faults.add({ method: 'POST', times: 1, effect: { kind: 'hold' } });
		const late = writer().keep(lock, pin);
		await held.struck;
		await writer().keep(lock, '222222');
		held.release();
		expect(await refused(late)).toMatchObject({ code: 'rejected', message: expect.stringMatching(/at the same moment/) });
		expect(vault.secret(path)).toMatchObject({ pin: '222222' });
	});

	test('whose answer was lost, and it is not written twice', async () => {
		vault.faults.add({ method: 'POST', effect: { kind: 'reset', applied: true } });
		expect(await refused(writer().keep(lock, pin))).toMatchObject({ code: 'unreachable' });
		expect(vault.versions(path)).toHaveLength(1);
	});
});

describe('what is wrong is said', () => {
	const policies = () => vault.state.policies as Map<string, { path: string; capabilities: readonly ('create' | 'read' | 'update')[] }[]>;

	test('of a policy that does not allow to write, to write again, or to see', async () => {
		policies().set('writer', [{ path: 'secret/metadata/*', capabilities: ['read'] }]);
		expect(await refused(writer().keep(lock, pin))).toMatchObject({ code: 'forbidden', message: expect.stringContaining('create and update on secret/data/jml/device-pins/*') });
		policies().set('writer', [{ path: 'secret/metadata/*', capabilities: ['read'] }, { path: 'secret/data/*', capabilities: ['create'] }]);
		await writer().keep(lock, pin);
		expect(await refused(writer().keep(lock, pin))).toMatchObject({ code: 'forbidden' });
		policies().set('writer', [{ path: 'secret/data/*', capabilities: ['create', 'update'] }]);
		vault.journal.clear();
		expect(await refused(writer().keep(lock, pin))).toMatchObject({ code: 'forbidden', message: expect.stringContaining('read on secret/metadata/jml/device-pins/*') });
		expect(vault.journal.writes).toEqual([]);
	});

	test('of a path outside what the policy allows', async () => {
		policies().set('writer', [{ path: 'secret/data/jml/*', capabilities: ['create', 'update'] }, { path: 'secret/metadata/jml/*', capabilities: ['read'] }]);
		expect(await refused(writer({ prefix: 'elsewhere' }).keep(lock, pin))).toMatchObject({ code: 'forbidden', message: expect.stringContaining('secret/metadata/elsewhere/*') });
	});

	test('of a token that Vault does not know', async () => {
		const nobody = asIn('hvs.wrong');
		expect(await refused(nobody.keep(lock, pin))).toMatchObject({ code: 'unauthorised', message: expect.stringMatching(/run out or was revoked/) });
		expect(await refused(nobody.recall(lock))).toMatchObject({ code: 'unauthorised' });
	});

	test('of a sealed Vault', async () => {
		vault.settings.sealed = true;
		expect(await refused(writer().keep(lock, pin))).toMatchObject({ code: 'vendor_error', message: expect.stringMatching(/is sealed/) });
	});

	test('of a mount that is not there', async () => {
		const asRoot = asIn(vault.connection.token, { mount: 'kv' });
		expect(await refused(asRoot.keep(lock, pin))).toMatchObject({ code: 'misconfigured', message: expect.stringMatching(/no key-value engine of version 2 at kv/) });
		expect(await refused(asRoot.recall(lock))).toMatchObject({ code: 'misconfigured' });
	});

	test('of an engine of version 1, which says nothing about what it was given', async () => {
		const first = answering(({ method }) => (method === 'POST' ? { status: 204, body: '' } : { status: 404, body: { errors: [] } }));
		expect(await refused(first.keep(lock, pin))).toMatchObject({ code: 'misconfigured', message: expect.stringMatching(/version 1.*vault kv enable-versioning secret.*opens nothing and may be deleted/) });
	});

	test('of a standby that sends elsewhere, where no token follows', async () => {
		vault.faults.add({ effect: { kind: 'login-redirect', location: 'https://elsewhere.example/' } });
		expect(await refused(writer().keep(lock, pin))).toMatchObject({ code: 'bad_answer', message: expect.stringMatching(/status 302\), as a standby server does/) });
	});
});

/** The PIN in every place and form in which an answer could give it back. */
const echoes = [pin, { errors: [`1 error occurred: ${pin}`] }, { errors: [pin], data: { pin } }, { errors: pin }, `<html>${pin}</html>`, { data: { version: pin } }, { data: { version: { pin } } }, { data: pin }, { data: { current_version: pin, versions: { [pin]: pin } } }, [pin], null, undefined];

describe('whatever is answered', () => {
	const statuses = [200, 204, 302, 400, 403, 404, 405, 412, 429, 500, 503];
	test.each(statuses)('no error holds the PIN (status %i)', async (status) => {
		for (const body of echoes) {
			const toWrites = answering(({ method }) => (method === 'POST' ? { status, body } : { status: 404, body: { errors: [] } }));
			await refused(toWrites.keep(lock, pin));
			const toReadsBack = (() => {
				let reads = 0;
				return answering(({ method }) => (method === 'POST' ? { body: { data: { version: 1 } } } : reads++ === 0 ? { status: 404, body: { errors: [] } } : { status, body }));
			})();
			await refused(toReadsBack.keep(lock, pin));
			expect(vault.paths()).toEqual([]);
		}
	});

	test.each(statuses)('a PIN is recalled only from what Vault would say (status %i)', async (status) => {
		for (const body of [...echoes, { data: { data: { pin: 493827 } } }, { data: { data: { pin: '' } } }, { data: { data: {} } }]) {
			const recalled = await answering(() => ({ status, body }))
				.recall(lock)
				.catch((error: unknown) => asProblem(error));
			if (recalled === null) expect([403, 404]).toContain(status);
			else expect(everythingIn(recalled as Problem)).not.toContain(pin);
		}
	});

	test('a page of a proxy says nothing about a PIN', async () => {
		for (const status of [403, 404]) expect(await refused(answering(() => ({ status, body: '<html>' })).recall(lock))).toMatchObject({ code: 'bad_answer' });
	});
});

describe('an AppRole', () => {
	const role = (more: Partial<AppRole> = {}): AppRole => ({ ...(signInOf(vault.connection.approle as never) as AppRole), ...more });
	const mint = (more: Partial<AppRole> = {}) => mintToken(placeIn(), role(more), overToken(placeIn(), null));

	test('gets a token that may do what the role may, for a time', async () => {
		const token = await mint();
		expect(await asIn(token).keep(lock, pin)).toMatch(/version 1$/);
		companyClock.move(3_600_000);
		expect(await refused(asIn(token).keep(lock, pin))).toMatchObject({ code: 'unauthorised' });
		expect(await asIn(await mint()).keep(lock, pin)).toMatch(/version 2$/);
	});

	test('signs in to its namespace', async () => {
		vault.settings.namespace = 'admin';
		const asked: Parameters<Http>[0][] = [];
		const place = placeIn({ namespace: 'admin' });
		await mintToken(place, role(), (request) => (asked.push(request), overToken(place, null)(request)));
		expect(asked).toMatchObject([{ headers: headersFor({ namespace: 'admin' }, null) }]);
	});

	test('is told what is wrong', async () => {
		expect(await refused(mint({ secretId: 'wrong' }))).toMatchObject({ code: 'unauthorised', message: expect.stringMatching(/Make a new secret ID/) });
		expect(await refused(mint({ path: 'elsewhere' }))).toMatchObject({ code: 'unauthorised', message: expect.stringMatching(/auth\/elsewhere/) });
		vault.settings.sealed = true;
		expect(await refused(mint())).toMatchObject({ code: 'vendor_error', message: expect.stringMatching(/sealed/) });
	});

	test.each([200, 204, 302, 400, 403, 404, 429, 500, 503])('gives away no secret ID, whatever is answered (status %i)', async (status) => {
		const { secretId } = vault.connection.approle;
		for (const body of [secretId, { errors: [secretId] }, { auth: secretId }, { auth: { client_token: null, secretId } }, null, '<html>']) await refused(mintToken(placeIn(), role(), async () => ({ status, headers: {}, body })));
	});
});

describe('the check of the credential', () => {
	const check = (token: string) => checkVault(overToken(placeIn(), token), placeIn(), clock);

	test('writes a secret that holds nothing, twice the first time, and says so', async () => {
		expect(await check(vault.connection.writerToken)).toEqual({ ok: true, message: expect.stringMatching(/Version 2 of the test secret secret\/jml\/device-pins\/connection-test .* may be deleted\. The credential cannot read PINs/) });
		expect(await check(vault.connection.token)).toEqual({ ok: true, message: expect.stringMatching(/Version 3 .* may read PINs as well/) });
		expect(vault.paths()).toEqual(['jml/device-pins/connection-test']);
		expect(Object.keys(vault.secret('jml/device-pins/connection-test')!)).toEqual(['note']);
	});

	test('finds that it may create and not update', async () => {
		(vault.state.policies as Map<string, unknown>).set('writer', [{ path: 'secret/metadata/*', capabilities: ['read'] }, { path: 'secret/data/*', capabilities: ['create'] }]);
		expect(await refused(check(vault.connection.writerToken))).toMatchObject({ code: 'forbidden', message: expect.stringContaining('create and update') });
	});
});
