import type { Clock } from '../../clock';
import { cast, DOMAIN } from '../../company';
import type { FleetSettings } from '../settings';
import type { FleetState, FleetUser, Host } from '../state';
import type { HostFields } from './builder';
import { addHost, addTeam, addUser, emptyFleet } from './builder';

export interface Founded {
	state: FleetState;
	maintainer: FleetUser;
	observer: FleetUser;
	/** Where what is enrolled later goes. */
	teamId: number;
	/** The hosts tests and demos ask for by name. */
	parts: Readonly<Record<Part, string>>;
}

export type Part =
	| 'leaversLinux'
	| 'leaversWindows'
	| 'managersMac'
	| 'ownersPhone'
	| 'executivesTablet'
	| 'contractorsPersonalMac'
	| 'managedAndroid'
	| 'personalAndroid'
	| 'nobodys'
	| 'shared'
	| 'containingName'
	| 'misleadingHostname';

const PEOPLE = {
	leaver: cast.leaver.workEmail,
	manager: cast.leaverManager.workEmail,
	owner: cast.deviceOwner.workEmail,
	sharer: cast.deviceSharer.workEmail,
	executive: cast.executive.workEmail,
	contractor: cast.contractor.workEmail,
	lee: cast.leeWhoStays.workEmail,
};

const localPart = (email: string) => email.split('@')[0] ?? email;

export function foundCompany(clock: Clock, settings: Partial<FleetSettings>): Founded {
	const state = emptyFleet(settings);
	const computers = addTeam(state, 'Computers');
	const phones = addTeam(state, 'Phones');
	const add = (fields: HostFields): Host => addHost(state, clock, fields, 100);
	const computer = (os: HostFields['os'], owner: HostFields['owner'], ...people: string[]) => add({ os, owner, people, teamId: computers });
	const phone = (os: HostFields['os'], owner: HostFields['owner'], ...people: string[]) => add({ os, owner, people, teamId: phones });
	const hosts: Record<Part, Host> = {
		leaversLinux: computer('ubuntu', 'unknown', PEOPLE.leaver),
		leaversWindows: computer('windows', 'company', PEOPLE.leaver),
		managersMac: computer('darwin', 'company', PEOPLE.manager),
		ownersPhone: phone('ios', 'company', PEOPLE.owner),
		executivesTablet: phone('ipados', 'unknown', PEOPLE.executive),
		contractorsPersonalMac: computer('darwin', 'personal', PEOPLE.contractor),
		managedAndroid: phone('android', 'company', PEOPLE.sharer),
		personalAndroid: phone('android', 'personal', PEOPLE.lee),
		nobodys: computer('windows', 'company'),
		shared: computer('windows', 'company', PEOPLE.owner, PEOPLE.sharer),
		containingName: computer('windows', 'company', `jose.${localPart(PEOPLE.leaver)}@${DOMAIN}`),
		misleadingHostname: add({ os: 'windows', owner: 'company', people: [PEOPLE.manager], teamId: computers, hostname: localPart(PEOPLE.leaver) }),
	};
	for (const { device } of state.hosts) device.online = true;
	hosts.leaversLinux.mapping = [{ email: PEOPLE.leaver, source: 'google_chrome_profiles' }];
	const maintainer = addUser(state, 'Joiner Mover Leaver', 'maintainer');
	const observer = addUser(state, 'Joiner Mover Leaver reader', 'observer');
	const parts = Object.fromEntries(Object.entries(hosts).map(([part, { id }]) => [part, String(id)])) as Founded['parts'];
	return { state, maintainer, observer, teamId: computers, parts };
}
