import { ownedStep, type OwnedThing } from '../../../lifecycle/owned';
import type { JumpCloud } from '../client';
import { devicesOf, type Device } from '../devices';
import { administeredAt } from '../insights';
import { getUser, type JumpCloudUser } from '../user';
import { jumpCloudStep } from './_jumpCloud';

const device = ({ name, os, serialNumber, lastContact }: Device): OwnedThing => ({
	kind: 'device',
	name: [name, os, serialNumber].filter((part) => part !== null).join(', '),
	why: `it stays as it is until its agent checks in (last contact ${lastContact ?? 'unknown'}). Lock or wipe it where that cannot wait, and get it back`,
});

const administrator = async (jumpCloud: JumpCloud, { email }: JumpCloudUser): Promise<OwnedThing[]> => {
	if (email === null) return [];
	const seen = await administeredAt(jumpCloud, email);
	if (!seen.readable) return [{ kind: 'perhaps an administrator', name: email, why: 'Directory Insights could not be read, so nobody can tell here. Look under Settings, Administrators in the JumpCloud admin portal' }];
	if (seen.found === null) return [];
	return [{ kind: 'administrator', name: email, why: `an administrator with this address changed something at ${seen.found}. That is an account of its own: it and its API key go on working after the suspension, and what runs on the key stops when it is removed. Move that to a service account, then remove the administrator under Settings, Administrators` }];
};

const ldapBinding = ({ fields, username }: JumpCloudUser): OwnedThing[] =>
	fields['ldap_binding_user'] === true ? [{ kind: 'LDAP bind account', name: username, why: 'applications may look people up in LDAP with it, and stop doing so when it is suspended. Give them an account of their own' }] : [];

export const reportOwned = jumpCloudStep(
	ownedStep({
		what: 'Devices, an administrator account with its API key, and the use of the account by LDAP applications',
		needs: ['users (read)', 'bindings of users (read)', 'devices (read)', 'Directory Insights (read)'],
		readBackFrom: 'devices the user reaches, and what administrators of the same address did in Directory Insights in 90 days',
		remains: ['An administrator account in JumpCloud and its API key: separate from the user, and listed by no call used here; one that did nothing for 90 days is not noticed. Service accounts belong to the company and stay'],
		readsLong: true,
		list: async (jumpCloud, { id }) => {
			const user = await getUser(jumpCloud, id);
			const [administrators, devices] = await Promise.all([administrator(jumpCloud, user), devicesOf(jumpCloud, id)]);
			return [...administrators, ...ldapBinding(user), ...devices.map(device)];
		},
	}),
);
