import type { EntraCall } from '../call';
import { refuse } from '../errors';
import { bodyOf } from '../routes/bodies';
import { versionOf } from './listing';

const BEHAVIOURS = ['default', 'doNotObliterate', 'obliterateWithWarning', 'always'];

const isFlag = (value: unknown) => value === null || typeof value === 'boolean';

const FITS: Record<string, (value: unknown) => boolean> = {
	keepEnrollmentData: isFlag,
	keepUserData: isFlag,
	persistEsimDataPlan: isFlag,
	useProtectedWipe: isFlag,
	macOsUnlockCode: (value) => value === null || (typeof value === 'string' && /^\d{6}$/.test(value)),
	obliterationBehavior: (value) => value === null || BEHAVIOURS.includes(String(value)),
};

const BETA_ONLY = new Set(['useProtectedWipe']);

/** All of it may be left out. */
export function wipeOptionsIn(call: EntraCall): Record<string, unknown> {
	const options = bodyOf(call);
	for (const [name, value] of Object.entries(options)) {
		const fits = BETA_ONLY.has(name) && versionOf(call) !== 'beta' ? undefined : FITS[name];
		if (fits === undefined) throw refuse('BadRequest', `The parameter '${name}' in the request payload is not a valid parameter for the operation 'wipe'.`);
		if (!fits(value)) throw refuse('BadRequest', `Invalid value specified for the parameter '${name}' of the operation 'wipe'.`);
	}
	return options;
}
