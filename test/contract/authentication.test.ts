import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { JournalEntry } from '../../sandbox';
import { getUser } from '../../systems/okta/user';
import { decoded, type Decoded } from './support/jwt';
import { oursOverServiceApp } from './support/ours';
import { distinct, meant, type Meant } from './support/request';
import { sdkOverApiToken, sdkOverServiceApp } from './support/sdk';
import { startWorld, type World } from './support/world';

let world: World;
beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.stop());

type Which = 'withDpop' | 'withoutDpop';
const apps: readonly Which[] = ['withDpop', 'withoutDpop'];
const appOf = (which: Which) => ({ orgUrl: world.okta.url, ...world.okta.connection.serviceApps[which] });

interface Seen {
	tokens: JournalEntry[];
	calls: JournalEntry[];
}

const seenDuring = async (work: () => Promise<unknown>): Promise<Seen> => {
	await world.during(work);
	const entries = [...world.okta.journal.entries];
	const tokens = world.tokenRequests();
	return { tokens, calls: entries.filter((entry) => !tokens.includes(entry)) };
};

type Work = (read: (id: string) => Promise<unknown>) => Promise<unknown>;
const readTwice: Work = async (read) => {
	await read(world.account.id);
	await read(world.account.id);
};

/** A client that has no token yet. */
const ours = (app = appOf('withDpop'), work = readTwice) => {
	const { okta } = oursOverServiceApp(app);
	return seenDuring(() => work((id) => getUser(okta, id)));
};
const theirs = (app = appOf('withDpop'), work = readTwice) => {
	const { userApi } = sdkOverServiceApp(app);
	return seenDuring(() => work((userId) => userApi.getUser({ userId })));
};

const formOf = (entry: JournalEntry) => Object.fromEntries(new URLSearchParams(entry.body));
const assertionOf = (entry: JournalEntry): Decoded => decoded(formOf(entry)['client_assertion']!);
const proofOf = (entry: Pick<JournalEntry, 'headers'>): Decoded => decoded(entry.headers['dpop']!);
const issued = ({ tokens }: Seen): JournalEntry => tokens.find(({ status }) => status === 200)!;

/** A token request, without what has to be different each time. */
const comparable = (entry: JournalEntry): Meant & { body: Record<string, unknown> } => {
	const { client_assertion, scope, ...form } = formOf(entry);
	expect(client_assertion).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
	return { ...meant(entry), body: { ...form, scope: scope!.split(' ').sort() } };
};

describe('an API token', () => {
	test('goes out as the SDK sends it, to the letter', async () => {
		const sent = async (work: () => Promise<unknown>) => {
			await world.during(work);
			return world.wire.seen.map(({ headers }) => headers['authorization']);
		};
		const said = await sent(() => world.sdk('apiToken').userApi.getUser({ userId: world.account.id }));
		expect(await sent(() => getUser(world.ours('apiToken').okta, world.account.id))).toEqual(said);
		expect(said).toEqual([`SSWS ${world.okta.connection.apiToken}`]);
	});

	test('of the oracle is the one it was given, whatever lies around', () => {
		const stray = { OKTA_CLIENT_TOKEN: 'stray', OKTA_CLIENT_ORGURL: 'https://stray.example', OKTA_CLIENT_AUTHORIZATIONMODE: 'PrivateKey', OKTA_CLIENT_CLIENTID: 'stray', OKTA_CLIENT_SCOPES: 'stray' };
		Object.assign(process.env, stray);
		try {
			const { apiToken, orgUrl } = world.okta.connection;
			expect(sdkOverApiToken({ orgUrl, apiToken })).toMatchObject({ apiToken, baseUrl: orgUrl, authorizationMode: 'SSWS' });
			const app = appOf('withoutDpop');
			expect(sdkOverServiceApp(app)).toMatchObject({ clientId: app.clientId, keyId: app.keyId, scopes: app.scopes, baseUrl: orgUrl });
		} finally {
			for (const name of Object.keys(stray)) delete process.env[name];
		}
	});
});

describe.each(apps)('a service app (%s)', (which) => {
	let mine: Seen;
	let said: Seen;
	beforeAll(async () => {
		mine = await ours(appOf(which));
		said = await theirs(appOf(which));
	});

	test('asks for a token with the same form and headers', () => {
		const oracle = distinct(said.tokens.map(comparable));
		expect(oracle).toHaveLength(1);
		expect(distinct(mine.tokens.map(comparable))).toEqual(oracle);
		expect(oracle[0]).toMatchObject({ method: 'POST', path: '/oauth2/v1/token', query: {}, scheme: '', body: { grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' } });
	});

	test('asks as often, and with a proof of possession where the SDK sends one', () => {
		const dance = ({ tokens }: Seen) => tokens.map(({ status, headers }) => ({ status, proof: headers['dpop'] === undefined ? null : Object.keys(proofOf({ headers }).claims).sort() }));
		expect(dance(mine)).toEqual(dance(said));
		expect(dance(said)).toHaveLength(which === 'withDpop' ? 2 : 1);
	});

	test('asserts the same about itself', () => {
		const about = ({ header, claims }: Decoded) => ({ alg: header['alg'], kid: header['kid'], iss: claims['iss'], sub: claims['sub'], aud: claims['aud'] });
		const { clientId, keyId } = appOf(which);
		const expected = { alg: 'RS256', kid: keyId, iss: clientId, sub: clientId, aud: `${world.okta.url}/oauth2/v1/token` };
		for (const entry of [...said.tokens, ...mine.tokens]) expect(about(assertionOf(entry))).toEqual(expected);
		expect(Object.keys(assertionOf(mine.tokens[0]!).claims).sort()).toEqual(Object.keys(assertionOf(said.tokens[0]!).claims).sort());
	});

	test('asserts it for minutes, within the hour Okta allows', () => {
		for (const entry of [...said.tokens, ...mine.tokens]) {
			const { iat, exp } = assertionOf(entry).claims as { iat: number; exp: number };
			const asked = Date.parse(entry.startedAt) / 1_000;
			expect(exp - iat).toBeGreaterThan(30);
			expect(exp - iat).toBeLessThanOrEqual(3_600);
			expect(Math.abs(asked - iat)).toBeLessThan(5);
		}
	});

	test('keeps its token for the calls that follow', () => {
		for (const { tokens, calls } of [said, mine]) {
			expect(tokens.filter(({ status }) => status === 200)).toHaveLength(1);
			expect(tokens.at(-1)).toBe(issued({ tokens, calls }));
			expect(calls.map(({ status }) => status)).toEqual([200, 200]);
		}
		expect(mine.calls.map(meant)).toEqual(said.calls.map(meant));
	});

	test('uses every assertion and every proof once', async () => {
		const more = [mine, said, await ours(appOf(which)), await theirs(appOf(which))];
		const ids = more.flatMap(({ tokens, calls }) => [...tokens.map(assertionOf), ...[...tokens, ...calls].filter(({ headers }) => headers['dpop'] !== undefined).map(proofOf)]).map(({ claims }) => claims['jti']);
		for (const id of ids) expect(id).toEqual(expect.stringMatching(/^[\w-]{16,}$/));
		expect(new Set(ids).size).toBe(ids.length);
	});

	test('gets a new token once when Okta no longer takes the old one', async () => {
		const expired: Work = async (read) => {
			await read(world.account.id);
			world.okta.state.accessTokens.clear();
			world.okta.journal.clear();
			await read(world.account.id);
		};
		for (const { tokens, calls } of [await theirs(appOf(which), expired), await ours(appOf(which), expired)]) {
			expect(calls.map(({ status }) => status)).toEqual([401, 200]);
			expect(tokens.filter(({ status }) => status === 200)).toHaveLength(1);
			expect(calls[0]!.endedMs).toBeLessThanOrEqual(tokens[0]!.startedMs);
		}
	});
});

describe('proof of possession', () => {
	const secret = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];
	const given = () => [...world.okta.state.nonces.keys()];

	let mine: Seen;
	let said: Seen;
	beforeAll(async () => {
		mine = await ours();
		said = await theirs();
	});

	test('is a DPoP proof with a public key and nothing else of it', () => {
		for (const entry of [...mine.tokens, ...mine.calls, ...said.tokens, ...said.calls]) {
			const { typ, alg, jwk } = proofOf(entry).header as { typ: string; alg: string; jwk: Record<string, unknown> };
			expect(typ).toBe('dpop+jwt');
			expect(alg).toBe(jwk['kty'] === 'EC' ? 'ES256' : 'RS256');
			expect(Object.keys(jwk).filter((name) => secret.includes(name))).toEqual([]);
		}
	});

	test('for the token names its address and the nonce Okta gave', () => {
		for (const seen of [said, mine]) {
			const entry = issued(seen);
			expect(proofOf(entry).claims).toMatchObject({ htm: 'POST', htu: `${world.okta.url}/oauth2/v1/token` });
			expect(given()).toContain(proofOf(entry).claims['nonce']);
		}
	});

	test('for a call names its address without the query, and the token it goes with', async () => {
		const path = '/api/v1/users';
		await world.during(async () => {
			await oursOverServiceApp(appOf('withDpop')).okta.list(path, { search: 'profile.employeeNumber eq "30"', limit: 200 });
			await (await sdkOverServiceApp(appOf('withDpop')).userApi.listUsers({ search: 'profile.employeeNumber eq "30"', limit: 200 })).next();
		});
		const calls = world.wire.seen.filter(({ target }) => target.startsWith('/api/'));
		expect(calls).toHaveLength(2);
		for (const { headers } of calls) {
			const [scheme, token = ''] = headers['authorization']!.split(' ');
			expect(scheme).toBe('DPoP');
			expect(world.okta.state.accessTokens.has(token)).toBe(true);
			const { claims } = decoded(headers['dpop']!);
			expect(claims).toEqual({ htm: 'GET', htu: world.okta.url + path, ath: createHash('sha256').update(token).digest('base64url'), iat: expect.any(Number), jti: expect.any(String) });
		}
	});

	test('is made with one key from the token to the last call', () => {
		for (const { tokens, calls } of [mine, said]) {
			const keys = [issued({ tokens, calls }), ...calls].map((entry) => JSON.stringify(proofOf(entry).header['jwk']));
			expect(new Set(keys).size).toBe(1);
		}
	});
});

describe('the private key is taken', () => {
	const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
	const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const pem = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1') => String(key.export({ format: 'pem', type: type as 'pkcs8' }));
	const jwk = (key: KeyObject, more: object = {}) => JSON.stringify({ ...key.export({ format: 'jwk' }), ...more });

	beforeAll(() => {
		for (const which of apps) {
			const { keys } = world.okta.state.serviceApps.get(appOf(which).clientId)!;
			keys.push({ ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa' }, { ...ec.publicKey.export({ format: 'jwk' }), kid: 'ec' });
		}
	});

	const asserted = (seen: Seen) => {
		const { header } = assertionOf(issued(seen));
		return { alg: header['alg'], kid: header['kid'] };
	};

	test.each([
		['an RSA key as PKCS #8', pem(rsa.privateKey, 'pkcs8')],
		['an RSA key as PKCS #1', pem(rsa.privateKey, 'pkcs1')],
		['an RSA key as JWK', jwk(rsa.privateKey)],
		['an RSA key as JWK that names itself', jwk(rsa.privateKey, { kid: 'rsa', alg: 'RS256', use: 'sig' })],
	])('as the SDK takes it: %s', async (_name, privateKey) => {
		const app = { ...appOf('withDpop'), privateKey, keyId: 'rsa' };
		const said = asserted(await theirs(app));
		expect(asserted(await ours(app))).toEqual(said);
		expect(said).toEqual({ alg: 'RS256', kid: 'rsa' });
	});

	// SDK 8.1.0 signs the DPoP proof it always sends with the app's key and RS256, whatever key that is.
	test.each([
		['PKCS #8', pem(ec.privateKey, 'pkcs8')],
		['SEC 1', pem(ec.privateKey, 'sec1')],
		['JWK', jwk(ec.privateKey)],
	])('also where the SDK fails, with ES256: an EC key as %s', async (_name, privateKey) => {
		for (const which of apps) {
			const app = { ...appOf(which), privateKey, keyId: 'ec' };
			await expect(theirs(app)).rejects.toThrow('unsupported algorithm');
			expect(asserted(await ours(app))).toEqual({ alg: 'ES256', kid: 'ec' });
		}
	});

	test('also where the SDK fails: a PEM whose line ends became \\n in a single-line field', async () => {
		const app = { ...appOf('withDpop'), privateKey: pem(rsa.privateKey, 'pkcs8').replaceAll('\n', '\\n'), keyId: 'rsa' };
		await expect(theirs(app)).rejects.toThrow(/convert private key/);
		expect(asserted(await ours(app))).toEqual({ alg: 'RS256', kid: 'rsa' });
	});
});
