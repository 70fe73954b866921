import type { OktaUser } from '../state';
import type { Builder } from './builders';
import type { Catalogue } from './catalogue';

const DAY = 86_400_000;

/** Gives one person everything a leaver can have, so that every step of a cut has something to take away. */
export function equipLeaver(builder: Builder, user: OktaUser, catalogue: Catalogue): void {
	const { state, id, ago } = builder;
	const { vpn, onCall, releaseManagers, directorySync, code, dashboards, calendarClient, notesClient } = catalogue;
	for (const group of [vpn, onCall, releaseManagers, directorySync]) group.members.add(user.id);
	for (const app of [code, dashboards]) app.users.set(user.id, { assignedAt: ago(90), profile: { userName: user.profile.login, role: 'member' } });

	const laptop = builder.device('Mateo’s MacBook Pro', 'MACOS', 'KST-C02-3030', user);
	user.factors.push(
		{ id: id('opf'), factorType: 'push', provider: 'OKTA', vendorName: 'OKTA', status: 'ACTIVE', created: ago(120), profile: { credentialId: user.profile.login, deviceType: 'SmartPhone_IPhone', name: 'iPhone' } },
		{ id: id('fuf'), factorType: 'webauthn', provider: 'FIDO', vendorName: 'FIDO', status: 'ACTIVE', created: ago(80), profile: { authenticatorName: 'Touch ID' }, deviceId: laptop.id },
	);
	for (const client of [calendarClient, notesClient]) {
		user.grants.push({ id: id('oag'), clientId: client.id, scopeId: 'okta.users.read.self', created: ago(40) });
		user.refreshTokens.push({ id: id('oar'), clientId: client.id, scopes: ['openid', 'offline_access'], created: ago(5), expiresAt: new Date(Date.parse(ago(5)) + 90 * DAY).toISOString() });
	}
	user.grants.push({ id: id('oag'), clientId: notesClient.id, scopeId: 'okta.groups.read', created: ago(12) });
	user.sessions.push({ id: id('102'), createdAt: ago(0) });
	user.rememberedDevices.push('MacBook Pro, Safari', 'iPhone, Safari');
	user.roles.push(builder.role('HELP_DESK_ADMIN'));

	const tokenId = id('00T');
	state.apiTokens.set(tokenId, { id: tokenId, secret: '00sandboxLeaverToken', name: 'release-bot', userId: user.id, clientName: 'Okta API', created: ago(70), lastUsed: Date.parse(ago(1)) });
}
