import { change, impossible, satisfied } from '../../../lifecycle/step';
import { hasKey, tagged, tagsOf, type Tag } from '../user';
import { awsGivingStep, type AwsWish } from './_aws';
import { reservedIn, wantedTags } from './wanted';

type Tags = {
	/** The HR id it carries, to tell one that was made by hand. */
	hrId: string | null;
	now: { key: string; value: string }[];
	reserved: string[];
};

const differing = ({ now }: Tags, wish: AwsWish): Tag[] => wantedTags(wish).filter(({ key, value }) => tagged(now, key) !== value);

export const setTags = awsGivingStep<Tags>({
	id: 'setTags',
	label: 'Tags',
	needs: ['iam:ListUserTags', 'iam:TagUser'],
	readBackFrom: 'tags of the user',
	asked: () => true,

	read: async (iam, { name }, wish) => {
		const tags = await tagsOf(iam, name);
		return { hrId: tagged(tags, iam.settings.personTag), now: wantedTags(wish).flatMap(({ key }) => tags.find(hasKey(key)) ?? []), reserved: reservedIn(wish, iam.settings) };
	},
	plan: (state, wish) => {
		if (state.reserved.length > 0) return impossible(`Further Attributes names tags that cannot be set there: ${state.reserved.join(', ')}. Take them out in the node, then run the case again`);
		const open = differing(state, wish).map(({ key }) => key);
		const claims = state.hrId === null ? ['the HR id'] : [];
		return open.length + claims.length === 0 ? satisfied('The tags are as HR has it') : change(`Tag with ${[...claims, ...open].join(', ')}`);
	},
	apply: (iam, { name }, state, wish) => {
		const own = state.hrId === null ? [{ key: iam.settings.personTag, value: wish.person.id }] : [];
		return iam.change('TagUser', { UserName: name, Tags: [...own, ...differing(state, wish)].map(({ key, value }) => ({ Key: key, Value: value })) });
	},
});
