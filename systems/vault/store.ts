import type { Clock } from '../../lifecycle/clock';
import { Problem } from '../../lifecycle/problem';
import { defaultPatience, readBack } from '../../lifecycle/readBack';
import { satisfied, underway } from '../../lifecycle/step';
import type { Dictionary } from '../http/parse';
import type { At, Metadata, Vault } from './client';
import { label } from './place';

/** A standby that answers reads is a moment behind, hardly ever more. */
const readBackMs = 5_000;

const holds = (metadata: Metadata | null, version: number, now: Date): boolean => {
	const deletedAt = metadata?.deletedAt.get(version);
	if (deletedAt === undefined) return false;
	// An engine may be told to delete what it keeps after a while; until then it is there.
	return deletedAt === null || Date.parse(deletedAt) > now.getTime();
};

/**
 * Writes a new version and sees that this very one is there; without reading what it holds, so that whoever may write
 * need not be able to read. Gives its number.
 */
export const storeProven = async (vault: Vault, clock: Clock, at: At, data: Dictionary): Promise<number> => {
	const before = await vault.metadata(at);
	const version = await vault.write(at, data, before?.newest ?? 0);
	const look = async () => ({ state: null, plan: holds(await vault.metadata(at), version, clock.now()) ? satisfied('there') : underway('not shown yet') });
	const seen = await readBack(look, clock, { ...defaultPatience, readBackMs });
	if ('problem' in seen) throw seen.problem;
	if (seen.plan.kind === 'satisfied') return version;
	throw new Problem('bad_answer', `${label} answered that version ${version} of ${vault.nameOf(at)} was written, but does not show it, so it does not count as kept and nothing was done that relies on it. Check that the mount in the credential is that of the engine alone (such as secret, without data), press Test there, and look into Vault's audit log; then run the case again.`);
};
