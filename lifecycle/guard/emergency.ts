import type { HrEvent } from '../event';
import { endsAccess } from '../event';
import type { Finding } from './hold';

export const isUrgent = (event: HrEvent): boolean => event.urgency === 'immediate' && endsAccess(event);

/** Where nobody says who asked, two have to agree: one of them at least is somebody else. */
export const emergencyFinding = (event: HrEvent): Finding | null => {
	if (!isUrgent(event)) return null;
	return event.requestedBy
		? { code: 'emergency', needs: 1, why: `it is to be done at once, as ${event.requestedBy} asked. A second person has to confirm it` }
		: { code: 'emergency', needs: 2, why: 'it is to be done at once, and it does not say who asked. Two people have to confirm it' };
};
