import type { HrEvent } from '../event';
import { endsAccess } from '../event';
import type { Finding } from './hold';

/** A person wants it done now, without waiting for HR: to cut somebody off, or to give back what was cut by mistake. */
export const isUrgent = (event: HrEvent): boolean => event.urgency === 'immediate' && (endsAccess(event) || event.kind === 'rescind');

/** Where nobody says who asked, two have to agree: one of them at least is somebody else. */
export const emergencyFinding = (event: HrEvent): Finding | null => {
	if (!isUrgent(event)) return null;
	if (event.kind === 'rescind') return undoFinding(event);
	return event.requestedBy
		? { code: 'emergency', needs: 1, why: `it is to be done at once, as ${event.requestedBy} asked. A second person has to confirm it` }
		: { code: 'emergency', needs: 2, why: 'it is to be done at once, and it does not say who asked. Two people have to confirm it' };
};

const undoFinding = ({ requestedBy, takesBack, reason }: HrEvent): Finding => {
	const what = `what ${takesBack === undefined ? 'was cut' : `the case ${takesBack} cut`} is to be given back`;
	const because = reason === undefined || reason.trim() === '' ? '' : `, with the reason "${reason.trim().slice(0, 500)}"`;
	return requestedBy
		? { code: 'undo', needs: 1, why: `${what}, as ${requestedBy} asked${because}. A second person has to confirm it` }
		: { code: 'undo', needs: 2, why: `${what}, and it does not say who asked${because}. Two people have to confirm it` };
};
