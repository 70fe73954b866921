import type { JsonObject } from '../../../ledger/types';
import { change, impossible, satisfied, type Plan } from '../../../lifecycle/step';
import { tryAll, tryEach } from '../../../lifecycle/tryAll';
import { bindingsOf, changeBinding, nameOf, type Binding } from '../bindings';
import type { JumpCloud } from '../client';
import { getUser, userPath } from '../user';
import { jumpCloudStep, offlineDevices } from './_jumpCloud';

type Rights = { everywhere: boolean; bindings: Binding[]; refused: boolean };
/** Whether JumpCloud refused to change a binding: that it can be is not documented. */
type Receipt = { refused: boolean };

const sudoOf = ({ attributes }: Binding): JsonObject | null => {
	const sudo = attributes?.['sudo'];
	return typeof sudo === 'object' && sudo !== null && !Array.isArray(sudo) && sudo['enabled'] === true ? sudo : null;
};

const without = (binding: Binding): Binding => ({ ...binding, attributes: { ...binding.attributes, sudo: { enabled: false, withoutPassword: false } } });

const words = ({ everywhere, bindings }: Pick<Rights, 'everywhere' | 'bindings'>): string => [...(everywhere ? ['on every bound device'] : []), ...bindings.map((binding) => `on ${nameOf(binding)}`)].join(', ');

const missing = (now: Rights, before: Rights): Pick<Rights, 'everywhere' | 'bindings'> => ({
	everywhere: before.everywhere && !now.everywhere,
	bindings: before.bindings.filter((binding) => !now.bindings.some(({ type, id }) => type === binding.type && id === binding.id)),
});

const setEverywhere = (jumpCloud: JumpCloud, userId: string, sudo: boolean) => jumpCloud.send('PUT', userPath(userId), { sudo });

export const removeSudo = jumpCloudStep<Rights>({
	id: 'removeSudo',
	label: 'Remove Administrator Rights on Devices',
	danger: 'The person is no administrator (sudo) of bound devices any more, neither in general nor through a single binding. Restore Access gives the same rights back.',
	needs: ['users (read)', 'users (write)', 'bindings of users (read)', 'bindings of users (write)'],
	readBackFrom: '`sudo` of the user, and of each direct binding to a device or device group',
	givenBack: 'yes',
	closes: 'entitlements',
	remains: [offlineDevices],
	stage: 'cut',

	read: async (jumpCloud, { id }, receipt) => {
		const [{ fields }, bindings] = await Promise.all([getUser(jumpCloud, id), bindingsOf(jumpCloud, id, ['system', 'system_group'])]);
		return { everywhere: fields['sudo'] === true, bindings: bindings.filter((binding) => sudoOf(binding) !== null), refused: (receipt as Receipt | undefined)?.refused === true };
	},
	plan: (state): Plan => {
		if (!state.everywhere && state.bindings.length === 0) return satisfied('Administrator of no device, neither in general nor through a binding of their own; what a group gives goes with the group');
		if (state.refused && !state.everywhere) return impossible(`JumpCloud did not take back the administrator rights ${words(state)}. Untick them at the binding in the JumpCloud admin portal, or tick Unbind Devices`, 'not_removable_here');
		return change(`Take back administrator rights ${words(state)}`);
	},
	apply: async (jumpCloud, { id }, { everywhere, bindings }): Promise<Receipt> => {
		const [general, single] = await Promise.all([
			tryAll(everywhere ? [id] : [], (userId) => setEverywhere(jumpCloud, userId, false)),
			tryAll(bindings, (binding) => changeBinding(jumpCloud, 'update', id, without(binding))),
		]);
		const [real] = [...general, ...single.filter(({ problem: { code } }) => code !== 'rejected' && code !== 'not_found')];
		if (real) throw real.problem;
		return { refused: single.some(({ problem }) => problem.code === 'rejected') };
	},

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			return !gone.everywhere && gone.bindings.length === 0 ? satisfied('Administrator of the same devices as before') : change(`Give administrator rights ${words(gone)}`);
		},
		apply: async (jumpCloud, { id }, now, before) => {
			const { everywhere, bindings } = missing(now, before);
			const general = everywhere ? [() => setEverywhere(jumpCloud, id, true)] : [];
			await tryEach([...general, ...bindings.map((binding) => () => changeBinding(jumpCloud, 'update', id, binding))], (give) => give());
		},
	},
});
