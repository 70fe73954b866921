import { Problem } from '../problem';
import type { PersonRef } from '../work';
import type { Holder } from './device';

/** For managements that know people by their address alone. Without one nobody is looked for, because a blank one would find everybody. */
export const holderByEmail = (system: string, { id, workEmail }: PersonRef): Holder => {
	const address = workEmail?.trim().toLowerCase() ?? '';
	if (!/^[^\s@*%]+@[^\s@*%]+$/.test(address)) {
		throw new Problem('misconfigured', `Nobody was looked for in ${system}, which knows people by their work e-mail only, and HR has ${address === '' ? 'none' : `"${address}", which is no address,`} for the person with the HR id ${id}. Put it right in HR, then run the case again.`);
	}
	return { id: address, label: address, names: [address] };
};
