import { change, satisfied, type Left } from '../../../lifecycle/step';
import { each } from '../../http/gone';
import { addEach } from '../addEach';
import { bindingsOf, changeBinding, missingFrom, nameOf, namesOf, type Binding, type BindingType } from '../bindings';
import { jumpCloudStep, sessionsInApps } from './_jumpCloud';

type Bindings = { bindings: Binding[] };

const ours: readonly BindingType[] = ['application', 'command', 'ldap_server', 'policy', 'radius_server'];
const directories: readonly BindingType[] = ['active_directory', 'g_suite', 'office_365'];

const isOurs = ({ type }: Binding): boolean => ours.includes(type);

const left = ({ bindings }: Bindings): Left[] =>
	bindings
		.filter((binding) => !isOurs(binding))
		.map((binding) => ({ what: nameOf(binding), why: 'what suspending and unbinding do to the account and its data over there is not documented. Cut the person there, then unbind in the JumpCloud admin portal' }));

export const removeBindings = jumpCloudStep<Bindings>({
	id: 'removeBindings',
	label: 'Remove Direct Bindings',
	danger: 'The person loses the applications, RADIUS and LDAP servers, commands and policies they are bound to directly. What comes through a group goes with the group; devices have a step of their own. Restore Access binds them again.',
	needs: ['bindings of users (read)', 'bindings of users (write)'],
	readBackFrom: 'direct bindings of the user, one kind after the other',
	givenBack: 'yes',
	closes: 'entitlements',
	remains: [sessionsInApps, 'Accounts that apps keep themselves: a password, key or token of theirs works until the account in the app is deactivated'],
	stage: 'cut',

	read: async (jumpCloud, { id }) => ({ bindings: await bindingsOf(jumpCloud, id, [...ours, ...directories]) }),
	plan: (state) => {
		const mine = state.bindings.filter(isOurs);
		return mine.length === 0 ? satisfied('Bound directly to nothing that is removed here', left(state)) : change(`Unbind ${namesOf(mine)}`, left(state));
	},
	apply: (jumpCloud, { id }, { bindings }) => each(bindings.filter(isOurs), (binding) => changeBinding(jumpCloud, 'remove', id, binding)),

	undo: {
		plan: (now, before) => {
			const gone = missingFrom(now.bindings, before.bindings.filter(isOurs));
			return gone.length === 0 ? satisfied('Bound to the same as before') : change(`Bind ${namesOf(gone)}`);
		},
		apply: (jumpCloud, { id }, now, before) => addEach(missingFrom(now.bindings, before.bindings.filter(isOurs)), (binding) => changeBinding(jumpCloud, 'add', id, binding)),
	},
});
