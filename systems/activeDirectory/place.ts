import { Problem } from '../../lifecycle/problem';
import type { ActiveDirectory } from './client';
import { splitDn } from './dn';
import { getUser, idOf } from './user';

/** Units are renamed, too: what is remembered is their GUID. */
export type Place = { id: string; dn: string };

export const placeAt = async (ad: ActiveDirectory, dnOrId: string): Promise<Place> => {
	const unit = await ad.get(dnOrId, ['objectGUID']);
	if (unit === null) throw new Problem('misconfigured', `There is no organisational unit ${dnOrId} in Active Directory, or n8n may not see it. Correct it in the options of the node.`);
	return { id: idOf(unit), dn: unit.dn };
};

export const moveTo = async (ad: ActiveDirectory, id: string, place: string): Promise<void> => {
	const { dn } = await getUser(ad, id, ['1.1']);
	await ad.rename(id, `${splitDn(dn).rdn},${(await placeAt(ad, place)).dn}`);
};
