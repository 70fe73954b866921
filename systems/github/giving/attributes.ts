import { impossible } from '../../../lifecycle/step';
import { githubGivingStep } from './_github';

type Asked = { names: string[] };

/** What was asked for and is quietly left out looks like something that was done. */
export const attributes = githubGivingStep<Asked>({
	id: 'attributes',
	label: 'Further Attributes',
	needs: [],
	readBackFrom: 'nothing: the profile is the person\'s own',
	asked: (wish) => Object.keys(wish.attributes).length > 0,
	read: async (_github, _account, wish) => ({ names: Object.keys(wish.attributes) }),
	plan: ({ names }) => impossible(`A profile on GitHub is the person's own, so ${names.join(', ')} cannot be set. Empty Further Attributes in the node`, 'not_removable_here'),
	apply: async () => {},
});
