import { refuse } from './errors';
import type { ApiClient, Kind } from './state';

export const READ: Record<Kind, string> = { computer: 'Read Computers', mobile: 'Read Mobile Devices' };

/** For any use of commands, be it to send one. */
export const COMMANDS = 'View MDM command information in Jamf Pro API';

export const VIEW_PIN = 'View Computer Device Lock Pin';

export const WIPE: Record<Kind, string> = { computer: 'Send Computer Remote Wipe Command', mobile: 'Send Mobile Device Remote Wipe Command' };

/** The one for mobile devices is not in the vendor's reference, but in the list of privileges a role is made of. */
export const UNMANAGE: Record<Kind, string> = { computer: 'Send Computer Unmanage Command', mobile: 'Unmanage Mobile Devices' };

const LOCK: Record<Kind, string> = { computer: 'Send Computer Remote Lock Command', mobile: 'Send Mobile Device Remote Lock Command' };
const LOST_MODE = 'Send Mobile Device Lost Mode Command';

const FOR_COMMAND: Record<string, Partial<Record<Kind, string>>> = {
	DEVICE_LOCK: LOCK,
	ERASE_DEVICE: WIPE,
	ENABLE_LOST_MODE: { mobile: LOST_MODE },
	DISABLE_LOST_MODE: { mobile: LOST_MODE },
	SET_AUTO_ADMIN_PASSWORD: { computer: 'Send Local Admin Password Command' },
};

export const privilegeFor = (commandType: string, kind: Kind): string | undefined => FOR_COMMAND[commandType]?.[kind];

export const readPrivileges: readonly string[] = [READ.computer, READ.mobile, COMMANDS];

export const allPrivileges: readonly string[] = [...readPrivileges, VIEW_PIN, ...[LOCK, WIPE, UNMANAGE].flatMap(({ computer, mobile }) => [computer, mobile]), LOST_MODE];

export function refuseWithout({ privileges }: ApiClient, privilege: string | undefined): void {
	if (privilege !== undefined && !privileges.includes(privilege)) throw refuse(403, `The privilege ${privilege} is missing`);
}
