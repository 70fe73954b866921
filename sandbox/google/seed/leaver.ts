import { cast, DOMAIN } from '../../company';
import type { GoogleUser } from '../state';
import type { Builder } from './builder';
import { addMember } from './builder';
import type { Catalogue } from './catalogue';

const PRIVATE_ADDRESS = 'mateo.rivas.home@mail.example';

function lendMailbox({ mailbox, primaryEmail }: GoogleUser, { id }: Builder): void {
	mailbox.forwardingAddresses.set(PRIVATE_ADDRESS, 'accepted');
	Object.assign(mailbox.autoForwarding, { enabled: true, emailAddress: PRIVATE_ADDRESS, disposition: 'leaveInInbox' });
	mailbox.delegates.set(cast.leeWhoStays.workEmail, 'accepted');
	mailbox.filters.push(
		{ id: `ANe1${id()}`, criteria: { from: 'billing@supplier.example' }, action: { forward: PRIVATE_ADDRESS } },
		{ id: `ANe1${id()}`, criteria: { from: `ci@${DOMAIN}` }, action: { addLabelIds: ['Label_1'], removeLabelIds: ['INBOX'] } },
	);
	mailbox.sendAs.push({ sendAsEmail: `releases@${DOMAIN}`, displayName: 'Releases', replyToAddress: '', signature: '', isPrimary: false, isDefault: false, treatAsAlias: true, verificationStatus: 'accepted' });
	Object.assign(mailbox.pop, { accessWindow: 'fromNowOn' });
	Object.assign(mailbox.vacation, { enableAutoReply: false, responseSubject: '', responseBodyPlainText: `Write to ${primaryEmail} again.` });
}

function lendDevices(user: GoogleUser, { state, ago, id }: Builder): void {
	const resourceId = `AFiQxQ8${id()}`;
	state.mobileDevices.set(resourceId, { resourceId, deviceId: `3030${id()}`, userId: user.id, model: 'Pixel 9', os: 'Android 16', type: 'ANDROID', status: 'APPROVED', lastSync: ago(0) });

	const device = `devices/${id()}`;
	state.devices.set(device, {
		name: device,
		deviceType: 'MAC_OS',
		model: 'MacBook Pro',
		serialNumber: 'KST-C02-3030',
		ownerType: 'COMPANY',
		managementState: 'APPROVED',
		lastSyncTime: ago(0),
		createTime: ago(200),
		users: [{ name: `${device}/deviceUsers/${id()}`, userId: user.id, managementState: 'APPROVED', lastSyncTime: ago(0) }],
	});

	const deviceId = `b6f1c0de-${id()}`;
	state.chromeDevices.set(deviceId, { deviceId, serialNumber: 'KST-CHR-3030', model: 'Chromebook Plus', status: 'ACTIVE', annotatedUser: user.primaryEmail, recentUserIds: [user.id], orgUnitPath: user.orgUnitPath, lastSync: ago(0), commands: [], wiped: false });
}

/** Gives one person everything a leaver can have, so that every step of a cut has something to take away. */
export function equipLeaver(builder: Builder, user: GoogleUser, catalogue: Catalogue): void {
	const { state, ago } = builder;
	const { onCall, releases, products, groupsAdmin, voice } = catalogue;
	user.sessions.push({ id: builder.id(), createdAt: ago(0) });
	user.grants.push(
		{ clientId: '292824132082.apps.googleusercontent.com', displayText: 'Calendar Helper', scopes: ['https://www.googleapis.com/auth/calendar'], nativeApp: false, anonymous: false },
		{ clientId: '709154821109.apps.googleusercontent.com', displayText: 'Meeting Notes', scopes: ['https://www.googleapis.com/auth/drive.readonly', 'openid'], nativeApp: true, anonymous: false },
	);
	user.appPasswords.push(
		{ codeId: 1, name: 'Mail on my old phone', creationTime: Date.parse(ago(300)), lastTimeUsed: Date.parse(ago(2)) },
		{ codeId: 2, name: 'Thunderbird', creationTime: Date.parse(ago(90)), lastTimeUsed: Date.parse(ago(1)) },
	);
	user.isEnrolledIn2Sv = true;
	user.backupCodes = ['18273645', '28374650', '38475610', '48576120', '58671230'];
	addMember(onCall, user);
	addMember(releases, user, 'MANAGER');
	addMember(products, user, 'OWNER');
	builder.assign(groupsAdmin, user.id);
	voice.holders.add(user.id);
	user.owns = { privateFiles: 12, sharedFiles: 34, calendars: 3 };
	lendMailbox(user, builder);
	lendDevices(user, builder);

	const [projectId] = state.projects.keys();
	const email = `mateo-rivas-dev@${projectId}.iam.gserviceaccount.com`;
	const key = (id: string, keyType: 'USER_MANAGED' | 'SYSTEM_MANAGED') => ({ id, keyType, disabled: false, validAfterTime: ago(120), validBeforeTime: keyType === 'USER_MANAGED' ? '9999-12-31T23:59:59Z' : ago(-14) });
	state.serviceAccounts.set(email, {
		email,
		uniqueId: builder.id(),
		projectId: projectId ?? '',
		displayName: 'Mateo Rivas (development)',
		description: `Owner: ${user.primaryEmail}`,
		disabled: false,
		keys: [key('5f1e0a3030', 'USER_MANAGED'), key('0c9b7a0001', 'SYSTEM_MANAGED')],
	});
}
