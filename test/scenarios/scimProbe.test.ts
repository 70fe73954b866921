import type { AppName } from '../../sandbox/scim';
import { startScimCase, type ScimCase } from '../support/scimCase';

let company: ScimCase;
beforeEach(async () => {
	company = await startScimCase();
});
afterEach(() => company.stop());

const address = 'scim-probe@kestrel.example';
const probe = (app: AppName, testAddress: string | null = address) => company.probe(testAddress, { app, kind: 'generic', dialect: { inactive: null } });
const found = ({ findings }: Awaited<ReturnType<typeof probe>>, about: string) => findings.filter((finding) => finding.about.startsWith(about)).map((finding) => finding.found).join('\n');
const remaining = (app: AppName) => [...company.scim.state.applications[app].users.values()].map(({ resource }) => String(resource.userName)).filter((name) => name.startsWith('scim-probe'));
const probeGroups = (app: AppName) => [...company.scim.state.applications[app].groups.values()].filter(({ resource }) => resource.displayName.startsWith('Probe'));

describe('F18: Probe tells before the first run', () => {
	test.each([
		['generic', { 'What Active: False Does': 'Disables the Account', 'Active Is Said By': 'Replace With a Path', 'Remove Member': 'By Filter', 'Groups Found By': 'Every Group' }],
		['pagerDuty', { 'What Active: False Does': 'Deletes the Account', 'Remove Member': 'By Filter' }],
		['entraStyle', { 'What Active: False Does': 'Disables the Account', 'Active Is Said By': 'Replace With a Path, "True" or "False" as Text', 'Remove Member': 'By Value' }],
		['jfrog', { 'Active Is Said By': 'Replace With a Path, Capital Letters' }],
		['awsIdentityCenter', { 'Groups Found By': 'A Filter', 'What Active: False Does': 'Disables the Account' }],
	] as const)('%s: what to choose', async (app, settings) => {
		const report = await probe(app);
		expect(report.settings).toMatchObject(settings);
		expect(found(report, 'The try-out ended early')).toBe('');
		expect(report.leftBehind).toEqual([]);
		expect(remaining(app)).toEqual([]);
		expect(probeGroups(app)).toEqual([]);
	});

	test('an application that deletes is called one that deletes', async () => {
		expect(found(await probe('pagerDuty'), 'Setting an account inactive')).toMatch(/^DELETES it.*cannot be given back/);
	});

	test('without a test address it reads only, and says what it does not know', async () => {
		const report = await probe('generic', null);
		expect(company.scim.journal.writes).toEqual([]);
		expect(found(report, 'Setting an account inactive')).toMatch(/NOT KNOWN.*Test Address/);
		expect(report.settings).not.toHaveProperty('What Active: False Does');
	});

	test('filters that are ignored, lists that hide, members that are all removed', async () => {
		Object.assign(company.scim.settings.generic, { filters: 'ignored', deactivatedInLists: false, removeWithFilter: 'refused', removeWithValues: 'all' });
		const report = await probe('generic');
		expect(found(report, 'Looking up by User Name')).toMatch(/^IGNORED/);
		expect(found(report, 'Inactive accounts in lists')).toMatch(/^HIDDEN/);
		expect(found(report, 'Removing a member By Value')).toMatch(/^TAKES EVERYBODY OUT/);
		expect(report.settings).not.toHaveProperty('Remove Member');
	});

	test('PATCH that is not offered, and a content type that is not taken', async () => {
		Object.assign(company.scim.settings.generic, { patch: 501, contentTypes: ['application/json'], discovery: 404 });
		const report = await probe('generic');
		expect(report.settings).toMatchObject({ 'Content Type': 'Plain JSON', 'What Active: False Does': 'Disables the Account' });
		expect(found(report, 'Describes itself')).toMatch(/^no/);
	});

	test('somebody who is there already is never tried anything on', async () => {
		const { leaver } = (await import('../../sandbox')).cast;
		const report = await probe('generic', leaver.workEmail);
		expect(found(report, 'The try-out ended early')).toMatch(/already, so nothing was tried/);
		expect(company.scim.journal.writes).toEqual([]);
	});

	test('what cannot be deleted is named', async () => {
		const report = await probe('slack');
		expect(found(report, 'Deleting an account')).toBe('only disables it');
		expect(report.leftBehind).toHaveLength(2);
		for (const left of report.leftBehind) expect(left).toMatch(/test user scim-probe.*inactive: delete it in the application/);
	});

	test('what goes wrong half-way leaves nothing behind that could be taken away', async () => {
		company.scim.faults.add({ method: 'PATCH', path: /\/Users\//, effect: { kind: 'status', status: 500 } });
		const report = await probe('generic');
		expect(found(report, 'Setting an account inactive')).toMatch(/^NOT POSSIBLE|^disables/);
		expect(remaining('generic')).toEqual([]);
		expect(probeGroups('generic')).toEqual([]);
	});
});
