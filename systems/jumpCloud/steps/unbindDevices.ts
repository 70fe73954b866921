import { change, impossible, satisfied, type Plan } from '../../../lifecycle/step';
import { each } from '../../http/gone';
import { addEach } from '../addEach';
import { bindingsOf, changeBinding, missingFrom, nameOf, namesOf, type Binding } from '../bindings';
import { devicesOf, type Device } from '../devices';
import { suspendedAt } from '../insights';
import { isSuspended } from '../state';
import { getUser } from '../user';
import { jumpCloudStep } from './_jumpCloud';

/** `suspendedAt` is null where nothing tells: not suspended, or not shown by Insights. */
type State = { bindings: Binding[]; devices: Device[]; suspendedAt: string | null };

const knows = ({ suspendedAt: since }: State, { lastContact }: Device): boolean => since !== null && lastContact !== null && Date.parse(lastContact) > Date.parse(since);

const unaware = (state: State): Device[] => state.devices.filter((device) => !knows(state, device));

/** An agent that has not heard of the suspension might never close the local account, once its device is not bound any more. */
const removable = (state: State): Binding[] => {
	const aware = new Set(state.devices.filter((device) => knows(state, device)).map(({ id }) => id));
	const everyDevice = state.suspendedAt !== null && unaware(state).length === 0;
	return state.bindings.filter(({ type, id }) => (type === 'system' ? aware.has(id) : everyDevice));
};

const waitingFor = (state: State): string => {
	const unseen = state.bindings.filter(({ type, id }) => type === 'system' && !state.devices.some((device) => device.id === id));
	return [...unaware(state).map(({ name, lastContact }) => `${name} (last contact ${lastContact ?? 'unknown'})`), ...unseen.map((binding) => `${nameOf(binding)} (not among the devices of the user)`)].join(', ');
};

export const unbindDevices = jumpCloudStep<State>({
	id: 'unbindDevices',
	label: 'Unbind Devices',
	danger: 'The person is bound to no device or device group directly any more. Only devices that checked in after the suspension are unbound, because the agent of another might never close the local account. Restore Access binds them again.',
	needs: ['users (read)', 'bindings of users (read)', 'bindings of users (write)', 'devices (read)', 'Directory Insights (read)'],
	readBackFrom: 'direct bindings of the user to devices and device groups',
	givenBack: 'yes',
	closes: 'devices',
	remains: ['The local account on a device and its files: whether an agent removes them is not documented for every operating system'],
	stage: 'clean-up',
	afterDevices: true,
	optional: true,

	read: async (jumpCloud, { id }) => {
		const [user, bindings, devices] = await Promise.all([getUser(jumpCloud, id), bindingsOf(jumpCloud, id, ['system', 'system_group']), devicesOf(jumpCloud, id)]);
		const since = isSuspended(user) && bindings.length > 0 ? await suspendedAt(jumpCloud, id, null) : null;
		return { bindings, devices, suspendedAt: since?.readable === true ? since.found : null };
	},
	plan: (state): Plan => {
		if (state.bindings.length === 0) return satisfied('Bound to no device directly');
		const now = removable(state);
		if (now.length > 0) return change(`Unbind ${namesOf(now)}`);
		if (state.suspendedAt === null) return impossible('The person is not suspended, or Directory Insights does not show since when, so nobody can tell which devices know of it. Lock the devices, or run the case again in a few minutes; of a suspension more than 90 days ago it shows nothing, so unbind in the JumpCloud admin portal then', 'pending');
		return impossible(`Not checked in since the suspension: ${waitingFor(state)}. Lock these devices, or run the case again when they have`, 'pending');
	},
	apply: (jumpCloud, { id }, state) => each(removable(state), (binding) => changeBinding(jumpCloud, 'remove', id, binding)),

	undo: {
		plan: (now, before) => {
			const gone = missingFrom(now.bindings, before.bindings);
			return gone.length === 0 ? satisfied('Bound to the same devices as before') : change(`Bind ${namesOf(gone)}`);
		},
		apply: (jumpCloud, { id }, now, before) => addEach(missingFrom(now.bindings, before.bindings), (binding) => changeBinding(jumpCloud, 'add', id, binding)),
	},
});
