import type { ActiveDirectory } from './client';
import type { Root } from './connection';
import type { AdAccount } from './find';
import { all, any, bits, inChain, is, not, people } from './filter';
import { fileTime, instantOf } from './fileTime';
import { ridOf, sidBytes, sidText } from './identifiers';
import { getUser, idOf, sidOf } from './user';

/** The same in every domain. */
const administrator = 500;
const ticketKey = 502;
const domainAdmins = 512;

/** Accounts without which the domain cannot be run, and those n8n may not change anyway. */
export const untouchable = async (ad: ActiveDirectory, account: AdAccount): Promise<string | null> => {
	const root = await ad.root();
	const entry = await getUser(ad, account.id, ['objectSid', 'sAMAccountName', 'adminCount', 'isCriticalSystemObject', 'allowedAttributesEffective', 'tokenGroups']);
	const sid = sidOf(entry);
	const rid = ridOf(sid);
	if (root.ownSids.includes(sid)) return 'n8n works with this very account, so cutting it would stop every case. Give the credential an account of its own first';
	if (rid === administrator) return 'it is the built-in administrator of the domain, the last way in when everything else fails';
	if (rid === ticketKey || /^krbtgt(_\d+)?$/i.test(entry.required('sAMAccountName'))) return 'it holds the key of every Kerberos ticket of the domain';
	if (entry.text('isCriticalSystemObject') === 'TRUE') return 'Active Directory marks it as critical for the system';
	const memberOf = entry.allBytes('tokenGroups').map(sidText);
	if (memberOf.includes(`${root.domainSid}-${domainAdmins}`) && (await isLastDomainAdmin(ad, root, account.id))) return 'it is the last member of Domain Admins who can sign in. Make somebody else a domain admin first';
	const writable = entry.texts('allowedAttributesEffective');
	if (entry.text('adminCount') === '1' && !writable.includes('userAccountControl')) {
		return 'it is protected as a member of an administrative group, now or earlier (adminCount = 1), and n8n may not change it: delegated rights do not reach such accounts. Let a domain admin disable it, or take it out of the groups, clear adminCount and switch inheritance of permissions on again; then run the case again';
	}
	return null;
};

const isLastDomainAdmin = async (ad: ActiveDirectory, { domainSid }: Root, id: string): Promise<boolean> => {
	const group = await ad.list(is('objectSid', sidBytes(`${domainSid}-${domainAdmins}`)), ['objectGUID']);
	const members = await ad.list(
		all(people, any(is('primaryGroupID', String(domainAdmins)), ...group.map(({ dn }) => inChain('memberOf', dn))), not(bits('userAccountControl', 0x2))),
		['objectGUID', 'accountExpires'],
	);
	const now = fileTime(new Date());
	const able = members.filter((member) => {
		const expires = member.text('accountExpires');
		return instantOf(expires) === null || BigInt(expires!) > BigInt(now);
	});
	return !able.some((member) => idOf(member) !== id);
};
