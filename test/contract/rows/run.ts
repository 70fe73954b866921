import type { Json } from '../../../ledger/types';
import { distinct, fits, type Meant } from '../support/request';
import type { Credential, World } from '../support/world';
import type { Row } from './row';

export const sentByUs = async (row: Row, world: World, credential: Credential): Promise<Meant[]> => {
	const ours = world.ours(credential);
	world.rewind();
	const remembered: Json = (await row.remembers?.(ours, world)) ?? null;
	row.given?.(world);
	const all = await world.during(() => row.ours(ours, world, remembered));
	return distinct(all.filter((request) => fits(row.request, request)));
};

const schemes: Record<Credential, string> = { apiToken: 'SSWS', withDpop: 'DPoP', withoutDpop: 'Bearer' };

export const saidByTheOracle = async ({ oracle, request, given }: Row, world: World, credential: Credential): Promise<Meant[]> => {
	world.rewind();
	given?.(world);
	if (typeof oracle === 'function') return distinct(await world.during(() => oracle(world.sdk(credential), world)));
	const [method, path] = request.split(' ') as [string, string];
	const common = { method, path, scheme: schemes[credential], accept: 'application/json', contentType: null };
	return distinct(oracle.requests(world).map((facts) => ({ ...common, ...facts })));
};
