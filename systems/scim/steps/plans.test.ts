import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../../ledger/types';
import type { Step } from '../../../lifecycle/step';
import { nobodyYet, wishFor } from '../../../test/support/scimCase';
import { applicationOf, usualSettings } from '../application';
import { givingFor, scimGivingSteps } from '../giving';
import { kinds, type Dialect, type KindId } from '../kinds';
import { stepsFor } from './index';

const applicationFor = (kind: KindId = 'generic', dialect: Partial<Dialect> = {}) => applicationOf('Wiki', kind, usualSettings, { ...(kind === 'generic' ? { inactive: 'disables', deletion: 'deletes' } : {}), ...dialect });
const stepOf = (id: string, kind?: KindId, dialect?: Partial<Dialect>) => stepsFor(applicationFor(kind, dialect)).find((step) => step.id === id) as unknown as Step<unknown, unknown>;
const plan = (id: string, state: Json, kind?: KindId, dialect?: Partial<Dialect>) => stepOf(id, kind, dialect).plan(state);
const undo = (id: string, now: Json, before: Json) => stepOf(id).undo.plan(now, before);

const active = { gone: false, active: true };
const inactive = { gone: false, active: false };
const notShown = { gone: false, active: null };
const gone = { gone: true, active: null };

describe('disabling', () => {
	test.each([
		[active, 'change'],
		[inactive, 'satisfied'],
		[gone, 'satisfied'],
		[notShown, 'unknown'],
	])('%j: %s', (state, kind) => {
		expect(plan('disable', state).kind).toBe(kind);
	});

	test.each([
		['disables', /^active true → false$/],
		['deletes', /deletes the account, which Restore Access cannot give back/],
		[null, /may disable the account or delete it for good/],
	] as const)('where active: false %s', (does, says) => {
		expect(plan('disable', active, 'generic', { inactive: does }).what).toMatch(says);
	});

	test('is held by a legal hold only where it deletes', () => {
		for (const [id, { inactive: does }] of Object.entries(kinds)) expect([id, stepOf('disable', id as KindId, { inactive: does }).erases === true]).toEqual([id, does === 'deletes']);
	});

	test.each([
		[active, active, 'satisfied', undefined],
		[inactive, active, 'change', undefined],
		[notShown, active, 'unknown', undefined],
		[gone, active, 'impossible', 'pending'],
		[inactive, inactive, 'satisfied', undefined],
		[gone, gone, 'satisfied', undefined],
		[active, inactive, 'satisfied', undefined],
	])('now %j, before %j: %s', (now, before, kind, outcome) => {
		expect(undo('disable', now, before)).toMatchObject({ kind, ...(outcome ? { outcome } : {}) });
	});
});

describe('sessions and tokens', () => {
	test.each(Object.entries(kinds))('%s: never said to be verified', (id, { sessions, remains }) => {
		for (const state of [active, inactive, gone]) expect(plan('endSessions', state, id as KindId)).toMatchObject(sessions.end ? { kind: 'unknown' } : { kind: 'impossible', outcome: 'not_removable_here' });
		expect(stepOf('endSessions', id as KindId).remains).toEqual(remains);
		expect(remains.length).toBeGreaterThan(0);
	});
});

describe('groups', () => {
	const group = (id: string, indirect = false) => ({ id, name: `Group ${id}`, indirect });
	const groups = (held: ReturnType<typeof group>[] | null, more: object = {}) => ({ gone: false, groups: held, harm: null, ...more }) as Json;

	test.each([
		[groups([]), 'satisfied', /In no group/],
		[groups(null), 'satisfied', /has no groups/],
		[groups([group('1'), group('2')]), 'change', /^Leave Group 1, Group 2$/],
		[groups([], { gone: true }), 'satisfied', /gone/],
		[groups([group('1')], { harm: 'Everybody is out' }), 'impossible', /^Everybody is out$/],
	])('%j: %s', (state, kind, what) => {
		expect(plan('removeFromGroups', state)).toMatchObject({ kind, what: expect.stringMatching(what) });
	});

	test('what comes through another group is left and said', () => {
		expect(plan('removeFromGroups', groups([group('1', true)]))).toMatchObject({ kind: 'satisfied', left: [{ what: 'Group 1' }] });
	});

	test.each([
		[groups([group('1')]), groups([group('1')]), 'satisfied', undefined],
		[groups([]), groups([group('1')]), 'change', undefined],
		[groups([], { gone: true }), groups([group('1')]), 'impossible', 'pending'],
		[groups([]), groups([group('1', true)]), 'satisfied', undefined],
	])('now %j, before %j: %s', (now, before, kind, outcome) => {
		expect(undo('removeFromGroups', now, before)).toMatchObject({ kind, ...(outcome ? { outcome } : {}) });
	});
});

describe('roles and entitlements', () => {
	const entry = (value: string) => ({ value, display: null, type: null });
	const state = (roles: string[], more: object = {}) => ({ gone: false, roles: roles.map(entry), entitlements: [], refusal: null, ...more }) as Json;

	test.each([
		[state([]), 'satisfied', undefined],
		[state(['admin']), 'change', undefined],
		[state(['admin'], { refusal: 'read-only' }), 'impossible', 'not_removable_here'],
		[state([], { gone: true }), 'satisfied', undefined],
	])('%j: %s', (now, kind, outcome) => {
		expect(plan('removeRoles', now)).toMatchObject({ kind, ...(outcome ? { outcome } : {}) });
	});

	test.each([
		[state(['admin']), state(['admin']), 'satisfied'],
		[state([]), state(['admin']), 'change'],
		[state([], { gone: true }), state(['admin']), 'impossible'],
	])('now %j, before %j: %s', (now, before, kind) => {
		expect(undo('removeRoles', now, before).kind).toBe(kind);
	});
});

describe('deleting', () => {
	test.each([
		['deletes', active, 'change'],
		[null, active, 'change'],
		['disables', active, 'impossible'],
		['refused', inactive, 'impossible'],
		['deletes', gone, 'satisfied'],
	] as const)('where DELETE %s, %j: %s', (deletion, state, kind) => {
		expect(plan('deleteAccount', state, 'generic', { deletion }).kind).toBe(kind);
	});

	test('is never ticked by itself, and never given back', () => {
		expect(stepOf('deleteAccount')).toMatchObject({ optional: true, erases: true });
		expect(undo('deleteAccount', gone, active)).toMatchObject({ kind: 'impossible', outcome: 'pending' });
		expect(undo('deleteAccount', active, active).kind).toBe('satisfied');
	});
});

describe('giving', () => {
	const given = (id: string, state: Json, more = {}) => scimGivingSteps.find((step) => step.id === id)!.plan(state as never, wishFor({}, more));

	test.each([
		[true, active, 'satisfied'],
		[true, inactive, 'change'],
		[true, notShown, 'unknown'],
		[true, gone, 'impossible'],
		[false, inactive, 'satisfied'],
		[false, active, 'impossible'],
	])('usable %s, %j: %s', (usable, state, kind) => {
		expect(given('signIn', state, { usable }).kind).toBe(kind);
	});

	const profile = (now: string | null) => ({ gone: false, now: { title: now }, wanted: { title: 'Analyst' }, managerless: null });

	test.each([
		[profile('Analyst'), 'satisfied'],
		[profile(null), 'change'],
		[{ ...profile(null), gone: true }, 'impossible'],
	])('a profile %j: %s', (state, kind) => {
		expect(given('fillProfile', state).kind).toBe(kind);
	});

	const groups = (member: boolean, unclear: string[] = []) => ({ gone: false, groups: [{ id: '1', name: 'VPN', member }], unclear, harm: null });

	test.each([
		['joinGroups', groups(false), 'change'],
		['joinGroups', groups(true), 'satisfied'],
		['joinGroups', groups(true, ['no such group']), 'impossible'],
		['leaveGroups', groups(true), 'change'],
		['leaveGroups', groups(false), 'satisfied'],
		['leaveGroups', { ...groups(false), harm: 'Everybody is out' }, 'impossible'],
	])('%s, %j: %s', (id, state, kind) => {
		expect(given(id, state as Json).kind).toBe(kind);
	});

	test.each([
		['generic', {}, {}, 'change'],
		['generic', { workEmail: null }, {}, 'impossible'],
		['generic', { workEmail: null }, { userName: 'nia' }, 'change'],
		['generic', {}, { attributes: { password: 'x' } }, 'impossible'],
		['generic', {}, { attributes: { 'members[value eq "1"]': 'x' } }, 'impossible'],
		['pagerDuty', {}, { usable: false }, 'impossible'],
		['pagerDuty', {}, { usable: true }, 'change'],
	] as const)('making an account in %s of %j with %j: %s', (kind, person, more, planned) => {
		expect(givingFor(applicationFor(kind)).create.plan(wishFor({ ...nobodyYet, ...person }, more)).kind).toBe(planned);
	});
});

describe('the presets', () => {
	const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'scim.md'), 'utf8');
	const words = { disables: 'disables', deletes: '**deletes**', refused: 'not offered' } as const;
	const said = (does: keyof typeof words | null) => (does === null ? 'not known' : words[does]);

	test.each(Object.values(kinds).map((kind) => [kind.label, kind] as const))('%s stand in the page as they are', (label, { baseUrl, inactive: off, deletion, sessions, known }) => {
		expect(page).toContain(`| ${label} | ${baseUrl === null ? 'as the vendor shows it' : `\`${baseUrl}\``} | ${said(off)} | ${said(deletion)} | ${sessions.end ? 'with the account, says the vendor' : 'not with the account'} | ${known} |`);
	});
});
