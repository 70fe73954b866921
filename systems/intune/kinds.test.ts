import { managementOf, ownershipOf, platformOf } from './kinds';

test.each([
	['Windows', 'windows'],
	['macOS', 'macos'],
	['Mac OS X', 'macos'],
	['iOS', 'ios'],
	['iPadOS', 'ios'],
	['Android', 'android'],
	['AndroidForWork', 'android'],
	['ChromeOS', 'chromeos'],
	['Linux (ubuntu)', 'linux'],
	['tvOS', 'other'],
	['visionOS', 'other'],
	['Darwin?', 'other'],
	['', 'other'],
	[null, 'other'],
])('%s is %s', (said, platform) => {
	expect(platformOf(said)).toBe(platform);
});

test.each([
	['company', 'windowsAzureADJoin', 'windows', 'corporate'],
	['company', 'userEnrollment', 'windows', 'corporate'],
	['company', 'userEnrollment', 'macos', 'corporate'],
	['company', 'unknownFutureValue', 'android', 'corporate'],
	['company', 'userEnrollment', 'android', 'personal'],
	['company', 'appleUserEnrollment', 'ios', 'personal'],
	['company', 'appleUserEnrollmentWithServiceAccount', 'macos', 'personal'],
	['company', 'AppleUserEnrollment', 'ios', 'personal'],
	['company', 'UserEnrollment', 'android', 'personal'],
	['constructor', 'windowsAzureADJoin', 'windows', 'unknown'],
	['personal', 'windowsAzureADJoin', 'windows', 'personal'],
	['unknown', 'windowsAzureADJoin', 'windows', 'unknown'],
	['unknownFutureValue', 'windowsAzureADJoin', 'windows', 'unknown'],
	['Company', 'windowsAzureADJoin', 'windows', 'unknown'],
	['', '', 'other', 'unknown'],
] as const)('an owner that is %s, enrolled by %s on %s: %s', (owner, enrolment, platform, ownership) => {
	expect(ownershipOf(owner, enrolment, platform).ownership).toBe(ownership);
});

test.each([
	['mdm', { managed: true }],
	['googleCloudDevicePolicyController', { managed: true }],
	['configurationManagerClientMdm', { managed: true }],
	['jamf', { managed: false, managedBy: 'Jamf Pro' }],
	['eas', { managed: false, managedBy: 'Exchange ActiveSync' }],
	['configurationManagerClient', { managed: false, managedBy: 'Configuration Manager' }],
	['unknown', { managed: false }],
	['unknownFutureValue', { managed: false }],
	['constructor', { managed: false }],
	['', { managed: false }],
])('%s', (agent, management) => {
	expect(managementOf(agent)).toEqual(management);
});
