import { change, satisfied } from '../../../lifecycle/step';
import { tagged, tagsOf } from '../user';
import { awsStep } from './_aws';

type Status = { status: string | null };

const key = 'jml:status';
const quarantined = 'quarantined';
/** Tags can be written with fewer permissions than taken off. */
const active = 'active';

export const tagQuarantined = awsStep<Status>({
	id: 'tagQuarantined',
	label: 'Tag as Quarantined',
	danger: `The user gets the tag ${key} = ${quarantined}, so that whoever looks at it in AWS knows why nothing works. Nothing is taken away.`,
	needs: ['iam:ListUserTags', 'iam:TagUser'],
	readBackFrom: 'tags of the user',
	givenBack: `yes; where there was no such tag, it says ${active}`,
	closes: 'entitlements',
	stage: 'clean-up',
	optional: true,

	read: async (iam, { name }) => ({ status: tagged(await tagsOf(iam, name), key) }),
	plan: ({ status }) => (status === quarantined ? satisfied(`Tagged as ${quarantined}`) : change(`Tag as ${quarantined}`)),
	apply: (iam, { name }) => iam.change('TagUser', { UserName: name, Tags: [{ Key: key, Value: quarantined }] }),

	undo: {
		plan: (now, before) => (now.status !== quarantined || before.status === quarantined ? satisfied('The tag is as before') : change(`Tag as ${before.status ?? active}`)),
		apply: (iam, { name }, _now, before) => iam.change('TagUser', { UserName: name, Tags: [{ Key: key, Value: before.status ?? active }] }),
	},
});
