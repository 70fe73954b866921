import type { Device, Ownership, Platform } from '../../lifecycle/devices/device';

const beginnings: readonly (readonly [RegExp, Platform])[] = [
	[/^windows/, 'windows'],
	[/^mac ?os/, 'macos'],
	[/^(ios|ipados)/, 'ios'],
	[/^android/, 'android'],
	[/^chrome ?os/, 'chromeos'],
	[/^linux/, 'linux'],
];

/** `operatingSystem` is free text: `Windows`, `iPadOS`, `Linux (ubuntu)`. */
export const platformOf = (operatingSystem: string | null): Platform => {
	const said = (operatingSystem ?? '').trim().toLowerCase();
	return beginnings.find(([pattern]) => pattern.test(said))?.[1] ?? 'other';
};

const owners: ReadonlyMap<string, Ownership> = new Map([['company', 'corporate'], ['personal', 'personal']]);

/** Ways in that exist for what is somebody's own, whatever an administrator has set since. */
const isPersonalByConstruction = (enrolment: string, platform: Platform): boolean => /^appleUserEnrollment/i.test(enrolment) || (platform === 'android' && /^userEnrollment$/i.test(enrolment));

export const ownershipOf = (owner: string, enrolment: string, platform: Platform): Pick<Device, 'ownership' | 'ownershipFrom'> => {
	const said = `managedDeviceOwnerType: ${owner || 'nothing'}`;
	if (isPersonalByConstruction(enrolment, platform)) {
		const way = platform === 'android' ? 'a work profile on somebody\'s own Android' : 'Apple User Enrolment';
		return { ownership: 'personal', ownershipFrom: `deviceEnrollmentType: ${enrolment}, which is ${way}${owner === 'personal' ? '' : `, although ${said}`}` };
	}
	return { ownership: owners.get(owner) ?? 'unknown', ownershipFrom: said };
};

/** Agents through which Intune itself commands a device. Of others it only knows: what it says to them arrives nowhere. */
const agents: ReadonlySet<string> = new Set(['mdm', 'easMdm', 'intuneClient', 'easIntuneClient', 'configurationManagerClientMdm', 'configurationManagerClientMdmEas', 'googleCloudDevicePolicyController', 'microsoft365ManagedMdm']);

const elsewhere: ReadonlyMap<string, string> = new Map([
	['jamf', 'Jamf Pro'],
	['eas', 'Exchange ActiveSync'],
	['configurationManagerClient', 'Configuration Manager'],
	['msSense', 'Microsoft Defender for Endpoint'],
]);

export const managementOf = (agent: string): { managed: boolean; managedBy?: string } => {
	if (agents.has(agent)) return { managed: true };
	const other = elsewhere.get(agent);
	return other === undefined ? { managed: false } : { managed: false, managedBy: other };
};
