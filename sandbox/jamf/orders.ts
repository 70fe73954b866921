import { refuse } from './errors';
import type { JamfDevice } from './state';

/** Those that no effect is known of here are acknowledged, and leave what is looked at as it was. */
export const COMMAND_TYPES: readonly unknown[] = [
	'DEVICE_LOCK',
	'ERASE_DEVICE',
	'ENABLE_LOST_MODE',
	'DISABLE_LOST_MODE',
	'LOG_OUT_USER',
	'SET_RECOVERY_LOCK',
	'SET_AUTO_ADMIN_PASSWORD',
	'DELETE_USER',
	'CLEAR_PASSCODE',
	'SHUT_DOWN_DEVICE',
	'RESTART_DEVICE',
	'SETTINGS',
];

const OBLITERATION: readonly unknown[] = ['Default', 'DoNotObliterate', 'ObliterateWithWarning', 'Always'];

const isText = (value: unknown) => typeof value === 'string' && value !== '';

/** What cannot be queued is an error of the server, be it a mistake of whoever asked. */
export function refuseWrongOrder({ kind, supervised }: JamfDevice, type: string, given: Record<string, unknown>): void {
	const wrong = (description: string) => refuse(500, `The command could not be queued: ${description}`);
	if (kind === 'computer' && (type === 'DEVICE_LOCK' || type === 'ERASE_DEVICE') && !/^\d{6}$/.test(typeof given['pin'] === 'string' ? given['pin'] : '')) throw wrong('a six-digit pin is required');
	if (type.endsWith('_LOST_MODE') && (kind !== 'mobile' || !supervised)) throw wrong('lost mode is for supervised mobile devices');
	if (type === 'ENABLE_LOST_MODE' && !isText(given['lostModeMessage']) && !isText(given['lostModePhone'])) throw wrong('lostModeMessage or lostModePhone is required');
	if (given['obliterationBehavior'] !== undefined && !OBLITERATION.includes(given['obliterationBehavior'])) throw refuse(400, 'obliterationBehavior is not valid', { field: 'obliterationBehavior' });
}
