import { commandOf, instantIn, isOf, pinIn, resultsIn } from './results';

const result = (more: object) => ({ actionName: 'remoteLock', actionState: 'done', startDateTime: '2026-11-20T10:00:00Z', lastUpdatedDateTime: '2026-11-20T10:05:00Z', ...more });

test.each([
	['none', 'queued'],
	['pending', 'queued'],
	['active', 'queued'],
	['done', 'done'],
	['failed', 'failed'],
	['notSupported', 'failed'],
	['canceled', 'cancelled'],
	['unknownFutureValue', 'queued'],
	['constructor', 'queued'],
	['Done', 'done'],
	['NOTSUPPORTED', 'failed'],
	[undefined, 'queued'],
	[{}, 'queued'],
])('%j is %s', (actionState, state) => {
	expect(commandOf(resultsIn({ deviceActionResults: [result({ actionState })] })[0]!)).toMatchObject({ state, at: '2026-11-20T10:00:00.000Z', endedAt: state === 'queued' ? null : '2026-11-20T10:05:00.000Z' });
});

test.each([
	['wipe', 'wipe'],
	['wipe', 'factoryReset'],
	['wipe', 'FactoryReset'],
	['retire', 'removeCompanyData'],
	['retire', 'Retire'],
	['lock', 'remoteLock'],
] as const)('%s is called %s', (action, actionName) => {
	const [told] = resultsIn({ deviceActionResults: [result({ actionName })] });
	expect((['lock', 'retire', 'wipe'] as const).filter((one) => isOf(one, told!))).toEqual([action]);
});

test('what is none of the three is none, and its words go nowhere', () => {
	const [told] = resultsIn({ deviceActionResults: [result({ actionName: 'wipe <b>now</b>' })] });
	expect(told!.name).toBe('unknown');
	expect((['lock', 'retire', 'wipe'] as const).some((one) => isOf(one, told!))).toBe(false);
});

test('the oldest comes first, whatever the order', () => {
	const results = resultsIn({ deviceActionResults: [result({ startDateTime: '2026-11-20T11:00:00Z' }), result({})] });
	expect(results.map(({ at }) => at)).toEqual(['2026-11-20T10:00:00.000Z', '2026-11-20T11:00:00.000Z']);
});

test('a PIN is the one of the last lock that shows one, and in no result', () => {
	const device = { deviceActionResults: [result({ startDateTime: '2026-11-20T11:00:00Z', unlockPin: '222222' }), result({ unlockPin: '111111' }), result({ actionName: 'resetPasscode', startDateTime: '2026-11-20T12:00:00Z', unlockPin: '999999' })] };
	expect(pinIn(device)).toBe('222222');
	expect(JSON.stringify(resultsIn(device))).not.toMatch(/111111|222222|999999/);
	expect(pinIn({ deviceActionResults: [result({ unlockPin: null })] })).toBeNull();
	expect(pinIn({})).toBeNull();
});

test.each([['0001-01-01T00:00:00Z'], ['nonsense'], [null], [42]])('%j is no time', (value) => {
	expect(instantIn(value)).toBeNull();
});

test('what has no time at all comes first, and hides no order of the others', () => {
	const results = resultsIn({ deviceActionResults: [result({ startDateTime: '2026-11-20T11:00:00Z' }), result({ startDateTime: null }), result({})] });
	expect(results.map(({ at }) => at)).toEqual([null, '2026-11-20T10:00:00.000Z', '2026-11-20T11:00:00.000Z']);
});

test('a time without a zone is one of Graph, which tells UTC, wherever n8n runs', () => {
	const read = jest.spyOn(Date, 'parse');
	expect(instantIn('2026-11-20T10:00:00')).toBe('2026-11-20T10:00:00.000Z');
	expect(instantIn('2026-11-20T10:00:00.1234567')).toBe('2026-11-20T10:00:00.123Z');
	expect(instantIn('2026-11-20T10:00:00+02:00')).toBe('2026-11-20T08:00:00.000Z');
	expect(read.mock.calls.flat()).toEqual(['2026-11-20T10:00:00Z', '2026-11-20T10:00:00.1234567Z', '2026-11-20T10:00:00+02:00']);
	read.mockRestore();
});

test('the PIN of an earlier lock is not taken for that of the last one, and a lock that failed made none', () => {
	const earlier = result({ unlockPin: '111111' });
	expect(pinIn({ deviceActionResults: [earlier, result({ startDateTime: '2026-11-20T11:00:00Z', unlockPin: null })] })).toBeNull();
	expect(pinIn({ deviceActionResults: [earlier, result({ startDateTime: '2026-11-20T11:00:00Z', actionState: 'failed', unlockPin: null })] })).toBe('111111');
});

test('results that are no list prove nothing', () => {
	expect(() => resultsIn({ deviceActionResults: 'none' })).toThrow(/not a list/);
});
