import type { ActiveDirectory } from '../client';
import { all, any, is } from '../filter';
import { groupsOf } from '../groups';
import { isGuid } from '../identifiers';
import { idOf } from '../user';

export type Membership = { id: string; name: string; member: boolean; primary: boolean };
/** `unclear` is what was asked for and is not exactly one group, as a sentence each. */
export type Memberships = { groups: Membership[]; unclear: string[] };

export const readMemberships = async (ad: ActiveDirectory, userId: string, asked: readonly string[]): Promise<Memberships> => {
	const held = await groupsOf(ad, userId);
	const found = await Promise.all(asked.map((one) => groupCalled(ad, one)));
	const groups = new Map(found.flatMap((group) => (typeof group === 'string' ? [] : [[group.id, group]])));
	return {
		groups: [...groups.values()].map((group) => {
			const mine = held.find(({ id, kind }) => id === group.id && kind !== 'nested');
			return { ...group, member: mine !== undefined, primary: mine?.kind === 'primary' };
		}),
		unclear: found.filter((group) => typeof group === 'string'),
	};
};

const groupCalled = async (ad: ActiveDirectory, asked: string): Promise<{ id: string; name: string } | string> => {
	const names = ['sAMAccountName', 'objectGUID'];
	const id = asked.toLowerCase();
	const one = isGuid(id) ? await ad.get(id, names) : null;
	const found = isGuid(id) ? (one ? [one] : []) : await ad.list(all(is('objectClass', 'group'), any(is('sAMAccountName', asked), is('cn', asked))), names);
	if (found.length === 1) return { id: idOf(found[0]!), name: found[0]!.text('sAMAccountName') ?? found[0]!.dn };
	if (found.length === 0) return `Active Directory has no group called "${asked}"; correct the name`;
	return `Active Directory has several groups called "${asked}": ${found.map(({ dn }) => dn).join('; ')}; name the one that is meant by its objectGUID`;
};

export const named = (groups: readonly Membership[]): string => groups.map(({ name }) => name).join(', ');
