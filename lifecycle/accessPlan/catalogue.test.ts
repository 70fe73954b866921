import fc from 'fast-check';
import { expectSentence } from '../../test/harness/expectations';
import { catalogueOf, knownSystems, type Row } from '../../test/support/accessPlan';
import { readCatalogue } from './catalogue';

const row = (more: Row = {}): Row => ({ id: 7, createdAt: '2026-01-01', updatedAt: '2026-01-01', department: 'Sales', title: null, location: null, worker_type: null, clearance: null, system: 'Okta', right_name: 'CRM', privileged: false, approver: null, needs_first: null, conflicts_with: null, overlap_days: null, days_before_start: null, ...more });
const faultsOf = (...rows: Row[]): readonly string[] => readCatalogue(rows, knownSystems).faults ?? [];

test('a row as a Data Table gives it', () => {
	expect(catalogueOf([row({ title: 12, privileged: 'YES', approver: 'Manager, CISO@acme.test', needs_first: 'Okta: PAM; google:Vault', conflicts_with: 'github:acme: Owners', overlap_days: '14', days_before_start: 0 })])).toEqual({
		roles: [
			{
				row: 'row 7',
				where: { department: 'Sales', title: '12', location: '', worker_type: '', clearance: '' },
				gives: { system: 'okta', label: 'Okta', right: 'CRM' },
				privileged: true,
				approvers: ['ciso@acme.test', 'manager'],
				needsFirst: [{ system: 'okta', label: 'Okta', right: 'PAM' }, { system: 'google', label: 'Google Workspace', right: 'Vault' }],
				conflictsWith: [{ system: 'github:acme', label: 'GitHub acme', right: 'Owners' }],
				overlapDays: 14,
				daysBeforeStart: 0,
			},
		],
	});
});

test.each([
	['okta', 'okta'],
	[' OKTA ', 'okta'],
	['google', 'google'],
	['google workspace', 'google'],
	['AWS', 'aws'],
	['AWS IAM', 'aws'],
	['aws:111122223333', 'aws:111122223333'],
	['GitHub:Acme-Corp', 'github:acme-corp'],
])('system %j is %s', (system, id) => expect(catalogueOf([row({ system })]).roles[0]!.gives!.system).toBe(id));

test('columns may be missing, rows may be blank, and values may only be known', () => {
	const { roles } = catalogueOf([{ system: 'okta', right_name: 'All Staff' }, row({ id: 8, department: 'Legal', system: '', right_name: '' }), { id: 9, department: null }, {}]);
	expect(roles.map(({ row: name, gives }) => [name, gives?.right ?? null])).toEqual([['row 1', 'All Staff'], ['row 8', null]]);
});

test('a table that was read once for each person has each row once', () => {
	expect(catalogueOf([row(), row(), row({ id: 8 })]).roles).toHaveLength(2);
});

describe('nothing is planned for anybody, and it says row, column and what to write', () => {
	test.each<[string, Row, RegExp]>([
		['an unknown system', { system: 'Okat' }, /row 7, column system: "Okat" is no system.*Write one of: Okta, Google Workspace, AWS IAM, aws:<account>, github:<organisation>\./],
		['a place that is not named', { system: 'GitHub' }, /column system.*github:<organisation>/],
		['no system', { system: '' }, /column system: it is empty, and right_name is "CRM"/],
		['no right', { right_name: ' ' }, /column right_name: it is empty/],
		['neither yes nor no', { privileged: 'perhaps' }, /column privileged: "perhaps".*true or false/],
		['nobody who approves', { privileged: true }, /column approver.*Write manager, or e-mail addresses/],
		['an approver who is no address', { approver: 'Jane Doe' }, /column approver: "jane doe" is no e-mail/],
		['a right without a system', { needs_first: 'PAM' }, /column needs_first: "PAM" is no right.*System: Right/],
		['a right of an unknown system', { conflicts_with: 'Okta: A; Slack: B' }, /column conflicts_with: "Slack: B"/],
		['its own right', { conflicts_with: 'okta: crm' }, /column conflicts_with.*the right that the row itself gives/],
		['days that are no number', { overlap_days: 'two weeks' }, /column overlap_days: "two weeks" is no number of days/],
		['days before days', { days_before_start: -1 }, /column days_before_start: "-1"/],
		['half a day', { overlap_days: 0.5 }, /column overlap_days/],
		['something that is neither text nor number', { department: { a: 1 } }, /column department: it is neither text nor number/],
	])('%s', (_, wrong, message) => {
		const faults = faultsOf(row({ id: 1 }), row(wrong));
		expect(faults.join('\n')).toMatch(message);
		for (const fault of faults) {
			expectSentence(fault);
			expect(fault).toContain('Nothing is planned for anybody');
		}
	});

	test.each<[string, Row[]]>([['no rows', []], ['the one empty item of Always Output Data', [{}]], ['blank rows', [{ id: 1, department: '' }]]])('%s', (_, rows) => {
		expect(faultsOf(...rows)).toEqual([expect.stringMatching(/^The role catalogue is empty\..*Return All/)]);
	});

	test('a misspelled column would mean "any" in every row', () => {
		const { department, ...rest } = row();
		expect(faultsOf({ ...rest, departement: department })).toEqual([expect.stringContaining('a column "departement" that nothing reads, and no column department')]);
		expect(faultsOf(row({ note: 'mine', owner_team: 'HR' }))).toEqual([]);
	});

	test('no row gives anything', () => {
		expect(faultsOf({ department: 'Sales', group: 'CRM' })).toEqual([expect.stringContaining('No row of the role catalogue gives anything')]);
	});

	test('rights that wait for one another', () => {
		const faults = faultsOf(row({ id: 1, right_name: 'A', needs_first: 'Okta: B' }), row({ id: 2, right_name: 'B', needs_first: 'Okta: C' }), row({ id: 3, right_name: 'C', needs_first: 'Okta: A' }));
		expect(faults).toEqual([expect.stringContaining('Okta: A needs Okta: B needs Okta: C needs Okta: A')]);
	});
});

test('whatever a table holds, it is read or refused, and never half', () => {
	const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined), fc.object());
	const columns = ['id', 'department', 'title', 'location', 'worker_type', 'clearance', 'system', 'right_name', 'privileged', 'approver', 'needs_first', 'conflicts_with', 'overlap_days', 'days_before_start', 'note'];
	const anyRow = fc.record(Object.fromEntries(columns.map((column) => [column, value])), { requiredKeys: [] });
	fc.assert(
		fc.property(fc.array(anyRow, { maxLength: 5 }), (rows) => {
			const { catalogue, faults } = readCatalogue(rows, knownSystems);
			expect(catalogue === undefined).toBe((faults ?? []).length > 0);
		}),
	);
});
