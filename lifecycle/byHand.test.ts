import { temporaryLedger } from '../test/support/temporaryLedger';
import type { Ledger } from '../ledger/types';
import { choresToCallOff, recordChores, type Chore } from './byHand';
import { openCase } from './caseRecords';
import { closeCase } from './closing';
import type { HrEvent } from './event';
import { recordResult, resultOf } from './journal';
import { recordNotice } from './notice';
import type { Person } from './person';
import { summary } from './summary';

const at = '2026-11-20T09:00:00.000Z';
const person: Person = { id: '30', name: 'Mateo Rivas', workEmail: 'mateo@acme.test', title: 'Engineer', department: 'IT', location: null, timeZone: null, manager: { id: '14', name: 'Amara Osei', email: null }, startDate: null, lastDay: null, workerType: null, clearance: null };
const event: HrEvent = { kind: 'terminate', source: 'bamboohr/acme', key: 'bamboohr/acme/30/7', effectiveAt: at, receivedAt: at };
const badge: Chore = { what: 'Building badge', who: 'facilities', how: 'Take it back and block it.' };
const card: Chore = { what: 'Firmenkarte (Müller & Söhne)', who: 'hr', how: '' };

let ledger: Ledger;
beforeEach(async () => {
	ledger = await temporaryLedger(() => new Date(at));
});
afterEach(() => ledger.close());

const open = async (dryRun = false, run = 'run-1') => (await openCase(ledger, person, event, { dryRun, deadlineMinutes: 15, run, workflow: 'leaver' })).id;
const within = (caseId: string, run = 'run-1') => ({ caseId, run, node: 'What Is Done by Hand' });
const suspended = (caseId: string) => recordResult(ledger, { caseId, run: 'run-1', node: 'Cut Okta' }, 'cut', resultOf('okta', 'blockSignIn', { id: '1', label: 'm' }, { outcome: 'done', verified: true, reason: 'So.', requestedAt: at, effectiveAt: at, verifiedAt: at }));

it('is in the evidence as what it is, and gives a ticket each whose number says which', async () => {
	const caseId = await open();
	const { results, tickets } = await recordChores(ledger, within(caseId), [badge, card]);
	expect(results).toMatchObject([
		{ system: 'byHand', step: 'building-badge', outcome: 'not_removable_here', verified: 'unverifiable', reason: `Building badge: nothing here reaches it, so facilities does it by hand. Whether it was done stands in the ticket ${caseId}/building-badge` },
		{ system: 'byHand', step: 'firmenkarte-muller-sohne' },
	]);
	expect(tickets).toMatchObject([
		{ caseId, audience: 'facilities', about: 'building-badge', subject: 'Building badge: Mateo Rivas has left', text: `Mateo Rivas (Engineer, IT, mateo@acme.test) has left. HR ID: 30. Manager: Amara Osei.\n\nTake it back and block it.\n\nNothing else does this, and nothing checks it: close this ticket only when it was done. Case: ${caseId}.` },
		{ audience: 'hr', about: 'firmenkarte-muller-sohne' },
	]);
	expect((await ledger.records({ caseId, kinds: ['step.settled'] })).map(({ content }) => content!['step'])).toEqual(['building-badge', 'firmenkarte-muller-sohne']);
});

it('keeps no case open, and alone makes none complete', async () => {
	const caseId = await open();
	await recordChores(ledger, within(caseId), [badge]);
	expect(await closeCase(ledger, caseId, 'run-1')).toMatchObject({ verdict: 'Incomplete', open: [] });
	await suspended(caseId);
	expect(await closeCase(ledger, caseId, 'run-1')).toMatchObject({ verdict: 'Complete', open: [] });
});

it('opens no ticket in a dry run, whatever the item says', async () => {
	const caseId = await open(true);
	const { results, tickets } = await recordChores(ledger, within(caseId), [badge]);
	expect(results).toMatchObject([{ outcome: 'planned', reason: 'Building badge: nothing here reaches it, so facilities would do it by hand. In a dry run no ticket is opened' }]);
	expect(tickets).toEqual([]);
});

it.each<[string, Chore[], RegExp]>([
	['a line without a name', [badge, { ...badge, what: ' – ' }], /Line 2 .*says nothing under What.*Mateo Rivas/],
	['a line for nobody', [{ ...badge, who: '' }], /Line 1 .*says nobody under Who, for "Building badge"/],
	['a line twice', [badge, { ...badge, what: 'building  BADGE!' }], /Line 2 .*is there twice/],
])('%s is said, and nothing is half done', async (_, chores, message) => {
	const caseId = await open();
	await expect(recordChores(ledger, within(caseId), chores)).rejects.toThrow(message);
	expect(await ledger.records({ caseId, kinds: ['step.settled'] })).toEqual([]);
});

it('names who left in every run of the case, and opens again what nobody was told of, and no ticket twice', async () => {
	const caseId = await open(true);
	await recordChores(ledger, within(caseId), [badge]);
	await open(false, 'run-2');
	expect((await recordChores(ledger, within(caseId, 'run-2'), [badge])).tickets).toMatchObject([{ subject: 'Building badge: Mateo Rivas has left' }]);
	await open(false, 'run-3');
	expect((await recordChores(ledger, within(caseId, 'run-3'), [badge])).tickets).toHaveLength(1);
	await closeCase(ledger, caseId, 'run-3');
	await recordNotice(ledger, caseId, null, 'leaver');
	await open(false, 'run-4');
	expect((await recordChores(ledger, within(caseId, 'run-4'), [badge, card])).tickets).toMatchObject([{ about: 'firmenkarte-muller-sohne' }]);
});

it.each([
	['Пропуск', 'Карта'],
	['門禁卡', '公司卡'],
	['Straße', 'Strae'],
])('the numbers of %s and %s differ, in letters that every ticket system takes', async (one, other) => {
	const { tickets } = await recordChores(ledger, within(await open()), [{ ...badge, what: one }, { ...badge, what: other }]);
	const [first, second] = tickets.map(({ about }) => about);
	expect(first).toMatch(/^[a-z0-9-]+$/);
	expect(second).toMatch(/^[a-z0-9-]+$/);
	expect(first).not.toBe(second);
});

it('is for people who leave, and tells nobody of a mover that they left', async () => {
	const { id } = await openCase(ledger, person, { ...event, kind: 'move', key: 'k/1' }, { dryRun: false, deadlineMinutes: 15, run: 'run-1', workflow: 'mover' });
	await expect(recordChores(ledger, within(id), [badge])).rejects.toThrow(/"move".*for people who leave/);
	expect(await ledger.records({ caseId: id, kinds: ['step.settled'] })).toEqual([]);
});

it('is called off where access is given back: the tickets are named to whoever is told', async () => {
	const caseId = await open();
	await recordChores(ledger, within(caseId), [badge, card]);
	const back = await openCase(ledger, person, { ...event, kind: 'rescind', key: 'bamboohr/acme/30/8' }, { dryRun: false, deadlineMinutes: 15, run: 'undo-1', workflow: 'undo', givesBack: [caseId] });
	expect(await choresToCallOff(ledger, back.id)).toEqual([`${caseId}/building-badge`, `${caseId}/firmenkarte-muller-sohne`]);
	const told = { caseId: back.id, person: 'Mateo Rivas', steps: [], closed: { verdict: 'Complete' as const, closedAt: at, verifiedAt: null, withinDeadline: null, records: 3, open: [], gaveBack: true } };
	expect(summary({ ...told, toCallOff: await choresToCallOff(ledger, back.id) })).toContain(`have it given back if it was done:\n- ${caseId}/building-badge\n`);
	expect(summary(told)).not.toContain('by hand');
});

it('is asked for once more, under a number of its own, when somebody is cut again after it was given back', async () => {
	const caseId = await open();
	await recordChores(ledger, within(caseId), [badge]);
	await closeCase(ledger, caseId, 'run-1');
	await recordNotice(ledger, caseId, null, 'leaver');
	await ledger.append({ kind: 'event.givenBack', caseId, content: { by: 'undo', workflow: 'undo', run: 'undo-1' } });
	await open(false, 'run-2');
	expect((await recordChores(ledger, within(caseId, 'run-2'), [badge])).tickets).toMatchObject([{ about: 'building-badge-2' }]);
});

it('nothing to do is nothing', async () => {
	const caseId = await open();
	expect(await recordChores(ledger, within(caseId), [])).toEqual({ results: [], tickets: [] });
});

it('without a case nothing is recorded', async () => {
	await expect(recordChores(ledger, within('hr_event_1'), [badge])).rejects.toThrow(/no open case hr_event_1/);
	await expect(recordChores(ledger, within(await open(), 'another run'), [badge])).rejects.toThrow(/no open case/);
});
