import type { Finding, System } from './system';
import type { Work } from './work';

/** `aws:111122223333` is a place of `aws`, and what is said of `aws` holds in each of its places. */
export const isWithin = (system: string, place: string): boolean => place === system || place.startsWith(`${system}:`);

/** Places of one kind may know the same account. */
export const isOfOneKind = (one: string, other: string): boolean => kindOf(one) === kindOf(other);
const kindOf = (place: string): string => place.split(':')[0]!;

/**
 * Works in several places of one kind at once, such as the AWS accounts of a company. Nobody needs an account in each of
 * them, but in one: a place without it is fine as soon as another has it.
 */
export const inEach = async <Result>(systems: readonly System[], work: Work, run: (system: System, work: Work) => Promise<Result[]>): Promise<Result[]> => {
	if (systems.length === 1) return await run(systems[0]!, work);
	const places = systems.map(watched);
	const results = await Promise.all(
		places.map(async ({ system, foundNothing }, mine) => {
			const others = places.filter((_, index) => index !== mine);
			const foundElsewhere = async () => (await Promise.all(others.map(({ finding }) => finding))).some((found) => found !== undefined && found.kind !== 'none');
			try {
				return await run(system, { ...work, foundElsewhere });
			} finally {
				// Whoever ended before looking found nothing, and must not be waited for.
				foundNothing();
			}
		}),
	);
	return results.flat();
};

interface Watched {
	system: System;
	finding: Promise<Finding<unknown> | undefined>;
	foundNothing(): void;
}

const watched = (system: System): Watched => {
	let resolve: (found?: Finding<unknown>) => void = () => {};
	const finding = new Promise<Finding<unknown> | undefined>((done) => (resolve = done));
	return {
		finding,
		foundNothing: () => resolve(),
		system: {
			...system,
			find: async (...asked) => {
				const found = await system.find(...asked);
				resolve(found);
				return found;
			},
		},
	};
};
