import { tryAll } from '../../lifecycle/tryAll';
import type { ActiveDirectory } from './client';
import { any, is } from './filter';
import { isWithin, sameDn } from './dn';
import { sidBytes, sidText } from './identifiers';
import { getUser, idOf, sidOf } from './user';

/** Why a membership cannot be taken away here; null where it can. */
export type GroupKind = 'ordinary' | 'protected' | 'builtin' | 'primary' | 'elsewhere' | 'nested';
export type Group = { id: string; name: string; kind: GroupKind };

export const whyNot: Readonly<Record<Exclude<GroupKind, 'ordinary'>, string>> = {
	primary: 'the primary group, which every account must have; it opens what is open to everybody of its kind. Give the account another primary group if that is too much',
	builtin: 'a group built into the domain; take the person out of it in Active Directory Users and Computers, under Builtin',
	protected: 'a group of administrators, whose members n8n may not change; let a domain admin take the person out of it',
	elsewhere: 'a group of another domain; take the person out of it there, or use a credential for a domain controller of that domain',
	nested: 'comes with another group that could not be left here',
};

/** Everybody is in it, through Domain Users. */
const builtinUsers = 'S-1-5-32-545';
const isBuiltin = (sid: string) => sid.startsWith('S-1-5-32-');

const shown = ['objectGUID', 'objectSid', 'sAMAccountName', 'adminCount', 'allowedAttributesEffective'];

/**
 * What the account is in: what it is a member of, its primary group, which is stored with the account, and what comes
 * through others.
 */
export const groupsOf = async (ad: ActiveDirectory, id: string): Promise<Group[]> => {
	const { domainSid, namingContext } = await ad.root();
	const user = await getUser(ad, id, ['memberOf', 'primaryGroupID', 'tokenGroups']);
	const memberOf = user.texts('memberOf');
	const primary = `${domainSid}-${user.required('primaryGroupID')}`;
	const own = memberOf.filter((dn) => isWithin(dn, namingContext));
	// A group of another domain is not among this one's objects, whatever this domain controller knows of it.
	const elsewhere = memberOf.filter((dn) => !own.includes(dn)).map((dn): Group => ({ id: dn, name: dn, kind: 'elsewhere' }));
	const sids = user.allBytes('tokenGroups').map(sidText).filter((sid) => sid !== builtinUsers);
	const wanted = [...own.map((dn) => is('distinguishedName', dn)), ...[...new Set([primary, ...sids])].map((sid) => is('objectSid', sidBytes(sid)))];
	const found = await ad.list(any(...wanted), shown);
	const groups = found.map((group): Group => {
		const sid = sidOf(group);
		const direct = own.some((dn) => sameDn(dn, group.dn));
		const kind = ((): GroupKind => {
			if (sid === primary) return 'primary';
			if (!direct) return 'nested';
			if (isBuiltin(sid)) return 'builtin';
			return group.text('adminCount') === '1' && !group.texts('allowedAttributesEffective').includes('member') ? 'protected' : 'ordinary';
		})();
		return { id: idOf(group), name: group.text('sAMAccountName') ?? group.dn, kind };
	});
	return [...groups, ...elsewhere].sort((a, b) => a.name.localeCompare(b.name));
};

type Change = (ad: ActiveDirectory, groupId: string, memberDn: string) => Promise<void>;

export const join: Change = (ad, groupId, memberDn) => ad.modify(groupId, { operation: 'add', attribute: 'member', values: [memberDn] });
export const leave: Change = (ad, groupId, memberDn) => ad.modify(groupId, { operation: 'delete', attribute: 'member', values: [memberDn] });

/** All of them are tried before the first failure is reported. `harmless` are the codes that say it was so already. */
export const eachGroup = async (ad: ActiveDirectory, id: string, groups: readonly { id: string }[], work: Change, harmless: readonly number[]): Promise<void> => {
	const { dn } = await getUser(ad, id, ['1.1']);
	const failed = await tryAll(groups, (group) => work(ad, group.id, dn));
	const real = failed.find(({ problem }) => !harmless.includes(Number(problem.evidence['ldapCode'])));
	if (real) throw real.problem;
};
