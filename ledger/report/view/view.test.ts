import fc from 'fast-check';
import { checkedRecords } from '../../../test/support/checkedRecords';
import { toHex, utf8 } from '../../verify/bytes';
import { sha256 } from '../../verify/primitives';
import { controls, controlsOf } from './controls';
import { caseView, type CaseView } from './index';

const person = { id: '30', name: 'Mateo Rivas', workEmail: 'm@acme.test', timeZone: 'America/New_York', manager: { id: '14', name: 'Amara Osei', email: null } };
const event = { kind: 'terminate', key: 'k', source: 'bamboohr', effectiveAt: '2026-11-20T10:00:00+01:00', receivedAt: '2026-11-20T08:00:00.000Z' };
const dueBy = '2026-11-20T09:15:00.000Z';
const opened = (run: string, dryRun = false): [string, unknown] => ['case.opened', { case: { run, dryRun, dueBy }, person, event }];
const resumed = (run: string, dryRun = false): [string, unknown] => ['case.resumed', { case: { run, dryRun, dueBy } }];
const step = (run: string, id: string, more: object = {}): [string, unknown] => ['step.settled', { run, node: 'Cut Okta', operation: 'cut', system: 'okta', step: id, account: { id: '00u1', label: 'm@acme.test' }, outcome: 'done', verified: true, reason: 'So.', requestedAt: '2026-11-20T09:00:01.000Z', effectiveAt: '2026-11-20T09:00:02.000Z', verifiedAt: '2026-11-20T09:00:03.000Z', calls: [], ...more }];
const closed = (run: string, more: object = {}): [string, unknown] => ['case.closed', { run, verdict: 'Complete', dryRun: false, dueBy, verifiedAt: '2026-11-20T09:00:03.000Z', withinDeadline: true, open: [], ...more }];
const view = (...records: Parameters<typeof checkedRecords>): CaseView => caseView(checkedRecords(...records));

describe('a case', () => {
	it('says who, what, and from when the clock runs: the later of when it takes effect and when HR told us', () => {
		const { person: who, event: what, promise, verdict } = view(opened('1'), step('1', 'blockSignIn'), closed('1'));
		expect(who).toMatchObject({ name: 'Mateo Rivas', manager: 'Amara Osei', title: null });
		expect(what).toMatchObject({ kind: 'leaver', name: 'Termination', effectiveAt: '2026-11-20T09:00:00.000Z' });
		expect(promise).toEqual({ startAt: '2026-11-20T09:00:00.000Z', dueBy });
		expect(verdict).toBe('Complete');
	});

	it.each<[string, Parameters<typeof checkedRecords>, string, string | null]>([
		['nothing', [], 'Open', null],
		['an opening alone', [opened('1')], 'Open', '1'],
		['a run that was not closed', [opened('1'), step('1', 'a')], 'Open', '1'],
		['a dry run alone', [opened('1', true), step('1', 'a', { outcome: 'planned', verified: false }), closed('1', { verdict: 'Dry run', dryRun: true })], 'Dry run', '1'],
		['a dry run of a copy later', [opened('1'), step('1', 'a'), closed('1'), resumed('2', true), step('2', 'a', { outcome: 'planned', verified: false }), closed('2', { verdict: 'Dry run', dryRun: true })], 'Complete', '1'],
		['a second real run', [opened('1'), closed('1', { verdict: 'Incomplete' }), resumed('2'), step('2', 'a'), closed('2')], 'Complete', '2'],
		['a second real run under way', [opened('1'), closed('1'), resumed('2'), step('2', 'a')], 'Open', '2'],
		['a closing that was erased', [opened('1'), ['case.closed', null], ['record.erased', { seqs: [101] }]], 'Erased', '1'],
		['a closing without a verdict', [opened('1'), closed('1', { verdict: 7 })], 'No verdict', '1'],
	])('%s: the verdict, and the run it is of', (_, records, verdict, run) => {
		expect(view(...records)).toMatchObject({ verdict });
		expect(view(...records).run?.id ?? null).toBe(run);
	});

	it('shows of a step that ran twice the last result, of an entrance that failed first nothing, and of an intent without a result that it is open', () => {
		const { run, residual } = view(
			opened('1'),
			step('1', 'findAccount', { account: null, outcome: 'not_found', verified: false }),
			step('1', 'a', { outcome: 'failed', verified: false }),
			step('1', 'a'),
			['step.intended', { run: '1', system: 'okta', step: 'b', account: { id: '00u1' }, what: 'Revoke x' }],
		);
		expect(run!.steps).toMatchObject([{ step: 'a', outcome: 'done', settled: true, record: 4 }, { step: 'b', outcome: 'no result', settled: false, record: 5 }]);
		expect(residual).toMatchObject([{ kind: 'open', what: 'okta/b', why: 'Revoke x was intended, and no result was recorded.' }]);
	});

	it('tells what is open from what was let be, cannot be seen, or is out of reach', () => {
		const { residual } = view(
			opened('1'),
			['access.snapshot', { system: 'okta', account: { id: '00u1' }, states: { a: {}, deactivate: {} } }],
			step('1', 'a', { remains: ['Tokens live an hour', 7] }),
			step('1', 'b', { remains: ['Tokens live an hour'] }),
			step('1', 'c', { verified: 'unverifiable' }),
			step('1', 'c', { outcome: 'not_removable_here', remainder: true }),
			step('1', 'd', { outcome: 'held', verified: false, exception: 'x1' }),
			step('1', 'e', { outcome: 'failed', verified: false }),
			step('1', 'f', { outcome: 'not_found', verified: false, accepted: true }),
			step('1', 'g', { outcome: 'done', verified: false }),
		);
		expect(residual.map(({ kind, what }) => `${kind}: ${what}`)).toEqual([
			'open: okta/e', 'open: okta/g', 'by exception: okta/d', 'not removable here: okta/c', 'cannot be read back: okta/c', 'remains: okta/a', 'not asked for: okta/deactivate',
		]);
	});

	it('says nothing of open points after a dry run, since nothing was to change', () => {
		expect(view(opened('1', true), step('1', 'a', { outcome: 'planned', verified: false }), closed('1', { dryRun: true })).residual).toEqual([]);
	});

	it('knows a case in which access was given back', () => {
		expect(view(opened('1'), step('1', 'a', { operation: 'restore' }), closed('1'))).toMatchObject({ restored: true, givenBack: null });
	});

	it('knows what had come back: each time once, however many closings repeat what nobody was told of', () => {
		const cameBack = [{ system: 'okta', step: 'blockSignIn', outcome: 'done' }];
		const told: [string, unknown] = ['event.told', {}];
		const { cameBack: times, firstGoneAt } = view(
			opened('1'), closed('1'), told,
			resumed('2'), closed('2', { cameBack, verdict: 'Incomplete', verifiedAt: null, toBeTold: true }),
			resumed('3'), closed('3', { cameBack: [...cameBack, { system: 'scim:wiki', step: 'disable' }], verifiedAt: '2026-11-20T09:30:00.000Z', toBeTold: true }), told,
			resumed('4'), closed('4', { cameBack }),
			resumed('5'), closed('5'),
		);
		expect(times.map(({ record, steps }) => [record, steps.map(({ system, step: name }) => `${system}/${name}`)])).toEqual([[5, ['okta/blockSignIn']], [7, ['scim:wiki/disable']], [10, ['okta/blockSignIn']]]);
		expect(firstGoneAt).toBe('2026-11-20T09:00:03.000Z');
		expect(view(opened('1'), closed('1', { verdict: 'Dry run', dryRun: true }), resumed('2'), closed('2', { verdict: 'Incomplete', verifiedAt: null }))).toMatchObject({ cameBack: [], firstGoneAt: null });
	});

	it('knows each time it came back where nobody has to be told', () => {
		const cameBack = [{ system: 'okta', step: 'a' }];
		expect(view(opened('1'), closed('1'), resumed('2'), closed('2', { cameBack }), resumed('3'), closed('3', { cameBack })).cameBack).toHaveLength(2);
	});

	it('that was given back in between is in time by what was gone after that', () => {
		const late = '2026-11-20T14:00:00.000Z';
		expect(view(opened('1'), closed('1'), ['event.givenBack', { by: 'undo' }], resumed('2'), closed('2', { verifiedAt: late, withinDeadline: false })).firstGoneAt).toBe(late);
	});

	it('that everything was gone already counts from when that was seen', () => {
		const { firstGoneAt } = view(opened('1'), step('1', 'a', { outcome: 'already_done', requestedAt: null }), closed('1', { verifiedAt: null }), resumed('2'), step('2', 'a'), closed('2', { verifiedAt: '2026-11-21T09:00:00.000Z', withinDeadline: false, cameBack: [{ system: 'okta', step: 'a' }] }));
		expect(firstGoneAt).not.toBeNull();
		expect(firstGoneAt! < '2026-11-21').toBe(true);
	});

	it('is one in which access was given back, also where a node could not even record what it did', () => {
		expect(view(opened('1'), step('1', 'a', { operation: 'restore' }), step('1', 'prepareAccount', { system: 'workflow', account: null, outcome: 'failed', verified: false }), closed('1', { verdict: 'Incomplete' }))).toMatchObject({ restored: true });
	});

	it('knows what was sent once more without having seen that it was missing', () => {
		const intended = (blind?: true): [string, unknown] => ['step.intended', { run: '1', system: 'okta', step: 'a', account: { id: '00u1' }, what: 'x', ...(blind ? { blind } : {}) }];
		expect(view(opened('1'), intended(true), step('1', 'a')).run!.steps).toMatchObject([{ blind: true }]);
		expect(view(opened('1'), intended(), step('1', 'a')).run!.steps).toMatchObject([{ blind: false }]);
	});

	it('knows a case whose taking away was given back since, with another, and stays closed by that', () => {
		const back: [string, unknown] = ['event.givenBack', { by: 'hr_event_2', workflow: 'undo', run: '7' }];
		const taken = [opened('1'), step('1', 'a'), closed('1'), back] as const;
		expect(view(...taken)).toMatchObject({ verdict: 'Complete', restored: false, givenBack: { record: 4, by: 'hr_event_2' } });
		expect(view(...taken, resumed('2', true))).toMatchObject({ givenBack: { record: 4 } });
		expect(view(...taken, resumed('2'), step('2', 'a'), closed('2'))).toMatchObject({ givenBack: null });
	});

	it('counts what only the person can do as settled, and names it', () => {
		const { run, residual, contradictions } = view(opened('1'), step('1', 'a', { operation: 'restore', outcome: 'pending', verified: false, theirs: true, reason: 'They enrol again.' }), closed('1'));
		expect(run!.steps).toMatchObject([{ theirs: true, settled: true }]);
		expect(residual).toMatchObject([{ kind: 'for the person', what: 'okta/a', why: 'They enrol again.' }]);
		expect(contradictions).toEqual([]);
	});

	it('shows where the ledger concluded something else than its records say', () => {
		const open = step('1', 'a', { outcome: 'failed', verified: false });
		expect(view(opened('1'), open, closed('1')).contradictions).toHaveLength(2);
		expect(view(opened('1'), open, closed('1', { verdict: 'Incomplete', open: [{ step: 'a' }] })).contradictions).toEqual([]);
		expect(view(opened('1'), step('1', 'a'), closed('1', { withinDeadline: false })).contradictions).toEqual([expect.stringContaining('deadline')]);
		expect(view(opened('1'), step('1', 'a'), closed('1')).contradictions).toEqual([]);
	});
});

describe('a decision', () => {
	const what = 'Cut everything';
	const decision = (more: object = {}): [string, unknown] => ['decision.recorded', { decision: 'approved', by: { id: '1', name: 'Amara', email: 'a@acme.test' }, requestedBy: 'Jo', reason: 'Agreed', what, shownHash: toHex(sha256(utf8(what))), ...more }];

	it('says who decided, on what, and whether that is what they were shown', () => {
		expect(view(opened('1'), decision(), decision({ what: 'Cut nothing' }), decision({ shownHash: null }), decision({ by: null })).decisions).toMatchObject([
			{ record: 2, decision: 'approved', by: 'Amara, a@acme.test', requestedBy: 'Jo', reason: 'Agreed', what, asShown: true },
			{ record: 3, asShown: false },
			{ record: 4, asShown: null },
			{ record: 5, by: 'somebody who is not named' },
		]);
	});

	it('on what the guard held is one, too; as part of a list it is not held against the hash of the whole', () => {
		const held = (more: object): [string, unknown] => ['hold.decided', { ...(decision()[1] as object), hold: 'hold_1', ...more }];
		expect(view(opened('1'), held({ together: 1 }), held({ together: 4, what: 'Cut this one' })).decisions).toMatchObject([
			{ record: 2, by: 'Amara, a@acme.test', asShown: true },
			{ record: 3, what: 'Cut this one', asShown: null },
		]);
	});
});

describe('controls', () => {
	const evidenceFor = (wanted: string, { controls: found }: CaseView) => found.find(({ framework, id }) => `${framework} ${id}` === wanted);

	it('are those of a leaver, a mover or a joiner, with the records that speak for them', () => {
		const leaver = view(opened('1'), step('1', 'a', { closes: 'sign-in' }), step('1', 'b', { closes: 'devices' }), step('1', 'c', { closes: 'nonsense' }));
		expect(evidenceFor('NCA ECC-2:2024 1-9-5', leaver)).toMatchObject({ steps: [{ step: 'a' }, { step: 'b' }], trigger: null, decisions: [], sealed: false });
		expect(evidenceFor('NCA ECC-2:2024 1-9-1', leaver)).toMatchObject({ steps: [], trigger: 1 });
		expect(evidenceFor('ISO/IEC 27001:2022 A.5.11', leaver)).toMatchObject({ steps: [{ step: 'b' }] });
		expect(evidenceFor('NIST SP 800-53 r5 AU-10', leaver)).toMatchObject({ sealed: true });
		expect(evidenceFor('NIST SP 800-53 r5 PS-5', leaver)).toBeUndefined();
		const mover = view(['case.opened', { case: { run: '1' }, event: { ...event, kind: 'move' } }]);
		expect(evidenceFor('NIST SP 800-53 r5 PS-5', mover)).toBeDefined();
		expect(evidenceFor('NCA ECC-2:2024 1-9-5', mover)).toBeUndefined();
	});

	it('take no dry run for evidence', () => {
		expect(view(opened('1', true), step('1', 'a', { closes: 'sign-in', outcome: 'planned' })).controls.flatMap(({ steps }) => steps)).toEqual([]);
	});

	it('hold each framework that was asked for, each control once', () => {
		const names = controls.map(({ framework, id }) => `${framework} ${id}`);
		expect(new Set(names).size).toBe(names.length);
		for (const wanted of ['NCA ECC-2:2024 1-9-1', 'NCA ECC-2:2024 1-9-5', 'NIST CSF 2.0 PR.AA-01', 'NIST CSF 2.0 PR.AA-05', 'NIST CSF 2.0 GV.RR-04', 'SOC 2 (TSC 2017) CC6.2', 'SOC 2 (TSC 2017) CC6.3', 'ISO/IEC 27001:2022 A.5.18', 'PCI DSS 4.0.1 8.2.5']) expect(names).toContain(wanted);
		expect(controlsOf('data', 'leaver').map(({ id }) => id)).toEqual(['PS-4 e']);
	});
});

it('whatever the records hold, it is read, and never fails', () => {
	const junk = fc.oneof({ weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) }, { weight: 1, arbitrary: fc.constantFrom('run-1', '2026-11-20T09:00:00.000Z', 'not a time', { id: '00u1' }, [null], true) });
	const names = ['case', 'run', 'dryRun', 'person', 'event', 'name', 'manager', 'kind', 'effectiveAt', 'receivedAt', 'dueBy', 'system', 'step', 'account', 'outcome', 'verified', 'remains', 'calls', 'before', 'after', 'states', 'decision', 'by', 'what', 'shownHash', 'verdict', 'open', 'cameBack', 'withinDeadline', '__proto__', 'constructor', 'toString'];
	const content = fc.dictionary(fc.constantFrom(...names), fc.oneof(junk, fc.dictionary(fc.constantFrom(...names), junk)));
	const kind = fc.constantFrom('case.opened', 'case.resumed', 'step.intended', 'step.settled', 'case.closed', 'decision.recorded', 'access.snapshot', 'record.erased', 'something.else');
	const record = fc.tuple(kind, fc.option(content, { nil: null, freq: 8 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown));
	fc.assert(fc.property(fc.array(record, { maxLength: 12 }), (records) => {
		expect(() => caseView(checkedRecords(...records))).not.toThrow();
	}), { numRuns: 500 });
});
