import { enrolled } from '../intune/seed';
import { phoneMethod } from '../routes/methods';
import type { EntraUser, Method, MethodCollection } from '../state';
import { ROLES } from '../roles';
import type { Builder } from './builder';
import type { Catalogue } from './catalogue';

const YEAR = 365 * 86_400_000;

export const LEAVERS_SECRET = 'leaver~release-bot-secret';

/** Gives one person everything a leaver can have, so that every step of a cut has something to take away. */
export function equipLeaver(builder: Builder, user: EntraUser, { groups, newYork, skus, apps }: Catalogue): void {
	const { state, id, ago } = builder;
	const { codeHosting, vpn, onCall, productTeam, launchPlanning, announcements, incidentContacts, buildingAccess, releaseApprovers, boardDocuments } = groups;
	for (const group of [codeHosting, vpn, onCall, productTeam, launchPlanning, announcements, incidentContacts, buildingAccess, releaseApprovers, boardDocuments]) group.members.add(user.id);
	launchPlanning.owners.add(user.id);
	onCall.owners.add(user.id);
	newYork.members.add(user.id);

	user.licences.push({ skuId: skus.powerBi.skuId, disabledPlans: [], since: ago(120) }, { skuId: skus.visio.skuId, disabledPlans: [], since: ago(60) });

	builder.role('Helpdesk Administrator', user.id);
	const eligibility = id();
	state.eligibilities.set(eligibility, { id: eligibility, principalId: user.id, roleDefinitionId: ROLES['Security Reader'], directoryScopeId: '/', createdDateTime: ago(50), endDateTime: null });
	const groupEligibility = id();
	state.groupEligibilities.set(groupEligibility, { id: groupEligibility, principalId: user.id, groupId: groups.supportLeads.id, accessId: 'member', createdDateTime: ago(50), endDateTime: ago(-60) });

	builder.assignment(apps.dashboards, user.id, 'User');
	builder.assignment(apps.code, user.id, 'User');
	builder.consent(apps.calendarHelper, apps.graph, user.id, 'Calendars.ReadWrite offline_access');
	builder.consent(apps.meetingNotes, apps.graph, user.id, 'Mail.Read offline_access');

	const method = (collection: MethodCollection, shown: Record<string, unknown>, isDefault = false): Method => ({ id: id(), collection, isDefault, shown });
	user.methods.push(
		phoneMethod('mobile', '+1 2065550130'),
		method('microsoftAuthenticatorMethods', { displayName: 'iPhone', deviceTag: 'SoftwareTokenActivated', phoneAppVersion: '6.8', createdDateTime: ago(120) }, true),
		method('fido2Methods', { displayName: 'Blue key', model: 'Sample Key 5', aaGuid: 'cb69481e-8ff7-4039-93ec-0a2729a154a8', attestationCertificates: [], attestationLevel: 'attested', createdDateTime: ago(80) }),
		method('softwareOathMethods', { secretKey: null }),
		method('windowsHelloForBusinessMethods', { displayName: 'KST-WIN-3030', keyStrength: 'normal', createdDateTime: ago(70) }),
		{ id: '3ddfcfc8-9383-446f-83cc-3ab9be4be18f', collection: 'emailMethods', isDefault: false, shown: { emailAddress: 'mateo@home.example' } },
		method('platformCredentialMethods', { displayName: 'Mateo’s MacBook Pro', keyStrength: 'normal', platform: 'macOS', createdDateTime: ago(65) }),
	);

	const laptop = builder.device('KST-WIN-3030', 'Windows', 'AzureAd', user);
	const phone = builder.device('Mateo’s iPhone', 'IPhone', 'Workplace', user);
	enrolled(builder, user, { platform: 'windows', owner: 'company', serial: 'KST-C02-3030', name: laptop.displayName, joined: laptop });
	enrolled(builder, user, { platform: 'ios', owner: 'personal', serial: 'KST-IPH-3030', name: phone.displayName, joined: phone });

	const application = builder.application('release-bot', apps.code.appId);
	application.owners.add(user.id);
	application.passwords.push({ keyId: id(), displayName: 'ci', secret: LEAVERS_SECRET, startDateTime: ago(70), endDateTime: new Date(Date.parse(ago(70)) + YEAR).toISOString() });

	user.mailbox.rules.push({
		id: id(),
		displayName: 'Keep a copy',
		sequence: 1,
		isEnabled: true,
		hasError: false,
		isReadOnly: false,
		conditions: {},
		actions: { forwardTo: [{ emailAddress: { name: 'Mateo', address: 'mateo@home.example' } }], stopProcessingRules: false },
	});
	user.mailbox.rules.push({ id: id(), displayName: 'File newsletters', sequence: 2, isEnabled: true, hasError: false, isReadOnly: false, conditions: { subjectContains: ['newsletter'] }, actions: { markAsRead: true } });

	builder.session(user, 'Outlook', true);
	builder.session(user, 'Dashboards', false);
}
