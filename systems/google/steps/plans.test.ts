import type { Json } from '../../../ledger/types';
import type { Step } from '../../../lifecycle/step';
import { googleSteps } from '../index';

const stepOf = (id: string) => googleSteps.find((step) => step.id === id) as unknown as Step<unknown, unknown>;

type Row = [step: string, state: string, read: Json, kind: string, outcome?: string];

const transfer = (status: string) => ({ id: 't1', to: '7', status, requestedAt: '2026-11-20T10:00:00.000Z' });
const owner = { id: '7', email: 'boss@acme.test', instead: null };
const licence = { product: 'Google-Apps', sku: 's1', name: 'Business Plus' };
const phone = (status: string) => ({ devices: [{ id: '1', name: 'Pixel', status }] });
const mac = (state: string, company = true, shared = false) => ({ devices: [{ device: 'devices/1', name: 'Mac', state, company, shared }] });
const forwards = { auto: { to: 'x@home.test', disposition: 'leaveInInbox' }, addresses: [], filters: [] };
const nothing = { auto: null, addresses: [], filters: [] };

const rows: Row[] = [
	['deleteAppPasswords', 'none', { appPasswords: [] }, 'satisfied'],
	['deleteAppPasswords', 'one', { appPasswords: [{ id: '1', name: 'Mail' }] }, 'change'],
	['invalidateBackupCodes', 'none', { codes: 0, suspended: true }, 'satisfied'],
	['invalidateBackupCodes', 'active', { codes: 5, suspended: false }, 'change'],
	['invalidateBackupCodes', 'suspended', { codes: 5, suspended: true }, 'impossible', 'not_removable_here'],
	['turnOffTwoStep', 'not enrolled', { enrolled: false, enforced: true, suspended: true, refused: false }, 'satisfied'],
	['turnOffTwoStep', 'enrolled', { enrolled: true, enforced: false, suspended: false, refused: false }, 'change'],
	['turnOffTwoStep', 'enforced', { enrolled: true, enforced: true, suspended: false, refused: false }, 'impossible', 'not_removable_here'],
	['turnOffTwoStep', 'suspended', { enrolled: true, enforced: false, suspended: true, refused: false }, 'impossible', 'not_removable_here'],
	['turnOffTwoStep', 'refused', { enrolled: true, enforced: false, suspended: false, refused: true }, 'impossible', 'not_removable_here'],
	['stopForwarding', 'forwards', { access: 'open', found: forwards }, 'change'],
	['stopForwarding', 'does not', { access: 'open', found: nothing }, 'satisfied'],
	['stopForwarding', 'no mailbox', { access: 'none', found: null }, 'satisfied'],
	['stopForwarding', 'suspended', { access: 'suspended', found: null }, 'impossible', 'not_removable_here'],
	['stopForwarding', 'archived', { access: 'archived', found: null }, 'impossible', 'not_removable_here'],
	['stopForwarding', 'OAuth', { access: 'nobody can act as the owner', found: null }, 'impossible', 'not_removable_here'],
	['removeDelegates', 'some', { access: 'open', found: ['a@acme.test'] }, 'change'],
	['removeDelegates', 'none', { access: 'open', found: [] }, 'satisfied'],
	['setAutoReply', 'no text', { access: 'open', found: {}, wanted: { subject: '', text: '' } }, 'impossible', 'failed'],
	['setAutoReply', 'another', { access: 'open', found: {}, wanted: { subject: 'Gone', text: 'Bye' } }, 'change'],
	['setAutoReply', 'set', { access: 'open', found: { enableAutoReply: true, responseSubject: 'Gone', responseBodyPlainText: 'Bye' }, wanted: { subject: 'Gone', text: 'Bye' } }, 'satisfied'],
	['suspend', 'active', { suspended: false, reason: null, since: null }, 'change'],
	['suspend', 'by an admin', { suspended: true, reason: 'ADMIN', since: null }, 'satisfied'],
	['suspend', 'by Google', { suspended: true, reason: 'ABUSE', since: null }, 'satisfied'],
	['signOut', 'not asked', { seen: 'not asked', canSignIn: false }, 'unknown'],
	['signOut', 'not asked while anybody can sign in', { seen: 'not asked', canSignIn: true }, 'change'],
	['signOut', 'not yet', { seen: 'not yet' }, 'unknown'],
	['signOut', 'no report', { seen: 'log not readable' }, 'unknown'],
	['signOut', 'logged', { seen: 'logged' }, 'satisfied'],
	['revokeTokens', 'none', { grants: [] }, 'satisfied'],
	['revokeTokens', 'one', { grants: [{ client: 'c', name: '', scopes: [] }] }, 'change'],
	['disableCloudKeys', 'nowhere to look', { lookedIn: [], keys: [] }, 'impossible', 'failed'],
	['disableCloudKeys', 'enabled', { lookedIn: ['p'], keys: [{ name: 'projects/p/serviceAccounts/a/keys/1', account: 'a', disabled: false, ours: false, madeAt: null }] }, 'change'],
	['disableCloudKeys', 'disabled', { lookedIn: ['p'], keys: [{ name: 'projects/p/serviceAccounts/a/keys/1', account: 'a', disabled: true, ours: false, madeAt: null }] }, 'satisfied'],
	['disableCloudKeys', 'ours', { lookedIn: ['p'], keys: [{ name: 'projects/p/serviceAccounts/a/keys/1', account: 'a', disabled: false, ours: true, madeAt: null }] }, 'satisfied'],
	['wipeMobileAccounts', 'none', { devices: [] }, 'satisfied'],
	...['APPROVED', 'BLOCKED', 'PENDING'].map((status): Row => ['wipeMobileAccounts', status, phone(status), 'change']),
	...['ACCOUNT_WIPING', 'WIPING'].map((status): Row => ['wipeMobileAccounts', status, phone(status), 'underway']),
	...['ACCOUNT_WIPED', 'WIPED'].map((status): Row => ['wipeMobileAccounts', status, phone(status), 'satisfied']),
	['disableChromeDevices', 'own', { devices: [{ id: '1', name: 'C', status: 'ACTIVE', own: true }] }, 'change'],
	['disableChromeDevices', "another's", { devices: [{ id: '1', name: 'C', status: 'ACTIVE', own: false }] }, 'satisfied'],
	['disableChromeDevices', 'disabled', { devices: [{ id: '1', name: 'C', status: 'DISABLED', own: true }] }, 'satisfied'],
	['wipeCompanyDevices', 'of the company', mac('APPROVED'), 'change'],
	['wipeCompanyDevices', 'E01: personal', mac('APPROVED', false), 'satisfied'],
	['wipeCompanyDevices', 'shared', mac('APPROVED', true, true), 'satisfied'],
	['wipeCompanyDevices', 'wiping', mac('WIPING'), 'underway'],
	['wipeCompanyDevices', 'wiped', mac('WIPED'), 'satisfied'],
	['removeFromGroups', 'in one', { groups: [{ id: '1', email: 'g', role: 'OWNER' }], refused: [], left: 0 }, 'change'],
	['removeFromGroups', 'all refused', { groups: [{ id: '1', email: 'g', role: null }], refused: ['1'], left: 0 }, 'impossible', 'not_removable_here'],
	['removeFromGroups', 'the rest refused', { groups: [{ id: '1', email: 'g', role: null }], refused: ['1'], left: 2 }, 'satisfied'],
	['revokeAdminRoles', 'none', { superAdmin: false, roles: [] }, 'satisfied'],
	['revokeAdminRoles', 'super admin', { superAdmin: true, roles: [] }, 'change'],
	['transferOwnership', 'not begun', { transfer: null, everything: false, justAsked: false, newOwner: owner }, 'change'],
	['transferOwnership', 'nobody to take it', { transfer: null, everything: false, justAsked: false, newOwner: null }, 'impossible', 'failed'],
	['transferOwnership', 'underway', { transfer: transfer('inProgress'), everything: true, justAsked: false, newOwner: null }, 'underway'],
	['transferOwnership', 'completed', { transfer: transfer('completed'), everything: true, justAsked: false, newOwner: null }, 'satisfied'],
	['transferOwnership', 'completed before the last sign-in', { transfer: transfer('completed'), everything: false, justAsked: false, newOwner: owner }, 'change'],
	['transferOwnership', 'failed just now', { transfer: transfer('failed'), everything: true, justAsked: true, newOwner: owner }, 'impossible', 'failed'],
	['transferOwnership', 'failed before', { transfer: transfer('failed'), everything: true, justAsked: false, newOwner: owner }, 'change'],
	['removeLicences', 'none', { licences: [], moved: 'no' }, 'satisfied'],
	['removeLicences', 'not moved', { licences: [licence], moved: 'no' }, 'impossible', 'pending'],
	['removeLicences', 'moving', { licences: [licence], moved: 'underway' }, 'impossible', 'pending'],
	['removeLicences', 'moved', { licences: [licence], moved: 'yes' }, 'change'],
	['moveToOrgUnit', 'not named', { orgUnitPath: '/', wanted: '' }, 'impossible', 'failed'],
	['moveToOrgUnit', 'elsewhere', { orgUnitPath: '/', wanted: '/Leavers' }, 'change'],
	['moveToOrgUnit', 'there', { orgUnitPath: '/Leavers', wanted: '/Leavers' }, 'satisfied'],
];

test.each(rows.map((row) => [`${row[0]}, ${row[1]}`, row] as const))('%s', (_name, [id, , read, kind, outcome]) => {
	expect(stepOf(id).plan(read)).toMatchObject({ kind, ...(outcome === undefined ? {} : { outcome }) });
});

test('every step has rows, and says what it takes and needs', () => {
	expect(new Set(rows.map(([id]) => id))).toEqual(new Set(googleSteps.map(({ id }) => id)));
	for (const { danger, needs } of googleSteps) {
		expect(danger.length).toBeGreaterThan(40);
		expect(needs.length).toBeGreaterThan(0);
	}
});

test('somebody who was suspended before is never let in by undoing', () => {
	const was = { suspended: true, reason: 'ADMIN', since: null };
	for (const suspended of [true, false]) expect(stepOf('suspend').undo.plan({ ...was, suspended }, was).kind).toBe('satisfied');
});

test('what Google suspended meanwhile is not un-suspended', () => {
	expect(stepOf('suspend').undo.plan({ suspended: true, reason: 'ABUSE', since: null }, { suspended: false, reason: null, since: null })).toMatchObject({ kind: 'impossible', outcome: 'pending' });
});
