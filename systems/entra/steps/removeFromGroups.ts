import { decidedElsewhere, type Group } from '../groups';
import { entraStep } from './_entra';
import { leaving } from './_leaving';

const mine = ({ kind }: Group) => kind === 'plain' || kind === 'roleAssignable';
const whyNot = ({ kind }: Group) =>
	kind === 'licence' ? 'gives licences, and with one of them goes the mailbox; tick Leave Groups That Give Licences once the mailbox is kept, or remove the person in the Entra admin center' : decidedElsewhere[kind];

export const removeFromGroups = entraStep({
	id: 'removeFromGroups',
	label: 'Remove From Groups',
	danger: 'The person leaves every group whose members Entra ID lets be changed, and loses what comes with them. Groups that give licences are left by a step of their own. Restore Access puts them back from the snapshot.',
	needs: ['GroupMember.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'],
	readBackFrom: 'groups of the account',
	givenBack: 'yes',
	closes: 'entitlements',
	stage: 'cut',
	...leaving(mine, whyNot),
});
