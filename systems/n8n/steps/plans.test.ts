import type { Plan } from '../../../lifecycle/step';
import { deleteAccount } from './deleteAccount';
import { leaveProjects } from './leaveProjects';
import { lowerRole } from './lowerRole';
import { moveOwned } from './moveOwned';

type Row = [name: string, state: unknown, kind: Plan['kind'], what: RegExp, outcome?: string];

const expectPlan = (plan: Plan, kind: Plan['kind'], what: RegExp, outcome?: string) => {
	expect(plan).toMatchObject({ kind, what: expect.stringMatching(what) });
	if (outcome !== undefined) expect(plan).toMatchObject({ outcome });
};

const project = { id: 'p1', name: 'Ops', role: 'project:editor', lastAdmin: false };
const thing = { id: 'w1', name: 'Lead intake', from: 'home', sharedWith: [], active: true };
const nothing = { workflows: [], credentials: [], stopped: [] };
const successor = { kind: 'project', id: 'p9', name: 'amara@kestrel.example' };

describe('what a cut makes of each state', () => {
	test.each<Row>([
		['a member', { role: 'global:member' }, 'change', /global:member → global:chatUser/],
		['an administrator', { role: 'global:admin' }, 'change', /global:admin → global:chatUser/],
		['a role of their own making', { role: 'global:auditor-x1' }, 'change', /→ global:chatUser/],
		['a chat user', { role: 'global:chatUser' }, 'satisfied', /opens no workflow/],
		['the owner', { role: 'global:owner' }, 'impossible', /no other role/, 'not_removable_here'],
	])('lowerRole: %s', (...[, state, kind, what, outcome]) => expectPlan(lowerRole.plan(state as never), kind, what, outcome));

	test.each<Row>([
		['a licence that shows none', { projects: null, orphaned: [] }, 'satisfied', /licence/],
		['in none', { projects: [], orphaned: [] }, 'satisfied', /In no project/],
		['in one', { projects: [project], orphaned: [] }, 'change', /Leave Ops \(project:editor\)/],
	])('leaveProjects: %s', (_name, state, kind, what) => expectPlan(leaveProjects.plan(state as never), kind, what));

	test('leaveProjects does not call projects left that it cannot see', () => {
		expect(leaveProjects.plan({ projects: null, orphaned: [] } as never).left).toEqual([{ what: 'Projects that people share', why: expect.stringContaining('take them out there') }]);
		expect(leaveProjects.plan({ projects: [], orphaned: [] } as never).left).toEqual([]);
	});

	test('leaveProjects names what nobody administers afterwards', () => {
		expect(leaveProjects.plan({ projects: [], orphaned: ['Ops'] } as never).left).toEqual([{ what: 'Ops', why: expect.stringContaining('project admin') }]);
	});

	test.each<Row>([
		['nothing owned, nobody named', { ...nothing, to: null }, 'satisfied', /own no workflow/],
		['nothing owned, somebody named', { ...nothing, to: successor }, 'satisfied', /own no workflow/],
		['nobody named', { ...nothing, workflows: [thing], to: null }, 'impossible', /own 1 workflow, and nobody was named/, 'failed'],
		['somebody who cannot be told', { ...nothing, credentials: [thing], to: { kind: 'unclear', why: 'no such project' } }, 'impossible', /1 credential.*no such project/, 'failed'],
		['things to move', { ...nothing, workflows: [thing, { ...thing, id: 'w2' }], credentials: [thing], to: successor }, 'change', /Move 2 workflows, 1 credential to amara@/],
	])('moveOwned: %s', (...[, state, kind, what, outcome]) => expectPlan(moveOwned.plan(state as never), kind, what, outcome));

	test('moveOwned names what n8n unpublished while it was moved', () => {
		expect(moveOwned.plan({ ...nothing, stopped: ['Lead intake'], to: successor } as never).left).toEqual([{ what: 'Lead intake', why: expect.stringContaining('publish it') }]);
	});

	const account = { exists: true, things: '', tables: [], takenOver: false };
	test.each<Row>([
		['gone', { ...account, exists: false }, 'satisfied', /no such account/],
		['owns nothing', account, 'change', /Delete the account/],
		['owns something, somebody takes over', { ...account, things: '2 workflows', takenOver: true }, 'change', /once it owns nothing/],
		['owns something, nobody takes over', { ...account, things: '2 workflows' }, 'impossible', /would delete 2 workflows.*Move What They Own/, 'failed'],
		['owns a data table', { ...account, tables: ['Leads'], takenOver: true }, 'impossible', /data tables Leads.*Settings, Users/, 'failed'],
	])('deleteAccount: %s', (...[, state, kind, what, outcome]) => expectPlan(deleteAccount.plan(state as never), kind, what, outcome));
});

describe('what Restore Access makes of each state', () => {
	test.each<[string, unknown, unknown, Plan['kind'], RegExp]>([
		['as before', { role: 'global:member' }, { role: 'global:member' }, 'satisfied', /as before/],
		['lowered', { role: 'global:chatUser' }, { role: 'global:admin' }, 'change', /→ global:admin; API keys.*gone/],
	])('lowerRole: %s', (_name, now, before, kind, what) => expectPlan(lowerRole.undo.plan(now as never, before as never), kind, what));

	test.each<[string, unknown, unknown, Plan['kind'], RegExp]>([
		['no licence', { projects: null }, { projects: null }, 'satisfied', /licence/],
		['as before', { projects: [project] }, { projects: [project] }, 'satisfied', /same projects/],
		['left', { projects: [] }, { projects: [project] }, 'change', /Join Ops \(project:editor\)/],
		['with another role', { projects: [{ ...project, role: 'project:viewer' }] }, { projects: [project] }, 'change', /Join Ops \(project:editor\)/],
		['in more than before', { projects: [project, { ...project, id: 'p2' }] }, { projects: [project] }, 'satisfied', /same projects/],
	])('leaveProjects: %s', (_name, now, before, kind, what) => expectPlan(leaveProjects.undo.plan(now as never, before as never), kind, what));

	test('moveOwned: what was moved goes back, and what was shared is listed', () => {
		const before = { ...nothing, workflows: [{ ...thing, sharedWith: ['p2', 'p3'] }], to: successor };
		const lost = [{ what: 'Lead intake', why: expect.stringContaining('2 other projects (p2, p3)') }];
		expect(moveOwned.undo.plan({ ...nothing, to: null } as never, before as never)).toMatchObject({ kind: 'change', what: 'Move 1 workflow back', left: lost });
		expect(moveOwned.undo.plan({ ...nothing, workflows: [thing], to: null } as never, before as never)).toMatchObject({ kind: 'satisfied', left: lost });
		expect(moveOwned.undo.plan(before as never, before as never)).toMatchObject({ kind: 'satisfied', left: [] });
	});

	test('deleteAccount: nobody is brought back', () => {
		expect(deleteAccount.undo.plan({ exists: false } as never, { exists: true } as never)).toMatchObject({ kind: 'impossible', outcome: 'pending' });
		expect(deleteAccount.undo.plan({ exists: true } as never, { exists: true } as never)).toMatchObject({ kind: 'satisfied' });
	});
});
