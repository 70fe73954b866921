import { impossible } from '../../../lifecycle/step';
import { n8nGivingStep } from './_n8n';

type Asked = { names: string[] };

/** What was asked for and is quietly left out looks like something that was done. */
export const attributes = n8nGivingStep<Asked>({
	id: 'attributes',
	label: 'Further Attributes',
	needs: [],
	readBackFrom: 'nothing: n8n takes none',
	asked: (wish) => Object.keys(wish.attributes).length > 0,
	read: async (_n8n, _account, wish) => ({ names: Object.keys(wish.attributes) }),
	plan: ({ names }) => impossible(`n8n's API sets no attribute of an account, so not ${names.join(', ')} either; people enter their name when they accept the invitation. Empty Further Attributes in the node`, 'not_removable_here'),
	apply: async () => {},
});
