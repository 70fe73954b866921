import { change, onlyThePersonCan, satisfied } from '../../../lifecycle/step';
import { each } from '../../http/gone';
import { path } from '../../http/path';
import { parse } from '../client';
import { idOf, userPath } from '../user';
import { jumpCloudStep, offlineDevices } from './_jumpCloud';

type SshKey = { id: string; name: string };
type SshKeys = { sshKeys: SshKey[] };

const names = (keys: readonly SshKey[]) => keys.map(({ name, id }) => name || id).join(', ');

export const removeSshKeys = jumpCloudStep<SshKeys>({
	id: 'removeSshKeys',
	label: 'Delete SSH Keys',
	danger: 'The public SSH keys of the person are deleted, and agents take them off bound servers at their next check-in. They cannot be given back: the person adds them again.',
	needs: ['users (read)', 'users (write)'],
	readBackFrom: 'SSH keys of the user',
	givenBack: 'only the person can; the names are listed',
	closes: 'credentials',
	remains: [offlineDevices, 'Keys that were put on servers by hand, or that others have copied: JumpCloud knows only those it hands out'],
	stage: 'cut',
	// Whoever still gets into the portal adds the next key.
	after: ['blockSignIn'],

	read: async (jumpCloud, { id }) => ({
		sshKeys: (await jumpCloud.list(`${userPath(id)}/sshkeys`)).map((key) => ({ id: idOf(key, 'sshkey'), name: parse.optionalText(key['name'], 'sshkey.name') ?? '' })),
	}),
	plan: ({ sshKeys }) => (sshKeys.length === 0 ? satisfied('They have no SSH key') : change(`Delete ${names(sshKeys)}`)),
	apply: (jumpCloud, { id }, { sshKeys }) => each(sshKeys, (key) => jumpCloud.send('DELETE', `${userPath(id)}/sshkeys${path`/${key.id}`}`)),

	undo: onlyThePersonCan((now, before) => {
		const gone = before.sshKeys.filter((key) => !now.sshKeys.some(({ name, id }) => id === key.id || (name !== '' && name === key.name)));
		return gone.length === 0 ? null : `The person adds these SSH keys again in the user portal: ${names(gone)}`;
	}),
});
