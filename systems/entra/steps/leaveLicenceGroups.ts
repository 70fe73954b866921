import { namesOf, type Group } from '../groups';
import { mailboxAtStake, untilShared } from '../mailbox';
import { entraStep } from './_entra';
import { leaving, type Groups } from './_leaving';

type LicenceGroups = Groups & { mailboxAtStake: string | null };

const mine = ({ kind }: Group) => kind === 'licence';
const groupsThatGiveLicences = leaving(mine, () => undefined);

export const leaveLicenceGroups = entraStep<LicenceGroups>({
	id: 'leaveLicenceGroups',
	label: 'Leave Groups That Give Licences',
	danger: 'The person leaves groups that give licences. Without a licence for Exchange the mailbox is deleted after 30 days: make it a shared mailbox first. Restore Access puts them back, and the licences come with the groups.',
	needs: ['GroupMember.ReadWrite.All', 'MailboxSettings.Read'],
	readBackFrom: 'groups of the account',
	givenBack: 'yes; a mailbox only within 30 days',
	closes: 'data',
	stage: 'clean-up',
	optional: true,
	erases: true,
	...groupsThatGiveLicences,

	read: async (entra, account) => {
		const { groups } = await groupsThatGiveLicences.read(entra, account);
		return { groups, mailboxAtStake: groups.some(mine) ? await mailboxAtStake(entra, account.id) : null };
	},
	plan: (state) => (state.mailboxAtStake === null ? groupsThatGiveLicences.plan(state) : untilShared(namesOf(state.groups.filter(mine)), state.mailboxAtStake)),
});
