import type { Ledger } from '../../ledger';
import { stores, type Store } from './support/stores';

describe.each(stores)('in %s', (_, make) => {
	let store: Store;
	let ledger: Ledger;
	let time = 0;

	beforeEach(async () => {
		store = await make();
		ledger = await store.open(() => new Date(time));
	});

	afterEach(async () => {
		await ledger.close();
		await store.destroy();
	});

	const take = (owner: string, key = 'okta/00u1') => ledger.lease(key, owner, 1000);

	it('is held by one at a time, whoever asks', async () => {
		const claims = await Promise.all(['a', 'b', 'a', 'c'].map((owner) => take(owner)));
		expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
		expect(await take('b', 'okta/00u2')).toBeDefined();
	});

	it('can be taken again once released', async () => {
		const first = await take('a');
		expect(await take('b')).toBeUndefined();
		await first!.release();
		expect(await take('b')).toBeDefined();
	});

	it('runs out at its time, and not before', async () => {
		await take('a');
		time += 999;
		expect(await take('b')).toBeUndefined();
		time += 1;
		expect(await take('b')).toBeDefined();
	});

	it('lasts as long as it is renewed', async () => {
		const lease = await take('a');
		time += 999;
		expect(await lease!.renew()).toBe(true);
		time += 999;
		expect(await take('b')).toBeUndefined();
		time += 1;
		expect(await lease!.renew()).toBe(false);
	});

	it('whoever lost it can neither renew nor release it for its successor', async () => {
		const late = await take('a');
		time += 1000;
		const next = await take('b');
		expect(await late!.renew()).toBe(false);
		await late!.release();
		expect(await take('c')).toBeUndefined();
		expect(await next!.renew()).toBe(true);
	});

	it('lists those alive under a prefix', async () => {
		await take('a', 'case/1');
		time += 500;
		await take('b', 'case/%');
		await take('b', 'cäse😀/2');
		expect(await ledger.activeLeases('case/')).toEqual(['case/%', 'case/1']);
		expect(await ledger.activeLeases('case/%')).toEqual(['case/%']);
		expect(await ledger.activeLeases('cäse😀')).toEqual(['cäse😀/2']);
		expect(await ledger.activeLeases('')).toHaveLength(3);
		time += 500;
		expect(await ledger.activeLeases('case/')).toEqual(['case/%']);
	});
});
