import type { ActionName, Kind, ManagedDevice } from './device';

const APPLE_AND_CORPORATE_ANDROID: readonly Kind[] = ['ios', 'macos', 'androidCorporate'];

const SUPPORTED: Record<ActionName, readonly Kind[]> = {
	wipe: ['windows', ...APPLE_AND_CORPORATE_ANDROID],
	retire: ['windows', 'macos', 'ios', 'androidWorkProfile'],
	remoteLock: APPLE_AND_CORPORATE_ANDROID,
	resetPasscode: ['ios', 'androidCorporate', 'androidWorkProfile'],
	rotateBitLockerKeys: ['windows'],
	rebootNow: ['windows', ...APPLE_AND_CORPORATE_ANDROID],
	enableLostMode: ['ios'],
	disableLostMode: ['ios'],
};

/** Known to Intune, managed by something else. */
const ELSEWHERE: readonly ManagedDevice['managementAgent'][] = ['eas', 'jamf', 'configurationManagerClient'];

export function supports({ unit, managementAgent, isSupervised }: ManagedDevice, action: ActionName): boolean {
	const wantsSupervision = action === 'enableLostMode' || action === 'disableLostMode';
	return SUPPORTED[action].includes(unit.kind) && !ELSEWHERE.includes(managementAgent) && (isSupervised || !wantsSupervision);
}

/** What deleting the record has the device do. */
export const removalBy = ({ kind }: ManagedDevice['unit']): 'retire' | 'wipe' | null => (kind === 'linux' ? null : kind === 'androidCorporate' ? 'wipe' : 'retire');
