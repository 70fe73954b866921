import type { Platform } from '../../lifecycle/devices/device';

const named: Readonly<Record<string, Platform>> = { darwin: 'macos', ios: 'ios', ipados: 'ios', windows: 'windows', android: 'android', chrome: 'chromeos' };

/** Linux goes by the name of its distribution. */
const distributions: ReadonlySet<string> = new Set([
	'linux', 'ubuntu', 'debian', 'rhel', 'centos', 'fedora', 'rocky', 'almalinux', 'sles', 'opensuse', 'opensuse-leap', 'opensuse-tumbleweed', 'kali', 'gentoo',
	'amzn', 'pop', 'arch', 'archarm', 'linuxmint', 'void', 'nixos', 'endeavouros', 'manjaro', 'manjaro-arm', 'tuxedo', 'neon', 'zorin',
]);

export const platformOf = (word: string | null): Platform => {
	const spelled = word?.toLowerCase() ?? '';
	return (Object.hasOwn(named, spelled) ? named[spelled] : undefined) ?? (distributions.has(spelled) ? 'linux' : 'other');
};

/** What Fleet's agent reports that nobody here knows is left alone. */
export const unknownPlatform = 'Fleet names no operating system for it that is known here. Look at it in Fleet, do it there by hand, and waive it in Device Decisions';
