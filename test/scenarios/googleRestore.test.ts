import type { StepResult } from '../../lifecycle/outcome';
import { verdictOf } from '../../lifecycle/case';
import { googleSteps } from '../../systems/google';
import { startGoogleCompany, usualGoogleSteps, type GoogleCompany } from '../support/googleCompany';

let company: GoogleCompany;
beforeAll(async () => {
	company = await startGoogleCompany({ settings: { google: { transferMs: 0, deviceSyncMs: 0 } } });
});
beforeEach(() => company.rewind());
afterAll(() => company.stop());

const google = () => company.sandbox.google;
const cast = () => company.sandbox.cast;
const leaver = () => cast().leaver;
const account = () => google().user(leaver().workEmail!);
const journal = () => company.sandbox.journals.google;
const settings = { leaversOrgUnit: '/Leavers', autoReply: { subject: 'Gone', text: 'Please write to the team.' } };

type Access = Record<string, number | string>;

/** What is counted, and what counting would not show. */
const access = (): Access => {
	const { id, mailbox, orgUnitPath, owns, passwords } = account();
	const { groups, roleAssignments, chromeDevices } = google().state;
	const { enableAutoReply, responseSubject = '', responseBodyPlainText = '' } = mailbox.vacation;
	return {
		...google().accessOf(id),
		orgUnitPath,
		passwords,
		files: JSON.stringify(owns),
		autoReply: JSON.stringify([enableAutoReply, responseSubject, responseBodyPlainText]),
		forwardingAddresses: [...mailbox.forwardingAddresses].join(' '),
		delegatesByName: [...mailbox.delegates.keys()].join(' '),
		groupsByRole: [...groups.values()].flatMap(({ email, members }) => (members.has(id) ? [`${email} ${members.get(id)!.role}`] : [])).sort().join(' '),
		rolesByName: [...roleAssignments.values()].filter(({ assignedTo }) => assignedTo === id).map(({ roleId, scopeType, orgUnitId = '' }) => `${roleId} ${scopeType} ${orgUnitId}`).sort().join(', '),
		chromebooks: [...chromeDevices.values()].map(({ status }) => status).join(' '),
	};
};

/** Who says that something is missing, or that it comes by itself. */
const tellsOf: Record<string, string> = {
	sessions: 'signOut',
	passwords: 'suspend',
	grants: 'revokeTokens',
	appPasswords: 'deleteAppPasswords',
	backupCodes: 'invalidateBackupCodes',
	secondSteps: 'turnOffTwoStep',
	forwarding: 'stopForwarding',
	forwardingFilters: 'stopForwarding',
	forwardingAddresses: 'stopForwarding',
	mobileDevices: 'wipeMobileAccounts',
	companyDevices: 'wipeCompanyDevices',
	files: 'transferOwnership',
};

const listed = (results: readonly StepResult[], what: string): boolean =>
	results.some(({ step, outcome, reason }) => tellsOf[what] === step && (outcome === 'pending' || /when the person signs in|The password from before is gone/.test(reason)));

const cutAndRestore = async (steps: readonly string[]) => {
	const before = access();
	const cut = await company.cut(leaver(), { options: { steps }, settings });
	const between = access();
	const restored = await company.restore(leaver(), { settings });
	const after = access();
	const differing = (other: Access) => Object.keys(before).filter((what) => other[what] !== before[what]);
	return { cut, restored, taken: differing(between), differences: differing(after) };
};

const all = googleSteps.map(({ id }) => id);
/** Nothing is taken away before what must come first. */
const alone = (step: string) => (step === 'removeLicences' ? ['transferOwnership', step] : [step]);

describe('B08: after any cut, the difference to before is nothing or listed', () => {
	test.each([...all.map(alone), usualGoogleSteps, all].map((steps) => [steps.length > 2 ? `${steps.length} steps` : steps.join(' and '), steps] as const))('%s', async (_name, steps) => {
		const { cut, restored, differences, taken } = await cutAndRestore(steps);
		// Nothing taken would be nothing to give back.
		expect(cut.filter(({ outcome }) => outcome === 'done').map(({ step }) => step).sort()).toEqual([...steps].sort());
		expect(taken.length).toBeGreaterThan(0);
		expect(restored.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
		expect(differences.filter((what) => !listed(restored, what))).toEqual([]);
	});

	test('what can be given back in full is: nothing differs, and nothing is open', async () => {
		const { differences, restored } = await cutAndRestore(['removeDelegates', 'setAutoReply', 'disableCloudKeys', 'disableChromeDevices', 'removeFromGroups', 'revokeAdminRoles', 'moveToOrgUnit']);
		expect(differences).toEqual([]);
		expect(verdictOf(false, restored)).toBe('Complete');
	});

	test('of the whole cut only what is named is not as before', async () => {
		const { differences } = await cutAndRestore(all);
		expect(differences.sort()).toEqual([...Object.keys(tellsOf)].sort());
	});

	test('a wipe that no device has begun is called off, and every device is what it was', async () => {
		google().settings.deviceSyncMs = 3_600_000;
		const { differences, restored } = await cutAndRestore(['wipeMobileAccounts', 'wipeCompanyDevices']);
		expect(differences).toEqual([]);
		expect(restored.map(({ outcome }) => outcome)).toEqual(expect.not.arrayContaining(['failed', 'pending']));
	});

	test('a phone that was blocked before is blocked again, and not approved', async () => {
		google().settings.deviceSyncMs = 3_600_000;
		const phone = [...google().state.mobileDevices.values()].find(({ userId }) => userId === account().id)!;
		phone.status = 'BLOCKED';
		await cutAndRestore(['wipeMobileAccounts']);
		expect(phone.status).toBe('BLOCKED');
	});

	test('a role comes back within the bounds it had, and with its condition', async () => {
		const unit = [...google().state.orgUnits.values()][0]!.orgUnitId;
		const assignment = [...google().state.roleAssignments.values()].find(({ assignedTo }) => assignedTo === account().id)!;
		const bounds = { scopeType: 'ORG_UNIT' as const, orgUnitId: unit, condition: "api.getAttribute('cloudidentity.googleapis.com/groups.labels', []).hasAny(['groups.security'])" };
		Object.assign(assignment, bounds);
		await cutAndRestore(['revokeAdminRoles']);
		const now = [...google().state.roleAssignments.values()].filter(({ assignedTo }) => assignedTo === account().id);
		expect(now).toEqual([expect.objectContaining({ roleId: assignment.roleId, ...bounds })]);
	});
});

describe('what cannot be given back does not keep the rest', () => {
	const first = <T>(all: Iterable<T>, fits: (one: T) => boolean) => [...all].find(fits)!;

	test('a group that was deleted meanwhile', async () => {
		await company.cut(leaver(), { options: { steps: ['removeFromGroups'] } });
		const { groups } = google().state;
		const gone = first(groups.values(), ({ email }) => email.startsWith('engineering@'));
		groups.delete(gone.id);
		const results = await company.restore(leaver());
		expect(google().accessOf(account().id).groups).toBe(4);
		expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([expect.objectContaining({ step: 'removeFromGroups', reason: expect.stringContaining(gone.email) })]);
	});

	test('a delegate who is gone as well', async () => {
		account().mailbox.delegates.set(cast().leaverManager.workEmail!, 'accepted');
		await company.cut(leaver(), { options: { steps: ['removeDelegates'] } });
		google().operate('suspend', cast().leeWhoStays.workEmail!);
		await company.restore(leaver());
		expect([...account().mailbox.delegates.keys()]).toEqual([cast().leaverManager.workEmail]);
	});

	test('a licence of which none is free', async () => {
		const steps = ['suspend', 'transferOwnership', 'removeLicences'];
		await company.cut(leaver(), { options: { steps } });
		first(google().state.skus, ({ productId }) => productId === 'Google-Apps').seats = 0;
		const results = await company.restore(leaver());
		expect(google().accessOf(account().id)).toMatchObject({ licences: 1, status: 'active' });
		expect(results.find(({ step }) => step === 'removeLicences')).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('available licenses') });
	});
});

describe('B08: from every status, nobody is let in who was not in before', () => {
	test.each(['suspend', 'suspend_for_abuse'] as const)('%s', async (how) => {
		google().operate(how, account().id);
		const { restored, differences } = await cutAndRestore(usualGoogleSteps);
		expect(account().suspended).toBe(true);
		expect(journal().writes.some(({ body }) => body.includes('"suspended":false'))).toBe(false);
		expect(restored.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
		expect(differences.filter((what) => !listed(restored, what))).toEqual([]);
	});

	test('archived: as locked out as suspended, never un-archived, and what cannot be reached is said', async () => {
		account().archived = true;
		const { cut, restored, differences } = await cutAndRestore(usualGoogleSteps);
		for (const step of ['stopForwarding', 'removeDelegates']) expect(cut.find((result) => result.step === step)).toMatchObject({ outcome: 'not_removable_here', reason: expect.stringContaining('archived') });
		expect(cut.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
		expect(account().archived).toBe(true);
		expect(restored.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
		expect(differences.filter((what) => !listed(restored, what))).toEqual([]);
	});
});
