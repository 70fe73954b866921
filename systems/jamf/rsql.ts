import { Problem } from '../../lifecycle/problem';

/** A comparison in Jamf's filter language. What would mean more than itself inside quotes is not sent: a wildcard finds everybody's devices. */
export const is = (field: string, value: string): string => {
	if (value.trim() === '' || /["\\*]/.test(value)) {
		throw new Problem('misconfigured', `Jamf Pro was not asked for ${field} "${value}", because that is blank or holds a character that means something else in its filters. Put the name or address right in HR, then run the case again.`);
	}
	return `${field}=="${value}"`;
};

export const all = (...comparisons: readonly string[]): string => comparisons.join(';');
export const any = (...comparisons: readonly string[]): string => comparisons.join(',');
