import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Ledger } from '../../ledger';
import { systemClock } from '../../lifecycle/clock';
import { openNodeLedger } from '../../nodes/shared/ledger';
import { origin, postgresOn, servers } from './support/stores';

let time: number;
let stores: Awaited<ReturnType<typeof postgresOn>>[];
let opened: Set<Ledger>;

beforeEach(() => {
	time = Date.parse('2026-11-20T10:00:00.000Z');
	jest.spyOn(systemClock, 'now').mockImplementation(() => new Date(time));
	stores = [];
	opened = new Set();
});

afterEach(async () => {
	jest.restoreAllMocks();
	for (const ledger of opened) await ledger.close();
	for (const store of stores) await store.destroy();
});

const later = (seconds: number): void => {
	time += seconds * 1_000;
};

const dataOfNewStore = async (): Promise<ICredentialDataDecryptedObject> => {
	const store = await postgresOn(servers().shared);
	stores.push(store);
	await (await store.open()).close();
	return { ...store.place, signingKey: store.key, ledgerName: origin };
};

let credentials = 0;

/** A node of n8n with the credential, as somebody may edit it meanwhile. */
const nodeWith = (given: ICredentialDataDecryptedObject) => {
	const id = `credential-${(credentials += 1)}`;
	const credential = { data: given, reads: 0 };
	const context = {
		getNode: () => ({ credentials: { jmlLedgerPostgresApi: { id, name: 'Ledger' } } }),
		getInstanceBaseUrl: () => 'https://n8n.acme.test/',
		getCredentials: async () => {
			credential.reads += 1;
			return credential.data;
		},
	};
	const open = async (): Promise<Ledger> => {
		const ledger = await openNodeLedger(context as unknown as Parameters<typeof openNodeLedger>[0]);
		opened.add(ledger);
		return ledger;
	};
	return { open, credential };
};

it('reads a credential once a minute, and opens one ledger for as long as it says the same', async () => {
	const { open, credential } = nodeWith(await dataOfNewStore());
	const [first, ...others] = await Promise.all([open(), open(), open()]);
	later(59);
	for (const ledger of [...others, await open()]) expect(ledger).toBe(first);
	expect(credential.reads).toBe(1);

	later(2);
	credential.data = { ...credential.data };
	expect(await open()).toBe(first);
	expect(credential.reads).toBe(2);
	expect((await first!.append({ kind: 'a', content: {} })).record.seq).toBe(0);
});

it('notices within a minute that a credential leads elsewhere, and finds the first ledger again where it leads back', async () => {
	const { open, credential } = nodeWith(await dataOfNewStore());
	const first = await open();
	const before = credential.data;
	credential.data = await dataOfNewStore();
	expect(await open()).toBe(first);
	later(61);
	const second = await open();
	expect(second).not.toBe(first);
	expect(await second.vkey()).not.toBe(await first.vkey());
	credential.data = before;
	later(61);
	expect(await open()).toBe(first);
});

it('tries again at once where a ledger could not be opened, or its credential not be read', async () => {
	const good = await dataOfNewStore();
	const { open, credential } = nodeWith({ ...good, password: 'wrong' });
	await expect(open()).rejects.toMatchObject({ code: 'storage' });
	credential.data = { ...good, host: '' };
	await expect(open()).rejects.toMatchObject({ code: 'misconfigured' });
	credential.data = good;
	expect(await (await open()).head()).toMatchObject({ size: 0 });
	expect(credential.reads).toBe(3);
});
