import type { Ownership, Platform } from '../../../lifecycle/devices/device';
import type { IntuneDevice } from '../devices';
import { intuneSteps } from '../index';

const device = (platform: Platform, ownership: Ownership = 'corporate', more: Partial<IntuneDevice> = {}): IntuneDevice => ({
	id: 'i1', name: 'KST-1', serial: 'S1', model: null, platform, osVersion: null, ownership, ownershipFrom: '', holders: ['u1'], doubts: [], managed: true, locked: null, lastSeen: null, enrolledAt: null, told: [], ...more,
});
const step = (id: string) => intuneSteps.find((one) => one.id === id)!;

test.each<[Platform, Ownership, lock: RegExp | null, retire: RegExp | null, wipe: RegExp | null]>([
	['windows', 'corporate', /Entra ID.*BitLocker/, null, null],
	['macos', 'corporate', null, null, null],
	['macos', 'personal', null, null, null],
	['ios', 'corporate', null, null, null],
	['ios', 'personal', null, null, null],
	['android', 'corporate', null, /Wipe it/, null],
	['android', 'personal', /Retire/, null, /Retire/],
	['android', 'unknown', /Retire/, null, null],
	['linux', 'corporate', /Linux/, /by hand/, /by hand/],
	['chromeos', 'corporate', /ChromeOS/, /Google admin console/, null],
	['other', 'corporate', /this kind/, null, null],
])('%s, %s', (platform, ownership, lock, retire, wipe) => {
	for (const [id, why] of [['lock', lock], ['retire', retire], ['wipe', wipe]] as const) {
		const said = step(id).unsupported(device(platform, ownership));
		if (why === null) expect(said).toBeNull();
		else expect(said).toMatch(why);
	}
});

test.each<[platform: Platform, osVersion: string | null, model: string | null, takesPin: boolean]>([
	['macos', '26.1', 'MacBook Pro', false],
	['macos', '15.6.1', 'MacBook Pro', true],
	['macos', '15.6.1', 'Mac14,7', false],
	['macos', '15.6.1', 'MacBookPro16,1', true],
	['macos', '10.14.6', 'Macmini7,1', true],
	['macos', null, null, true],
	['macos', 'unknown', null, true],
	['windows', '10.0.26100', null, false],
	['ios', '18.1', 'iPhone', false],
])('a wipe of %s %s on %s takes a PIN: %s', (platform, osVersion, model, takesPin) => {
	expect(step('wipe').pin(device(platform, 'corporate', { osVersion, model }))).toEqual(takesPin ? { madeBy: 'us', keptByManagement: false } : null);
});

test('the PIN of a lock is made by Intune, and only for a Mac', () => {
	expect(step('lock').pin(device('macos'))).toEqual({ madeBy: 'management', keptByManagement: true });
	for (const platform of ['ios', 'android', 'windows'] as const) expect(step('lock').pin(device(platform))).toBeNull();
	expect(step('retire').pin(device('macos'))).toBeNull();
});

test('a locked Mac is first opened; nothing else is waited for', () => {
	for (const id of ['wipe', 'retire']) {
		expect(step(id).notYet!(device('macos', 'corporate', { locked: true }))).toMatch(/PIN/);
		expect(step(id).notYet!(device('macos', 'corporate', { locked: false }))).toBeNull();
		expect(step(id).notYet!(device('macos'))).toBeNull();
	}
	expect(step('lock').notYet).toBeUndefined();
});
