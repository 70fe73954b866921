import { rows } from './rows';
import { saidByTheOracle, sentByUs } from './rows/run';
import { fits } from './support/request';
import { credentials, startWorld, type World } from './support/world';

let world: World;
beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.stop());

describe.each(credentials)('we and Okta’s SDK, over %s, send the same for', (credential) => {
	const mine = rows.filter(({ only }) => only === undefined || only === credential);

	test.each(mine.map((row) => [row.name, row] as const))('%s', async (_name, row) => {
		const said = await saidByTheOracle(row, world, credential);
		const sent = await sentByUs(row, world, credential);
		expect(sent).toEqual(said);
		// Two empty lists would agree as well.
		expect(said.length).toBeGreaterThan(0);
		for (const request of said) expect(fits(row.request, request)).toBe(true);
	});
});

test('a request the SDK cannot express says why, and where its facts are from', () => {
	const unsaid = rows.flatMap(({ oracle }) => (typeof oracle === 'function' ? [] : [oracle]));
	for (const { because, see } of unsaid) {
		expect(because.length).toBeGreaterThan(20);
		expect(see).toMatch(/^§\d/);
	}
	expect(unsaid).toHaveLength(1);
});
