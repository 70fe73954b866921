import { entraStep } from './_entra';
import { leaving } from './_leaving';

export const leaveLicenceGroups = entraStep({
	id: 'leaveLicenceGroups',
	label: 'Leave Groups That Give Licences',
	danger: 'The person leaves groups that give licences. Without a licence for Exchange the mailbox is deleted after 30 days: make it a shared mailbox first. Restore Access puts them back, and the licences come with the groups.',
	needs: ['GroupMember.ReadWrite.All'],
	readBackFrom: 'groups of the account',
	givenBack: 'yes; a mailbox only within 30 days',
	closes: 'data',
	stage: 'clean-up',
	optional: true,
	erases: true,
	...leaving(({ kind }) => kind === 'licence', () => undefined),
});
