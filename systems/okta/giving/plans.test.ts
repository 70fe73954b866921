import type { Json } from '../../../ledger/types';
import type { Person } from '../../../lifecycle/person';
import { facts } from '../../../lifecycle/giving';
import { createAccount } from './createAccount';
import type { Membership, Rule } from './memberships';
import { oktaFacts, oktaGivingSteps, type OktaWish } from './index';

const ada: Person = {
	id: '42',
	name: 'Ada Lovelace',
	firstName: 'Ada',
	lastName: 'Lovelace',
	workEmail: 'ada@acme.test',
	title: 'Engineer',
	department: 'Research',
	location: 'London',
	timeZone: 'Europe/London',
	manager: { id: '7', name: 'Charles Babbage', email: null },
	startDate: '2026-11-20',
	lastDay: null,
	workerType: 'Full-Time',
	clearance: null,
};
const wish = (more: Partial<OktaWish> = {}): OktaWish => ({ person: ada, facts: oktaFacts, attributes: {}, usable: true, join: ['VPN'], leave: ['Sales'], activationMail: true, ...more });
const stepOf = (id: string) => oktaGivingSteps.find((step) => step.id === id)!;
const plan = (id: string, state: Json, wanted: Partial<OktaWish> = {}) => stepOf(id).plan(state as never, wish(wanted));

describe('letting somebody in, from every status Okta knows', () => {
	const from = (status: string, transitioningTo: string | null = null, usable = true) => plan('signIn', { status, transitioningTo, statusChanged: null }, { usable });

	test.each([
		['STAGED', 'change', 'STAGED → activated'],
		['DEPROVISIONED', 'change', 'DEPROVISIONED → activated'],
		['SUSPENDED', 'change', 'SUSPENDED → ACTIVE'],
		['LOCKED_OUT', 'change', 'LOCKED_OUT → ACTIVE'],
		['ACTIVE', 'satisfied', 'The account is ACTIVE: the person can sign in'],
		['PROVISIONED', 'satisfied', expect.stringContaining('sets a password')],
		['RECOVERY', 'satisfied', expect.stringContaining('password reset')],
		['PASSWORD_EXPIRED', 'satisfied', expect.stringContaining('new password')],
		['SOMETHING_NEW', 'impossible', expect.stringContaining('SOMETHING_NEW')],
	])('%s: %s', (status, kind, what) => {
		expect(from(status)).toMatchObject({ kind, what });
	});

	test.each([
		['STAGED', 'PROVISIONED', 'underway'],
		['DEPROVISIONED', 'ACTIVE', 'underway'],
		['ACTIVE', 'DEPROVISIONED', 'impossible'],
	])('%s on its way to %s: %s', (status, to, kind) => {
		expect(from(status, to).kind).toBe(kind);
	});

	test.each(['STAGED', 'SUSPENDED', 'DEPROVISIONED'])('not yet: %s stays as it is', (status) => {
		expect(from(status, null, false).kind).toBe('satisfied');
	});

	test.each(['ACTIVE', 'PROVISIONED', 'RECOVERY', 'PASSWORD_EXPIRED', 'LOCKED_OUT'])('not yet: %s is told, and nothing is taken away', (status) => {
		expect(from(status, null, false)).toMatchObject({ kind: 'impossible', outcome: 'not_removable_here', what: expect.stringContaining('Cut Access') });
	});

	test('not yet: an activation that has begun is told', () => {
		expect(from('STAGED', 'PROVISIONED', false)).toMatchObject({ kind: 'impossible', outcome: 'not_removable_here' });
	});
});

describe('making an account', () => {
	test('it is staged, and named by its login', () => {
		expect(createAccount.plan(wish())).toMatchObject({ kind: 'change', what: expect.stringContaining('staged account ada@acme.test') });
	});

	test.each<[string, Partial<Person>, Record<string, string>, RegExp]>([
		['a last name', { lastName: null }, {}, /no last name for Ada Lovelace \(HR id 42\).*lastName/],
		['both names', { firstName: undefined as never, lastName: '' }, {}, /no first name and no last name/],
		['an address', { workEmail: null }, {}, /no work e-mail.*email/],
		['a name short enough', { firstName: 'A'.repeat(51) }, {}, /first name \(at most 50 letters\).*too long/],
		['an address short enough', { workEmail: `${'a'.repeat(100)}@acme.test` }, {}, /work e-mail \(at most 100 letters\)/],
	])('nobody is made without %s, and it is said where to mend it', (_what, person, attributes, said) => {
		const planned = createAccount.plan(wish({ person: { ...ada, ...person }, attributes }));
		expect(planned).toMatchObject({ kind: 'impossible', outcome: 'failed' });
		expect(planned.what).toMatch(said);
	});

	test('what HR lacks may be given by hand', () => {
		expect(createAccount.plan(wish({ person: { ...ada, lastName: null }, attributes: { lastName: 'L.' } })).kind).toBe('change');
	});

	test('name and address are made whether or not they are ticked', () => {
		expect(createAccount.plan(wish({ facts: [] })).kind).toBe('change');
	});
});

describe('filling in the profile', () => {
	const asItIs = { firstName: 'Ada', lastName: 'Lovelace', displayName: 'Ada Lovelace', email: 'ada@acme.test', login: 'ada@acme.test', title: 'Engineer', department: 'Research', city: 'London', manager: 'Charles Babbage', managerId: '7', userType: 'Full-Time', employeeNumber: '42' };
	const state = (profile: { [name: string]: string | null } = {}, more: object = {}) => ({ status: 'ACTIVE', hrIdAttribute: 'employeeNumber', profile: { ...asItIs, ...profile }, loginIsEmail: true, loginTakenBy: null, masteredBy: null, refusal: null, ...more });
	const filled = (profile: { [name: string]: string | null } = {}, more: object = {}, wanted: Partial<OktaWish> = {}) => plan('fillProfile', state(profile, more), wanted);

	test('nothing to do where it is as HR has it', () => {
		expect(filled()).toMatchObject({ kind: 'satisfied', left: [] });
	});

	test.each([
		['a title', { title: 'Intern' }, 'title Intern → Engineer'],
		['a manager', { manager: null, managerId: null }, 'manager empty → Charles Babbage; managerId empty → 7'],
		['a rename', { email: 'a.byron@acme.test', login: 'a.byron@acme.test' }, 'email a.byron@acme.test → ada@acme.test; login a.byron@acme.test → ada@acme.test'],
		['an HR id that was missing', { employeeNumber: null }, 'employeeNumber empty → 42'],
	])('%s is changed, from what to what', (_what, profile, what) => {
		expect(filled(profile)).toMatchObject({ kind: 'change', what });
	});

	test('only what is ticked changes', () => {
		expect(filled({ title: 'Intern', city: 'Paris' }, {}, { facts: ['location'] })).toMatchObject({ kind: 'change', what: 'city Paris → London' });
	});

	test('an HR field that is empty changes nothing', () => {
		expect(filled({ title: 'Intern' }, {}, { person: { ...ada, title: null } }).kind).toBe('satisfied');
	});

	test('attributes named by hand win over HR', () => {
		expect(filled({ costCenter: '10' }, {}, { attributes: { costCenter: '20', title: 'Countess' } })).toMatchObject({ kind: 'change', what: 'title Engineer → Countess; costCenter 10 → 20' });
	});

	test('addresses are the same in upper and lower case', () => {
		expect(filled({ email: 'Ada@Acme.test', login: 'ADA@acme.test' }).kind).toBe('satisfied');
	});

	test('a login that was not the e-mail stays, and that is said', () => {
		expect(filled({ email: 'old@acme.test', login: 'corp-ada' }, { loginIsEmail: false })).toMatchObject({ kind: 'change', what: 'email old@acme.test → ada@acme.test', left: [{ what: 'login' }] });
		expect(filled({ login: 'corp-ada' }, { loginIsEmail: false }, { attributes: { login: 'ada' } })).toMatchObject({ kind: 'change', what: 'login corp-ada → ada', left: [] });
	});

	test('a login that somebody else has stops it, and names who', () => {
		expect(filled({ login: 'old@acme.test', email: 'old@acme.test' }, { loginTakenBy: 'ada@acme.test (00u9, ACTIVE, HR id 9)' })).toMatchObject({ kind: 'impossible', outcome: 'failed', what: expect.stringContaining('taken by ada@acme.test (00u9, ACTIVE, HR id 9)') });
	});

	test('a deactivated account is filled in later', () => {
		expect(filled({ title: 'Intern' }, { status: 'DEPROVISIONED' })).toMatchObject({ kind: 'impossible', outcome: 'pending', what: expect.stringMatching(/^title: .*deactivated/) });
		expect(filled({}, { status: 'DEPROVISIONED' }).kind).toBe('satisfied');
	});

	test('what another system masters is said with its name', () => {
		expect(filled({ title: 'Intern' }, { masteredBy: 'ACTIVE_DIRECTORY (corp)', refusal: 'Okta rejected it.' })).toMatchObject({ kind: 'impossible', outcome: 'not_removable_here', what: expect.stringContaining('mastered by ACTIVE_DIRECTORY (corp), so change it there') });
	});

	test('a fact that Okta has no attribute for is said', () => {
		expect(filled({}, {}, { facts }).left).toEqual([{ what: 'startDate', why: expect.stringContaining('further attributes') }]);
	});
});

describe('groups', () => {
	const rule = (more: Partial<Rule> = {}): Rule => ({ name: 'Research staff', reads: ['department'], fits: true, excluded: false, ...more });
	const group = (name: string, more: Partial<Membership> = {}): Membership => ({ id: `00g${name}`, name, type: 'OKTA_GROUP', member: false, filledBy: [], ...more });
	const join = (groups: Membership[], unclear: string[] = [], status = 'ACTIVE') => plan('joinGroups', { status, groups, unclear });
	const leave = (groups: Membership[], unclear: string[] = [], inert = false) => plan('leaveGroups', { status: 'ACTIVE', groups, unclear, inert });

	test.each([
		['is in all of them', [group('VPN', { member: true })], 'satisfied', 'In VPN'],
		['is not in one', [group('VPN'), group('Rota', { member: true })], 'change', 'Join VPN'],
		['waits for a rule that fits', [group('Research', { filledBy: [rule()] })], 'underway', expect.stringContaining('the group rule "Research staff", which reads department of the profile')],
		['joins by hand before waiting for rules', [group('VPN'), group('Research', { filledBy: [rule()] })], 'change', 'Join VPN'],
	])('somebody %s', (_what, groups, kind, what) => {
		expect(join(groups)).toMatchObject({ kind, what });
	});

	test.each([
		['fits not yet', rule({ fits: false }), /nobody is put there by hand.*when the profile fits/],
		['says more than can be judged', rule({ fits: null }), /nobody is put there by hand/],
		['has them on its exclusion list', rule({ excluded: true }), /exclusion list/],
	])('a group whose rule %s is left to the rule, by name', (_what, filledBy, why) => {
		const planned = join([group('Research', { filledBy: [filledBy] })]);
		expect(planned).toMatchObject({ kind: 'satisfied', left: [{ what: 'Research' }] });
		expect(planned.left[0]!.why).toMatch(why);
		expect(planned.left[0]!.why).toContain('"Research staff", which reads department');
	});

	test.each([
		['APP_GROUP', /Active Directory; add the person there/],
		['BUILT_IN', /built into Okta/],
	])('a group of type %s is refused, with why', (type, why) => {
		const planned = join([group('Building', { type })]);
		expect(planned).toMatchObject({ kind: 'impossible', outcome: 'failed' });
		expect(planned.what).toMatch(why);
		expect(join([group('Building', { type, member: true })]).kind).toBe('satisfied');
	});

	test('one name that is wrong keeps nobody out of the others, and is not passed over', () => {
		const wrong = 'Okta has no group called exactly "VNP"; correct the name';
		expect(join([group('VPN')], [wrong])).toMatchObject({ kind: 'change', what: `Join VPN. Not possible: ${wrong}` });
		expect(join([group('VPN', { member: true })], [wrong])).toMatchObject({ kind: 'impossible', outcome: 'failed', what: expect.stringContaining(wrong) });
		expect(leave([], [wrong])).toMatchObject({ kind: 'impossible', outcome: 'failed' });
	});

	test('a deactivated account joins later', () => {
		expect(join([group('VPN')], [], 'DEPROVISIONED')).toMatchObject({ kind: 'impossible', outcome: 'pending' });
	});

	test.each([
		['is in none', [group('Sales')], 'satisfied'],
		['is in one', [group('Sales', { member: true })], 'change'],
		['is in one whose rule fits no more', [group('Sales', { member: true, filledBy: [rule({ fits: false })] })], 'underway'],
	])('leaving: somebody who %s', (_what, groups, kind) => {
		expect(leave(groups).kind).toBe(kind);
	});

	test.each([
		['a rule that fits', group('Sales', { member: true, filledBy: [rule()] }), /exclusion list of the rule. Change what the rule reads/],
		['one of two rules that fits', group('Sales', { member: true, filledBy: [rule({ fits: false }), rule()] }), /exclusion list/],
		['a directory', group('Sales', { member: true, type: 'APP_GROUP' }), /remove the person there/],
	])('what %s holds is left and said', (_what, held, why) => {
		const planned = leave([held]);
		expect(planned).toMatchObject({ kind: 'satisfied', left: [{ what: 'Sales' }] });
		expect(planned.left[0]!.why).toMatch(why);
	});

	test('what Okta takes no change to is on paper only', () => {
		expect(leave([group('Sales', { member: true })], [], true)).toMatchObject({ kind: 'impossible', outcome: 'not_removable_here' });
	});
});

describe('the activation mail', () => {
	const mail = (status: string, seen = 'not asked', transitioningTo: string | null = null) => plan('activationMail', { status, transitioningTo, email: 'ada@acme.test', seen });

	test.each([
		['PROVISIONED', 'unknown'],
		['ACTIVE', 'satisfied'],
		['PASSWORD_EXPIRED', 'satisfied'],
		['RECOVERY', 'satisfied'],
		['STAGED', 'impossible'],
		['SUSPENDED', 'impossible'],
		['DEPROVISIONED', 'impossible'],
	])('%s: %s', (status, kind) => {
		expect(mail(status).kind).toBe(kind);
	});

	test.each([
		['logged', 'satisfied', /ada@acme\.test/],
		['not yet', 'unknown', /user\.lifecycle\.reactivate/],
		['log not readable', 'unknown', /okta\.logs\.read/],
	])('the log said: %s', (seen, kind, what) => {
		expect(mail('PROVISIONED', seen).kind).toBe(kind);
		expect(mail('PROVISIONED', seen).what).toMatch(what);
	});
});

describe('every step', () => {
	test.each(oktaGivingSteps.map((step) => [step.id, step] as const))('%s says what it needs and follows steps that are there', (_id, step) => {
		expect(step.label).toMatch(/^[A-Z]/);
		expect(step.needs.length).toBeGreaterThan(0);
		for (const earlier of step.after ?? []) expect(oktaGivingSteps.map(({ id }) => id)).toContain(earlier);
	});

	test('is left out where nobody asked for it', () => {
		const asked = (more: Partial<OktaWish>) => oktaGivingSteps.filter((step) => step.asked(wish({ facts: [], join: [], leave: [], usable: null, ...more }))).map(({ id }) => id);
		expect(asked({})).toEqual([]);
		expect(asked({ usable: false })).toEqual(['signIn']);
		expect(asked({ usable: true })).toEqual(['signIn', 'activationMail']);
		expect(asked({ usable: true, activationMail: false })).toEqual(['signIn']);
		expect(asked({ facts: ['title'] })).toEqual(['fillProfile']);
		expect(asked({ attributes: { costCenter: '10' } })).toEqual(['fillProfile']);
		expect(asked({ join: ['VPN'], leave: ['Sales'] })).toEqual(['joinGroups', 'leaveGroups']);
	});
});
