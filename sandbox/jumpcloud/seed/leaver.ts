import type { JumpCloudUser } from '../state';
import type { Builder } from './builder';

const PROJECTS = ['Alder', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir', 'Ginkgo', 'Hazel', 'Ivy'];

/** Gives one person everything a leaver can have, and more groups than the first ten. */
export function equipLeaver(builder: Builder, user: JumpCloudUser): void {
	const { id, ago, target, device, bind, group, state } = builder;
	for (const project of PROJECTS) group(`Project ${project}`).members.add(user.id);
	for (const name of ['On-call Rota', 'Release Managers']) group(name).members.add(user.id);

	bind(user, 'application', target('application', 'Release Console'));
	bind(user, 'application', target('application', 'Error Tracker'));
	bind(user, 'radius_server', target('radius_server', 'Office Wi-Fi'));
	bind(user, 'ldap_server', target('ldap_server', 'JumpCloud LDAP'));
	bind(user, 'g_suite', target('g_suite', 'Google Workspace'));
	bind(user, 'system', device('KST-MAC-3030', 'Mac OS X', 'KST-C02-3030').id, { sudo: { enabled: true, withoutPassword: true } });
	bind(user, 'system', device('KST-LNX-3031', 'Ubuntu', 'KST-LNX-3031').id);
	Object.assign(user.fields, {
		sudo: true,
		ldap_binding_user: true,
		totp_enabled: true,
		mfaEnrollment: { totpStatus: 'ENROLLED', webAuthnStatus: 'NOT_ENROLLED', pushStatus: 'ENROLLED', overallStatus: 'ENROLLED' },
	});
	for (const name of ['laptop', 'workstation', 'ci-debug']) user.sshKeys.push({ id: id(), name, publicKey: `ssh-ed25519 AAAAC3Nza${name} ${name}`, createDate: ago(90) });
	user.pushEndpoints.push({ id: id(), name: 'Mateo’s iPhone', enrollmentDate: ago(80), state: 'active' });
	user.sessions = 2;
	user.appSessions = 3;

	// Back from a sabbatical that was planned, and then the resignation came.
	const back = id();
	state.scheduled.set(back, { id: back, userId: user.id, state: 'ACTIVATED', date: ago(-10) });
}
