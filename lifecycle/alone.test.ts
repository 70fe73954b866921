import { virtualClock } from '../test/support/virtualClock';
import { temporaryLedger } from '../test/support/temporaryLedger';
import { aloneWith } from './alone';

const world = async () => {
	const clock = virtualClock();
	const ledger = await temporaryLedger(clock.now);
	return { clock, ledger, one: aloneWith(ledger, clock), other: aloneWith(ledger, clock) };
};
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('what is read, changed and written by several is changed by one after the other', async () => {
	const { ledger, one, other } = await world();
	let policy: string[] = [];
	const add = (name: string) => async () => {
		const read = policy;
		await turn();
		policy = [...read, name];
	};
	await Promise.all([one('policy', add('ada')), other('policy', add('ben')), one('policy', add('cleo'))]);
	expect([...policy].sort()).toEqual(['ada', 'ben', 'cleo']);
	await ledger.close();
});

test('different things do not wait for each other', async () => {
	const { ledger, one, other } = await world();
	await one('policy', () => other('another', async () => undefined));
	await ledger.close();
});

test('whoever fails lets the next one in', async () => {
	const { ledger, one, other } = await world();
	await expect(one('policy', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
	expect(await other('policy', async () => 'in')).toBe('in');
	await ledger.close();
});

test('whoever was paused for too long does not write', async () => {
	const { clock, ledger, one } = await world();
	const late = one('policy', async (stillAlone) => {
		// A process that stands still renews nothing.
		jest.spyOn(clock, 'now').mockReturnValue(new Date(clock.now().getTime() + 60_000));
		stillAlone();
	});
	await expect(late).rejects.toMatchObject({ code: 'superseded' });
	await ledger.close();
});
