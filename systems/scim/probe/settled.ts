import type { Clock } from '../../../lifecycle/clock';
import { pauseBefore } from '../../../lifecycle/readBack';

const looks = 6;

/** Some applications show a change only after a moment. The last thing seen counts. */
export const settled = async <Seen>(clock: Clock, look: () => Promise<Seen>, fits: (seen: Seen) => boolean): Promise<Seen> => {
	for (let turn = 1; ; turn++) {
		const seen = await look();
		if (fits(seen) || turn === looks) return seen;
		await clock.sleep(pauseBefore(turn));
	}
};
