import type { Clock } from '../../../lifecycle/clock';
import { asProblem } from '../../../lifecycle/problem';
import type { Scim } from '../client';
import { choices } from '../choices';
import { groupPath, groupsOf, membersIn } from '../groups';
import type { Dialect, Memberships, RemoveMember } from '../kinds';
import { join, removal } from '../membership';
import { update } from '../update';
import { textOf, userById } from '../user';
import type { Report } from './report';
import { settled } from './settled';

type With = (dialect: Partial<Dialect>) => Scim;

export interface TestGroup {
	id: string;
	/** The one who is taken out. */
	leaver: string;
	/** The one who must stay. */
	other: string;
}

const membersNow = async (scim: Scim, id: string): Promise<string[] | null> => membersIn(await scim.get(groupPath(id)))?.map(({ value }) => value) ?? null;

const ways: readonly Memberships[] = ['everyGroup', 'filter', 'user'];

const tryMemberships = async (as: With, { id, leaver }: TestGroup, report: Report, clock: Clock): Promise<void> => {
	for (const memberships of ways) {
		const scim = as({ memberships });
		const look = async () => {
			const user = await userById(scim, leaver);
			return user !== null && ((await groupsOf(scim, user)) ?? []).some((group) => group.id === id);
		};
		const seen = await settled(clock, look, (found) => found).catch(() => false);
		if (!seen) continue;
		report.choose({ memberships });
		report.say('Groups of a person', `found by: ${choices.memberships.names[memberships]}`);
		return;
	}
	report.choose({ memberships: 'none' });
	report.say('Groups of a person', 'NOT TO BE FOUND: the application shows nowhere who is in a group');
};

const tryRemoval = async (as: With, { id, leaver, other }: TestGroup, way: RemoveMember, clock: Clock): Promise<string> => {
	const scim = as({ removeMember: way });
	try {
		await update(scim, groupPath(id), { patch: [removal[way](leaver)], put: (group) => ({ ...group, members: [{ value: other }] }) });
	} catch (error) {
		return `refused: ${asProblem(error).message}`;
	}
	const members = (await settled(clock, () => membersNow(scim, id), (now) => now === null || !now.includes(leaver))) ?? [];
	if (members.includes(leaver)) return 'accepted, and nothing changed';
	return members.includes(other) ? 'works' : 'TAKES EVERYBODY OUT of the group instead of one';
};

/** Whether one person can be taken out of a group of two, and how that is said. */
export const tryGroups = async (as: With, group: TestGroup, report: Report, clock: Clock): Promise<void> => {
	await tryMemberships(as, group, report, clock);
	if ((await membersNow(as({}), group.id)) === null) return report.say('Removing a member', 'cannot be judged: groups are shown without their members');
	for (const way of ['filter', 'value'] as const) {
		const found = await tryRemoval(as, group, way, clock);
		report.say(`Removing a member ${choices.removeMember.names[way]}`, found);
		if (found === 'works') return report.choose({ removeMember: way });
		await join(as({}), group.id, [group.leaver, group.other]);
	}
};

export const makeGroup = async (scim: Scim, displayName: string, members: readonly string[]): Promise<string | null> => {
	const made = await scim.send('POST', '/Groups', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName, members: members.map((value) => ({ value })) });
	return textOf(made?.['id']);
};
