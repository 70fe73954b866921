import { failedCheck, type Check } from '../../lifecycle/check';
import { activeDirectoryClient, type ActiveDirectory } from './client';
import type { Connection } from './connection';
import { splitDn } from './dn';
import type { Entry } from './entry';
import { all, has, is, not, people } from './filter';
import { right } from './steps/_activeDirectory';
import { activeDirectorySteps, adGivingSteps } from './index';

/** Every right the steps stand on, once, in the words of dsacls. */
export const rightsNeeded: readonly string[] = [...new Set([...activeDirectorySteps, ...adGivingSteps].filter((step) => !('optional' in step) || step.id === 'moveToLeavers').flatMap(({ needs }) => needs))].sort();

/** Of the name of an object the directory never says that it may be written, because it is written by renaming. */
const attributesOf = (kind: 'user' | 'group'): string[] => rightsNeeded.flatMap((needed) => new RegExp(`^RPWP;(?!name;)(.+);${kind}$`).exec(needed)?.[1] ?? []);

const usedBy = (needed: string): string =>
	[...activeDirectorySteps, ...adGivingSteps]
		.filter(({ needs }) => needs.includes(needed))
		.map(({ label }) => label)
		.filter((label, index, labels) => labels.indexOf(label) === index)
		.join(', ');

/** Who is looked at: enough to notice a unit that was forgotten, few enough to be quick. */
const sampled = 25;

const firstOf = async (ad: ActiveDirectory, filter: Parameters<ActiveDirectory['pages']>[0], attributes: readonly string[]): Promise<Entry[]> => {
	for await (const page of ad.pages(filter, attributes)) return page.slice(0, sampled);
	return [];
};

const ordinary = all(not(is('adminCount', '1')), not(is('isCriticalSystemObject', 'TRUE')));

interface Lacking {
	needed: string;
	/** What it would be used for, and where it is not there. */
	where: string;
}

/** On how many of them an attribute may not be written. */
const lacking = (entries: readonly Entry[], kind: 'user' | 'group'): Lacking[] =>
	attributesOf(kind).flatMap((attribute) => {
		const closed = entries.filter((entry) => !entry.texts('allowedAttributesEffective').some((one) => one.toLowerCase() === attribute.toLowerCase()));
		const needed = right.write(attribute, kind);
		return closed.length === 0 ? [] : [{ needed, where: `(${usedBy(needed)}) on ${closed.length} of ${entries.length} looked at, such as ${closed[0]!.dn}` }];
	});

/** What the account of the credential may not do, as the domain controller itself says it; nothing is changed. */
export const checkActiveDirectory = async (connection: Connection): Promise<Check> => {
	try {
		const ad = activeDirectoryClient(connection, { hrIdAttribute: 'employeeID', matchByEmail: false, leaversOu: null, searchBase: null }, () => {});
		const { dnsHostName, namingContext } = await ad.root();
		const where = `Connected to ${dnsHostName} for ${namingContext}`;
		const users = await firstOf(ad, all(people, ordinary, has('mail')), ['allowedAttributesEffective', 'memberOf']);
		const memberships = [...new Set(users.flatMap((user) => user.texts('memberOf')))].slice(0, sampled);
		const groups = (await Promise.all(memberships.map((dn) => ad.get(dn, ['allowedAttributesEffective', 'adminCount', 'isCriticalSystemObject'])))).filter((group) => group !== null && group.text('adminCount') !== '1' && group.text('isCriticalSystemObject') !== 'TRUE');
		const units = await Promise.all([...new Set(users.map(({ dn }) => splitDn(dn).parent))].map((dn) => ad.get(dn, ['allowedChildClassesEffective'])));
		const closed = units.filter((unit): unit is Entry => unit !== null && !unit.texts('allowedChildClassesEffective').includes('user'));
		const missing = [
			...lacking(users, 'user'),
			...lacking(groups as Entry[], 'group'),
			...(closed.length === 0 ? [] : [{ needed: right.createUsers, where: `(making accounts, ${usedBy(right.createUsers)}) in ${closed[0]!.dn}` }]),
		];
		if (missing.length > 0) {
			const parts = missing.map((one) => `${one.needed} ${one.where}`);
			return { ok: false, message: `${where}, but rights are missing: ${parts.join('; ')}. Delegate what you want to use as docs/active-directory.md says, then test again.`, missing: missing.map(({ needed }) => needed) };
		}
		if (users.length === 0) return { ok: false, message: `${where}, but n8n sees no account of a person with an e-mail address, so its rights could not be looked at. Let it read the units people are in.` };
		return { ok: true, message: `${where}, and every right that Active Directory shows is there. It does not show whether passwords may be reset (${right.reset}) and accounts moved away (${right.deleteUsers}); try these with a test person` };
	} catch (error) {
		return failedCheck(error);
	}
};
