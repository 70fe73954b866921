import { asProblem } from '../../lifecycle/problem';
import { parse, type Entra } from './client';
import { quoted } from '../http/microsoft/find';
import type { EntraUser } from '../http/microsoft/user';

/** Of the sixteen bytes of a GUID the first three groups are stored backwards; Entra keeps them in base64. */
export const objectGuidOf = (immutableId: string | null): string | null => {
	const bytes = Buffer.from(immutableId ?? '', 'base64');
	if (bytes.length !== 16) return null;
	const group = (from: number, to: number) => bytes.subarray(from, to);
	const backwards = (from: number, to: number) => Buffer.from(group(from, to)).reverse();
	return [backwards(0, 4), backwards(4, 6), backwards(6, 8), group(8, 10), group(10, 16)].map((part) => part.toString('hex')).join('-');
};

/** What Active Directory makes of a blocked account that it owns. */
export type There = {
	/** Why the account stays blocked; null where nothing says so. */
	heldBecause: string | null;
	/** This case is still at work there, so that it may yet say so. */
	beingCut: boolean;
};

/**
 * Either this case has read back that Active Directory has the account disabled, or a synchronisation went over it after
 * the block and left it.
 */
export const inActiveDirectory = async (entra: Entra, user: EntraUser, blockedAt: string | null): Promise<There> => {
	const { disabled, underway } = await entra.settings.onPremises();
	const guid = objectGuidOf(user.immutableId);
	const there = disabled.find(({ objectGuid }) => objectGuid.toLowerCase() === guid);
	const heldBecause = there ? `this case read back from Active Directory at ${there.verifiedAt} that it is disabled there` : await leftBySynchronisation(entra, user, blockedAt);
	return { heldBecause, beingCut: underway };
};

const leftBySynchronisation = async (entra: Entra, user: EntraUser, blockedAt: string | null): Promise<string | null> => {
	const since = Date.parse(blockedAt ?? (await lastBlock(entra, user.id)) ?? '');
	return user.lastSyncAt !== null && Date.parse(user.lastSyncAt) > since ? `the synchronisation of ${user.lastSyncAt} left it blocked` : null;
};

/** Newest first; the log is some minutes late and reaches back 7 or 30 days. What it does not show is not proven. */
const lastBlock = async (entra: Entra, userId: string): Promise<string | null> => {
	const filter = `activityDisplayName eq 'Disable account' and targetResources/any(t:t/id eq ${quoted(userId)})`;
	try {
		const entries = await entra.list('/v1.0/auditLogs/directoryAudits', { $filter: filter, $top: 50 });
		return entries.map((entry) => parse.text(entry['activityDateTime'], 'directoryAudit.activityDateTime')).sort().at(-1) ?? null;
	} catch (error) {
		if (asProblem(error).code === 'forbidden') return null;
		throw error;
	}
};
