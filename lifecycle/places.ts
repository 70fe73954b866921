import type { System } from './system';
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
	const findings = systems.map(announced);
	const results = await Promise.all(
		systems.map(async (system, mine) => {
			const { tell } = findings[mine]!;
			const others = findings.filter((_, index) => index !== mine);
			const foundElsewhere = async () => (await Promise.all(others.map(({ found }) => found))).includes(true);
			try {
				return await run(system, { ...work, places: { tell, foundElsewhere } });
			} finally {
				// Whoever ended before looking found nothing, and must not be waited for.
				tell(false);
			}
		}),
	);
	return results.flat();
};

/** Said once; what is said later changes nothing. */
const announced = (): { found: Promise<boolean>; tell(found: boolean): void } => {
	let tell: (found: boolean) => void = () => {};
	const found = new Promise<boolean>((resolve) => (tell = resolve));
	return { found, tell };
};
