import type { Ledger } from '../ledger/types';
import { systemClock } from './clock';
import { concerns } from './exceptions/exception';
import { inForceFor } from './exceptions/hold';
import type { Person } from './person';
import { Problem } from './problem';

/**
 * A drill cuts for real and asks nobody, so it may cut only who was registered for it. Both names have to be registered: an
 * account is found by the HR id or by the work e-mail, and one that is mistyped could be somebody's.
 */
export const refuseUnlessForDrills = async (ledger: Ledger, { id, name, workEmail }: Person): Promise<void> => {
	const names = [id, workEmail ?? ''];
	const registered = (await inForceFor(ledger, names, systemClock.now())).filter(({ type }) => type === 'drill');
	const missing = names.filter((one) => one === '' || !registered.some((entry) => concerns(entry, [one])));
	if (missing.length === 0) return;
	const which = missing.map((one) => (one === '' ? 'no work email' : one)).join(' and ');
	throw new Problem(
		'misconfigured',
		`The drill was not begun, because ${name} is not registered for drills (missing: ${which}), and a drill takes access from nobody else. If this is the person you made for drills, register HR ID and work email as a Drill Person with Register Exception of the Evidence Ledger. If it is somebody real, correct "Whom the Drill Is About".`,
	);
};
