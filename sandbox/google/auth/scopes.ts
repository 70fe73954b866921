const PREFIX = 'https://www.googleapis.com/auth/';

const google = (...names: string[]) => names.map((name) => `${PREFIX}${name}`);

/** Which scopes a call accepts: any one of them will do. */
export const SCOPES = {
	readUsers: google('admin.directory.user', 'admin.directory.user.readonly'),
	writeUsers: google('admin.directory.user'),
	security: google('admin.directory.user.security'),
	readGroups: google('admin.directory.group', 'admin.directory.group.readonly'),
	readMembers: google('admin.directory.group', 'admin.directory.group.readonly', 'admin.directory.group.member', 'admin.directory.group.member.readonly'),
	writeMembers: google('admin.directory.group', 'admin.directory.group.member'),
	readRoles: google('admin.directory.rolemanagement', 'admin.directory.rolemanagement.readonly'),
	writeRoles: google('admin.directory.rolemanagement'),
	readOrgUnits: google('admin.directory.orgunit', 'admin.directory.orgunit.readonly'),
	writeOrgUnits: google('admin.directory.orgunit'),
	readMobile: google('admin.directory.device.mobile', 'admin.directory.device.mobile.readonly', 'admin.directory.device.mobile.action'),
	actOnMobile: google('admin.directory.device.mobile', 'admin.directory.device.mobile.action'),
	deleteMobile: google('admin.directory.device.mobile'),
	readChrome: google('admin.directory.device.chromeos', 'admin.directory.device.chromeos.readonly'),
	writeChrome: google('admin.directory.device.chromeos'),
	devices: google('cloud-identity.devices'),
	readDevices: google('cloud-identity.devices', 'cloud-identity.devices.readonly'),
	readTransfers: google('admin.datatransfer', 'admin.datatransfer.readonly'),
	writeTransfers: google('admin.datatransfer'),
	licensing: google('apps.licensing'),
	gmailBasic: google('gmail.settings.basic'),
	gmailSharing: google('gmail.settings.sharing'),
	reports: google('admin.reports.audit.readonly'),
	cloud: google('cloud-platform'),
} as const;

/** A service account asks for these in its own name: nobody has to delegate them. */
export const SHEET_SCOPES: readonly string[] = google('spreadsheets', 'drive', 'drive.file');

/** What the service account may ask for in the name of a user. */
export const ALL_SCOPES: readonly string[] = [...new Set(Object.values(SCOPES).flat())];
