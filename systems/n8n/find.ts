import type { AccountRef, Finding } from '../../lifecycle/system';
import type { N8n } from './client';
import { sameAddress, userIfAny } from './user';

/** By the work e-mail: n8n keeps nothing else of a person, and no address twice. */
export const findAccount = async (n8n: N8n, { id, workEmail }: { id: string; workEmail: string | null }): Promise<Finding<AccountRef>> => {
	if (workEmail === null) {
		return { kind: 'none', why: `HR has no work e-mail for HR id ${id || '(none)'}, and n8n knows people by nothing else. Enter it in HR, then run the case again.` };
	}
	const user = await userIfAny(n8n, workEmail);
	// n8n takes ids here as well; only the address itself counts.
	if (user !== null && sameAddress(user.email, workEmail)) return { kind: 'one', account: { id: user.id, label: user.email! } };
	return {
		kind: 'none',
		why: `No n8n account has the address ${workEmail} of HR id ${id}. If the person never had one, tick "Having No Account Is Fine" in the node; if they have it under another address, change it in n8n, then run the case again.`,
	};
};
