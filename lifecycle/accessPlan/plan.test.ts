import { expectSentence } from '../../test/harness/expectations';
import { brief, holding, nothingRemembered, planOf, rightCalled, situationOf, type Row, type Sketch } from '../../test/support/accessPlan';
import type { EventKind } from '../event';
import { sentence } from '../guard/words';
import { approvalOf } from './approval';
import { askedOf, tryOf, type Memory } from './planned';
import { planText } from './text';

const finance = { department: 'Finance', system: 'Okta', right_name: 'Ledger' };
const operations = { department: 'Operations', system: 'Okta', right_name: 'Runbooks' };
const staff = { system: 'Okta', right_name: 'All Staff' };
const admins = { department: 'Operations', system: 'Okta', right_name: 'Admins', privileged: true, approver: 'ciso@acme.test' };
const known = (department: string): Row => ({ department });

describe('the difference', () => {
	test.each<[string, Sketch, object]>([
		['H05: what the old department gave goes, what the new one gives comes, what both give stays', { rows: [finance, operations, staff], access: { okta: holding('Ledger', 'All Staff') } }, { add: ['Okta: Runbooks'], remove: ['Okta: Ledger'] }],
		['what no row names is never touched', { rows: [operations], access: { okta: holding('Book Club', 'Runbooks') } }, {}],
		['by ID as well as by name, in upper or lower case', { rows: [{ ...operations, right_name: 'id-Runbooks' }, { ...finance, right_name: 'LEDGER' }], access: { okta: holding('Runbooks', 'Ledger') } }, { remove: ['Okta: Ledger'] }],
		['one row names it by name and another by ID', { rows: [{ ...operations, right_name: 'id-Ledger' }, finance], access: { okta: holding('Ledger') } }, {}],
		['whoever has no account holds nothing', { rows: [operations, finance], access: { okta: { outcome: 'not_found', reason: 'None.' } } }, { add: ['Okta: Runbooks'] }],
		['titles need not be known, and count where a row names one', { rows: [{ ...operations, title: '*lead*' }, { ...staff, department: 'Operations' }], person: { title: 'Team Lead' } }, { add: ['Okta: Runbooks', 'Okta: All Staff'] }],
		['a title that no row names', { rows: [{ ...operations, title: 'Lead' }, staff], person: { title: 'Wizard' } }, { add: ['Okta: All Staff'] }],
		['several systems', { rows: [operations, { ...operations, system: 'google' }, { ...finance, system: 'google', right_name: 'Drive' }], access: { okta: holding(), google: holding('Drive') } }, { add: ['Okta: Runbooks', 'Google Workspace: Runbooks'], remove: ['Google Workspace: Drive'] }],
	])('%s', (_, sketch, expected) => expect(brief(planOf(sketch))).toEqual(expected));

	test('what is to be joined by the words of the catalogue, what is to be left by the ID', () => {
		const { systems, kept } = planOf({ rows: [finance, operations, { ...finance, system: 'google' }], access: { okta: holding('Ledger', 'Book Club'), google: holding() } });
		expect(systems).toEqual({ okta: { join: ['Runbooks'], leave: ['id-Ledger'] }, google: { join: [], leave: [] } });
		expect(kept).toEqual([{ system: 'okta', label: 'Okta', right: 'Book Club', id: 'id-Book Club' }]);
	});

	test.each<EventKind>(['hire', 'start'])('%s: nothing is ever removed, and nobody has to have looked', (kind) => {
		expect(brief(planOf({ kind, rows: [finance, operations], access: { okta: holding('Ledger') } }))).toEqual({ add: ['Okta: Runbooks'] });
		expect(brief(planOf({ kind, rows: [finance, operations], access: {} }))).toEqual({ add: ['Okta: Runbooks'] });
	});

	test.each<[string, object, string | null]>([
		['nobody looked', {}, null],
		['the rights could not be read', { okta: { account: { id: '1', label: 'a' }, rightsProblem: 'Okta did not answer.' } }, '2026-11-20T09:15:00.000Z'],
		['several accounts', { okta: { outcome: 'ambiguous', reason: 'Two accounts.' } }, '2026-11-20T09:15:00.000Z'],
		['a right without a name', { okta: { rights: [{ id: 'x' }] } }, '2026-11-20T09:15:00.000Z'],
		['something else', { okta: 'yes' }, '2026-11-20T09:15:00.000Z'],
	])('%s: nothing of that system is added or removed', (_, access, againAt) => {
		const plan = planOf({ rows: [finance, operations, { ...operations, system: 'google' }], access: { ...access, google: holding() } });
		expect(brief(plan)).toEqual({ add: ['Google Workspace: Runbooks'], withheld: ['unread Okta: all rights'] });
		expect(plan.withheld[0]!.againAt).toBe(againAt);
		expectSentence(sentence(plan.withheld[0]!.why));
	});

	test('a right that a rule gives is planned all the same, and it is said where it goes', () => {
		const plan = planOf({ rows: [finance, operations], access: { okta: holding(rightCalled('Ledger', { byHand: false, why: 'filled by rule Finance' })) } });
		expect(plan.removals).toMatchObject([{ right: 'Ledger', elsewhere: 'filled by rule Finance' }]);
	});

	test('two rights of one name are told apart by nobody here', () => {
		const plan = planOf({ rows: [finance, operations], access: { okta: holding(rightCalled('Ledger', { id: 'a' }), rightCalled('Ledger', { id: 'b' })) } });
		expect(brief(plan)).toEqual({ add: ['Okta: Runbooks'], withheld: ['ambiguous Okta: Ledger'] });
	});
});

describe('H06: who is not mapped', () => {
	const rows = [finance, { ...operations, location: 'Berlin', worker_type: 'Employee' }, known('Legal')];
	const access = { okta: holding('Ledger', 'Runbooks') };
	test.each<[string, object, RegExp | null]>([
		['a typo in the department', { department: 'Finanse' }, /^no row of the role catalogue knows the department "Finanse"; "Finance" looks alike\./],
		['a department that looks like none', { department: 'Zoo' }, /the department "Zoo"\. Correct it in HR, or add a row/],
		['no department', { department: null }, /^HR has no department/],
		['an empty department', { department: '  ' }, /^HR has no department/],
		['an unknown location', { department: 'Operations', location: 'Paris', workerType: 'Employee' }, /location "Paris"/],
		['a blanked location', { department: 'Operations', location: '', workerType: 'Employee' }, /^HR has no location/],
		['a blanked worker type', { department: 'Operations', location: 'Berlin' }, /^HR has no worker type/],
		['a department that brings nothing', { department: 'legal', location: 'Berlin', workerType: 'employee' }, null],
	])('%s', (_, person, message) => {
		const { refused, additions, removals, asks, again, systems } = planOf({ rows, access, person: { location: null, workerType: null, ...person } });
		if (message === null) return expect(refused).toEqual([]);
		expect(refused[0]).toMatch(message);
		expectSentence(sentence(refused[0]!));
		expect([additions, removals, asks, again, systems]).toEqual([[], [], [], [], {}]);
	});

	test.each<[unknown, boolean]>([['Secret', true], ['', true], [null, true], ['Sekret', false]])('clearance %j', (clearance, fine) => {
		expect(planOf({ rows: [operations, { clearance: 'Secret', system: 'Okta', right_name: 'Vault' }], person: { clearance } }).refused.length === 0).toBe(fine);
	});

	test('an empty department is not fine either where no row names one', () => {
		expect(planOf({ rows: [staff], person: { department: '' } }).refused).toHaveLength(1);
		expect(planOf({ rows: [staff], person: { department: 'Anything' } }).refused).toEqual([]);
	});
});

describe('separation of duties', () => {
	const pay = { department: 'Finance', system: 'Okta', right_name: 'Pay', conflicts_with: 'Google Workspace: Approve' };
	const approve = { department: 'Operations', system: 'Google', right_name: 'Approve' };

	test('conflicting rights first out, then in, also across systems, whichever row says so and whatever overlap it has', () => {
		const rows = [{ ...pay, overlap_days: 30 }, approve];
		const first = planOf({ rows, access: { okta: holding('Pay'), google: holding() } });
		expect(brief(first)).toEqual({ remove: ['Okta: Pay'], withheld: ['conflict Google Workspace: Approve'] });
		expect(first.again).toEqual([{ at: '2026-11-20T09:01:00.000Z', why: 'Google Workspace: Approve was withheld' }]);
		expect(brief(planOf({ rows, access: { okta: holding(), google: holding() } }))).toEqual({ add: ['Google Workspace: Approve'] });
	});

	test('the longer it takes, the more seldom it is looked for, and at last somebody has to look', () => {
		const at = (tries: number) => planOf({ rows: [pay, approve], access: { okta: holding('Pay'), google: holding() }, memory: { ...nothingRemembered, tries: new Map([[tryOf('conflict', { system: 'google', right: 'Approve' }), tries]]) } }).withheld[0]!.againAt;
		expect([0, 1, 2, 9, 45].map(at)).toEqual(['2026-11-20T09:01:00.000Z', '2026-11-20T09:15:00.000Z', '2026-11-20T13:00:00.000Z', '2026-11-20T13:00:00.000Z', null]);
	});

	test.each<[string, Sketch, object, RegExp]>([
		['both are new: neither is added', { rows: [{ ...pay, department: 'Operations' }, approve], access: { okta: holding(), google: holding() } }, { withheld: ['contradiction Okta: Pay', 'contradiction Google Workspace: Approve'] }, /row 1 and row 2 give it together with Google Workspace: Approve.*Neither is added/],
		['one is held and stays', { rows: [{ ...pay, department: 'Operations' }, approve], access: { okta: holding('Pay'), google: holding() } }, { withheld: ['contradiction Google Workspace: Approve'] }, /They keep Okta: Pay/],
		['both are held: neither is taken', { rows: [{ ...pay, department: 'Operations' }, approve], access: { okta: holding('Pay'), google: holding('Approve') } }, { withheld: ['contradiction Okta: Pay', 'contradiction Google Workspace: Approve'] }, /Neither is taken away/],
		['held, and governed by no row', { rows: [{ ...approve, conflicts_with: 'Okta: Root' }], access: { okta: holding('Root'), google: holding() } }, { withheld: ['contradiction Google Workspace: Approve'] }, /no row of the catalogue gives/],
		['held by a joiner, of whom nothing is taken', { kind: 'start', rows: [pay, approve], access: { okta: holding('Pay'), google: holding() } }, { withheld: ['contradiction Google Workspace: Approve'] }, /a joiner is never taken away/],
		['whether it is held could not be read', { rows: [pay, approve], access: { okta: { outcome: 'failed', reason: 'Down.' }, google: holding() } }, { withheld: ['unread Okta: all rights', 'unread Google Workspace: Approve'] }, /could not be read/],
	])('%s', (_, sketch, expected, why) => {
		const plan = planOf(sketch);
		expect(brief(plan)).toEqual(expected);
		expect(plan.withheld.map((one) => one.why).join('\n')).toMatch(why);
		for (const one of plan.withheld) expectSentence(sentence(one.why));
	});
});

describe('later', () => {
	test('a mover keeps what has an overlap until it is over', () => {
		const rows = [{ ...finance, overlap_days: 14 }, operations];
		const access = { okta: holding('Ledger') };
		const plan = planOf({ rows, access });
		expect(brief(plan)).toEqual({ add: ['Okta: Runbooks'], later: ['remove Okta: Ledger at 2026-12-04T08:00:00.000Z'] });
		expect(plan.again.map(({ at }) => at)).toEqual(['2026-12-04T08:00:00.000Z']);
		expect(brief(planOf({ rows, access, now: new Date('2026-12-04T08:00:00.000Z') }))).toMatchObject({ remove: ['Okta: Ledger'] });
		expect(brief(planOf({ rows: [...rows, { ...finance, department: 'Legal', overlap_days: 0 }], access }))).toMatchObject({ remove: ['Okta: Ledger'] });
	});

	test.each<EventKind>(['rehire', 'return'])('%s: what is left of the past has no overlap', (kind) => {
		expect(brief(planOf({ kind, rows: [{ ...finance, overlap_days: 14 }, operations], access: { okta: holding('Ledger') } }))).toMatchObject({ remove: ['Okta: Ledger'] });
	});

	const start = (more: Partial<Sketch> = {}): Sketch => ({ kind: 'hire', rows: [{ ...operations, days_before_start: 3 }, staff], person: { startDate: '2026-12-01' }, access: {}, ...more });
	test.each<[string, Sketch, object]>([
		['at the start of the day in their time zone', start({ person: { startDate: '2026-12-01', timeZone: 'Australia/Sydney' } }), { add: ['Okta: All Staff'], later: ['add Okta: Runbooks at 2026-11-27T13:00:00.000Z'] }],
		['in the zone of the workflow where HR knows none', start({ zone: 'America/New_York' }), { add: ['Okta: All Staff'], later: ['add Okta: Runbooks at 2026-11-28T05:00:00.000Z'] }],
		['a zone that is none', start({ person: { startDate: '2026-12-01', timeZone: 'Mars/Base' } }), { add: ['Okta: All Staff'], later: ['add Okta: Runbooks at 2026-11-28T00:00:00.000Z'] }],
		['its day has come', start({ now: new Date('2026-11-28T00:00:00.000Z') }), { add: ['Okta: Runbooks', 'Okta: All Staff'] }],
		['B12: entered too late, it is given at once', start({ person: { startDate: '2026-11-01' } }), { add: ['Okta: Runbooks', 'Okta: All Staff'] }],
		['another row gives it with the account', start({ rows: [{ ...operations, days_before_start: 3 }, operations, staff] }), { add: ['Okta: Runbooks', 'Okta: All Staff'] }],
		['no start date', start({ person: { startDate: null } }), { add: ['Okta: All Staff'], withheld: ['startDate Okta: Runbooks'] }],
		['whoever moves has started', start({ kind: 'move', access: { okta: holding() } }), { add: ['Okta: Runbooks', 'Okta: All Staff'] }],
	])('%s', (_, sketch, expected) => expect(brief(planOf(sketch))).toEqual(expected));
});

describe('needed first', () => {
	const rows = [{ ...operations, needs_first: 'Okta: PAM' }, { department: 'Operations', system: 'Okta', right_name: 'PAM' }];
	test('withheld until it is read as held, and then it is said that it was', () => {
		const plan = planOf({ rows });
		expect(brief(plan)).toEqual({ add: ['Okta: PAM'], withheld: ['needs Okta: Runbooks'] });
		expect(plan.withheld[0]!.againAt).toBe('2026-11-20T09:15:00.000Z');
		const second = planOf({ rows, access: { okta: holding('PAM') } });
		expect(second.additions).toMatchObject([{ right: 'Runbooks', readAsHeld: ['Okta: PAM'] }]);
	});
	test('a joiner whom nobody has looked at holds it not', () => expect(brief(planOf({ kind: 'hire', rows, access: {} }))).toEqual({ add: ['Okta: PAM'], withheld: ['needs Okta: Runbooks'] }));
});

describe('privileged', () => {
	const asked = (sketch: Sketch): Memory => ({ ...nothingRemembered, approved: new Map(planOf(sketch).asks.flatMap(({ covers }) => covers.map(({ hash }) => [hash, { hold: 'hold_1', by: 'Jane', at: 'x' }] as const))) });

	test('it is asked about, and everything else goes on at once', () => {
		const sketch = { rows: [operations, admins, finance], access: { okta: holding('Ledger') } };
		expect(brief(planOf(sketch))).toEqual({ add: ['Okta: Runbooks'], remove: ['Okta: Ledger'], ask: ['ciso@acme.test: add Admins'] });
		expect(planOf({ ...sketch, memory: asked(sketch) }).additions).toMatchObject([{ right: 'Runbooks', privileged: false, approved: [] }, { right: 'Admins', privileged: true, approved: [{ hold: 'hold_1', by: 'Jane' }] }]);
	});

	test.each<[string, Partial<Sketch>]>([
		['the row', { rows: [{ ...admins, clearance: '' }, { ...operations }, { ...admins, overlap_days: 3 }] }],
		['the approver', { rows: [operations, { ...admins, approver: 'cto@acme.test' }] }],
		['the person', { person: { id: '2' } }],
	])('an approval is of the very question: %s has changed since', (_, change) => {
		const sketch: Sketch = { rows: [operations, admins] };
		expect(brief(planOf({ ...sketch, ...change, memory: asked(sketch) }))['ask']).toHaveLength(1);
	});

	test('where the row stands in the table is no change', () => {
		const sketch: Sketch = { rows: [operations, admins] };
		expect(brief(planOf({ rows: [{ ...admins, id: 99 }, operations], memory: asked(sketch) }))['ask']).toBeUndefined();
	});

	test('one question for each set of people, and a right of two rows takes both', () => {
		const rows = [admins, { ...admins, right_name: 'Root' }, { ...admins, department: '', approver: 'manager' }];
		const person = { manager: { id: '9', name: 'M', email: 'Boss@acme.test' } };
		expect(brief(planOf({ rows, person }))).toEqual({ ask: ['ciso@acme.test: add Admins, add Root', 'boss@acme.test: add Admins'] });
	});

	test.each<[string, object]>([['HR has no manager', {}], ['the manager has no e-mail', { manager: { id: '9', name: 'M', email: null } }], ['they would decide about themselves', { manager: { id: '1', name: 'A', email: 'p1@ACME.test' } }]])('%s: it says to name somebody in the catalogue', (_, person) => {
		const plan = planOf({ rows: [{ ...admins, approver: 'manager' }], person });
		expect(brief(plan)).toEqual({ withheld: ['nobody Okta: Admins'] });
		expect(plan.withheld[0]!.why).toContain('Name somebody else in the column approver');
	});

	test('rejected, it is left out and not asked again, and what conflicts with it is free', () => {
		const memory = { ...nothingRemembered, rejected: new Map([[askedOf('add', { system: 'okta', right: 'Admins' }), { hold: 'hold_1', by: 'Jane', at: 'x' }]]) };
		expect(brief(planOf({ rows: [{ ...operations, conflicts_with: 'Okta: Admins' }, admins], memory }))).toEqual({ add: ['Okta: Runbooks'], leftOut: ['add Okta: Admins'] });
	});

	test('A07: rehired, a privileged right of the past comes by approval like any other', () => {
		expect(brief(planOf({ kind: 'rehire', rows: [admins, operations] }))).toEqual({ add: ['Okta: Runbooks'], ask: ['ciso@acme.test: add Admins'] });
	});

	test('what it needs first is shown to whoever decides', () => {
		const given = situationOf({ rows: [{ ...admins, needs_first: 'Okta: PAM' }] });
		expect(brief(planOf({ rows: [{ ...admins, needs_first: 'Okta: PAM' }] }))).toEqual({ withheld: ['needs Okta: Admins'], ask: ['ciso@acme.test: add Admins'] });
		expect(approvalOf(given, given.catalogue.roles[0]!.gives!, given.catalogue.roles, '. It needs Okta: PAM (not held yet) first').asks[0]!.covers[0]!.why).toContain('It needs Okta: PAM (not held yet) first');
	});
});

describe('too many removals are no accident', () => {
	const many = Array.from({ length: 12 }, (_, index) => ({ ...finance, right_name: `R${index}` }));
	const all = many.map(({ right_name: name }) => name);
	test('one more than Most Removals: none goes before somebody has decided, and what is added goes on', () => {
		const sketch: Sketch = { rows: [...many, operations], access: { okta: holding(...all.slice(0, 11)) } };
		const plan = planOf(sketch);
		expect(brief(plan)).toEqual({ add: ['Okta: Runbooks'], ask: [`anybody: ${all.slice(0, 11).map((name) => `remove ${name}`).join(', ')}`] });
		const approved = new Map(plan.asks[0]!.covers.map(({ hash }) => [hash, { hold: 'hold_1', by: 'Jane', at: 'x' }]));
		expect(brief(planOf({ ...sketch, memory: { ...nothingRemembered, approved } }))['remove']).toHaveLength(11);
		// One of them failed, or one more came: only that one is asked about.
		expect(brief(planOf({ ...sketch, access: { okta: holding(...all) }, memory: { ...nothingRemembered, approved } }))).toMatchObject({ ask: ['anybody: remove R11'] });
	});

	test('as many as Most Removals go by themselves', () => expect(brief(planOf({ rows: [...many, operations], access: { okta: holding(...all.slice(0, 10)) } }))['remove']).toHaveLength(10));

	test('everything, and nothing in its place', () => {
		expect(brief(planOf({ rows: [finance, known('Operations')], access: { okta: holding('Ledger') } }))).toEqual({ ask: ['anybody: remove Ledger'] });
	});

	test('rejected, they keep it, and what conflicts with it stays out', () => {
		const memory = { ...nothingRemembered, rejected: new Map([[askedOf('remove', { system: 'okta', right: 'Ledger' }), { hold: 'hold_1', by: 'Jane', at: 'x' }]]) };
		expect(brief(planOf({ rows: [finance, { ...operations, conflicts_with: 'Okta: Ledger' }], access: { okta: holding('Ledger') }, memory }))).toEqual({ withheld: ['contradiction Okta: Runbooks'], leftOut: ['remove Okta: Ledger'] });
	});
});

describe('the hash', () => {
	const base: Sketch = { rows: [finance, operations, admins], access: { okta: holding('Ledger') } };
	const { hash } = planOf(base);
	test('the same plan has the same', () => expect(planOf({ ...base, rows: [...base.rows].reverse(), now: new Date('2027-01-01T00:00:00Z') }).hash).toBe(hash));
	test.each<[string, Partial<Sketch>]>([
		['another person', { person: { id: '2' } }],
		['one addition less', { access: { okta: holding('Ledger', 'Runbooks') } }],
		['one removal less', { access: { okta: holding() } }],
		['another row behind it', { rows: [{ ...finance, overlap_days: 1 }, operations, admins] }],
		['a right that takes no leave any more', { rows: [finance, operations, { ...admins, privileged: false }] }],
	])('%s has another', (_, change) => expect(planOf({ ...base, ...change }).hash).not.toBe(hash));
});

test('people are told in sentences', () => {
	const { person, event } = situationOf({ rows: [operations] });
	const sketch: Sketch = { rows: [{ ...finance, overlap_days: 3 }, operations, admins, { ...staff, needs_first: 'Okta: PAM' }, { department: 'Legal', system: 'Okta', right_name: 'Deeds' }], access: { okta: holding('Ledger', 'Deeds', 'Book Club') } };
	expect(planText({ person, event }, planOf(sketch)).replace(/[0-9a-f]{64}/, '<hash>')).toBe(
		[
			'What the role catalogue makes of the move of Ada Lovelace (HR ID 1).',
			'',
			'Added now:',
			'- Okta: Runbooks, by row 2.',
			'',
			'Removed now:',
			'- Okta: Deeds.',
			'',
			'Waits for a decision:',
			'- Okta: Admins would be added, and is privileged by row 3 of the role catalogue. Asked: ciso@acme.test.',
			'',
			'Later:',
			'- Okta: Ledger is removed at 2026-11-23 08:00 UTC.',
			'',
			'Withheld:',
			'- Okta: All Staff: Okta: PAM has to be held first, and is not. The case comes again at 2026-11-20 09:15 UTC.',
			'',
			'1 right that no row names is left as it is.',
			'',
			'Plan <hash>',
		].join('\n'),
	);
	expect(planText({ person, event }, planOf({ rows: [operations], access: { okta: holding('Runbooks') } }))).toMatch(/^The move of Ada Lovelace \(HR ID 1\) asks for no change\. They hold what the role catalogue gives\./);
	expect(planText({ person, event }, planOf({ rows: [finance] }))).toMatch(/^Nothing is planned for the move of Ada Lovelace \(HR ID 1\)\. Nothing was added and nothing was removed\.\nNo row of the role catalogue knows/);
});
