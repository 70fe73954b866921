import '../support/environment';
import { distinct, type Meant } from '../support/request';
import { rows } from './rows';
import { startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
	world = await startWorld();
});
beforeEach(() => world.company.rewind());
afterAll(() => world.company.stop());

const among = (requests: readonly Meant[], fits: RegExp) => distinct(requests.filter(({ method, path }) => fits.test(`${method} ${path}`)));

describe('we and Google’s own clients send the same for', () => {
	test.each(rows)('%s', async (_name, request, ours, oracle) => {
		const mine = await world.during(() => ours(world));
		world.company.rewind();
		const theirs = await world.during(() => oracle(world.sdk(), world));
		const said = among(theirs.sent, request);
		if (said.length === 0) throw theirs.failure;
		const sent = among(mine.sent, request);
		if (sent.length === 0) throw mine.failure;
		expect(sent).toEqual(said);
	});
});
