import type { Clock } from '../clock';
import type { Command, IruDevice, IruState, LostMode } from './state';

const MISSING_AFTER = 30 * 86_400_000;

const MODELS = {
	Mac: { model: 'MacBook Pro (14-inch, 2023)', os_version: '15.6' },
	iPhone: { model: 'iPhone 15', os_version: '18.5' },
	Windows: { model: 'Latitude 5450', os_version: '10.0.26100' },
	Android: { model: 'Pixel 8', os_version: '15' },
} as const;

const BLUEPRINT = { id: '5f0a1c3e-2b77-4f0e-9d6c-0c5a4b1e7d20', name: 'Everybody' };

/** Some instants are written the way a database prints them. */
const printed = (iso: string) => iso.replace('T', ' ').replace('Z', '000+00:00');

/** As text, unlike the same of a list. */
const asText = (yes: boolean) => (yes ? 'True' : 'False');

const isApple = ({ shown }: IruDevice) => shown === 'Mac' || shown === 'iPhone';

/** Every Mac that approved its management is supervised, also a personal one; an iPhone only by automated enrolment. */
export const isSupervised = ({ shown, owner }: IruDevice): boolean => shown === 'Mac' || (shown === 'iPhone' && owner === 'company');

const userOf = ({ users, settings }: IruState, { userId }: IruDevice) => (userId === null ? undefined : users.get(userId)) ?? settings.nobody;

export function showDevice(state: IruState, clock: Clock, device: IruDevice) {
	const { id, name, serial, shown, enrolled, lastCheckInAt, firstEnrolledAt, lostMode } = device;
	return {
		device_id: id,
		device_name: name,
		...MODELS[shown],
		serial_number: serial,
		platform: shown,
		supplemental_build_version: '',
		supplemental_os_version_extra: '',
		last_check_in: lastCheckInAt,
		user: userOf(state, device),
		asset_tag: '',
		blueprint_id: BLUEPRINT.id,
		blueprint_name: BLUEPRINT.name,
		mdm_enabled: enrolled,
		agent_installed: shown === 'Mac' && enrolled,
		agent_version: shown === 'Mac' ? '4.5.9 (5160)' : '',
		is_missing: clock.now() - Date.parse(lastCheckInAt) > MISSING_AFTER,
		is_removed: false,
		first_enrollment: printed(firstEnrolledAt),
		last_enrollment: printed(firstEnrolledAt),
		lost_mode_status: lostMode === null ? '' : 'ENABLED',
		tags: [],
	};
}

export const showLostMode = ({ enabledAt, message, phoneNumber, footnote }: LostMode) => ({
	lost_mode_status: 'ENABLED',
	enabled_by: 'API',
	enable_status_at: enabledAt,
	lock_screen_message: message,
	lock_screen_phone_number: phoneNumber,
	lock_screen_footnote: footnote,
	disable_status: '',
	disabled_by: '',
	disable_status_at: '',
});

/** The one thing that shows whose an Apple device is. Empty where Apple Business Manager does not know it. */
function automatedEnrolment({ owner }: IruDevice): object {
	if (owner === 'personal') return {};
	return { auto_enroll_eligible: true, auto_enrolled: owner === 'company' };
}

const businessManager = ({ owner, serial, shown }: IruDevice): object =>
	owner === 'personal' ? {} : { serial_number: serial, device_family: shown, os: shown === 'Mac' ? 'OSX' : 'iOS', device_assigned_by: 'it@kestrel.example' };

const ANDROID = {
	company: { ownership: 'COMPANY_OWNED', management_mode: 'DEVICE_OWNER' },
	personal: { ownership: 'PERSONALLY_OWNED', management_mode: 'PROFILE_OWNER' },
	unknown: { ownership: '', management_mode: '' },
} as const;

export function showDetails(state: IruState, device: IruDevice) {
	const { id, name, shown, serial, enrolled, firstEnrolledAt, lastCheckInAt, lostMode, accounts, owner } = device;
	const { model, os_version } = MODELS[shown];
	const user = userOf(state, device);
	const general = {
		device_id: id,
		device_name: name,
		last_enrollment: printed(firstEnrolledAt),
		first_enrollment: printed(firstEnrolledAt),
		model,
		platform: shown,
		os_version,
		last_user: accounts[0] ?? '',
		asset_tag: '',
		assigned_user: user,
		blueprint_name: BLUEPRINT.name,
		blueprint_uuid: BLUEPRINT.id,
	};
	const mdm = { mdm_enabled: asText(enrolled), install_date: printed(firstEnrolledAt), last_check_in: printed(lastCheckInAt), mdm_enabled_user: accounts };
	if (!isApple(device)) return { general, mdm, hardware: { serial_number: serial }, ...(shown === 'Android' ? { management: ANDROID[owner] } : {}), tags: [] };
	return {
		general,
		mdm: { ...mdm, supervised: asText(isSupervised(device)) },
		activation_lock: { bypass_code_failed: false, user_activation_lock_enabled: false, device_activation_lock_enabled: false, activation_lock_supported: true },
		filevault: { filevault_enabled: shown === 'Mac' ? true : null, filevault_prk_escrowed: shown === 'Mac' },
		lost_mode: lostMode === null ? {} : showLostMode(lostMode),
		automated_device_enrollment: automatedEnrolment(device),
		hardware_overview: { serial_number: serial },
		users: { regular_users: accounts.map((username) => ({ username, admin: 'Yes' })), system_users: [] },
		apple_business_manager: businessManager(device),
		tags: [],
	};
}

export const showCommand = ({ uuid, type, status, errors, attempts, requestedAt, completedAt, pushedAt }: Command) => ({
	uuid,
	error_chain: errors,
	command_type: type,
	request_type: type,
	metadata: {},
	request_requires_network_tether: false,
	status,
	attempts,
	date_requested: requestedAt,
	date_completed: completedAt,
	last_pushed: pushedAt,
	user: null,
	priority: 0,
});
