import type { Command, CommandState } from './command';
import type { Device } from './device';
import type { Asked } from './history';
import type { Order } from './order';
import { planOf, type DeviceState, type Terms } from './plan';
import type { DeviceStep } from './system';

const device: Device = { id: 'd1', name: 'Laptop', serial: 'SN1', model: null, platform: 'macos', osVersion: null, ownership: 'corporate', ownershipFrom: 'bought', holders: ['ada@acme.test'], doubts: [], managed: true, locked: null, lastSeen: '2026-11-20T08:00:00.000Z', enrolledAt: '2026-01-01T00:00:00.000Z' };
const nothingAsked: Asked = { orderedAt: '2026-11-20T09:00:00.000Z', sentAt: null, unansweredAt: null, alreadyAt: null, sentInLifeSince: null, sentHereAt: null, sentHereInLifeSince: null, lastState: null, carriedOut: [], againAt: null, returnedAt: null, staysBecause: null, sentAs: null };
const now = '2026-11-20T09:30:00.000Z';

const stepFor = (id: 'lock' | 'retire' | 'wipe', more: Partial<DeviceStep<never>> = {}) => ({ id, listsAll: () => true, unsupported: () => null, pin: () => null, ...more }) as unknown as DeviceStep<never>;
const terms = (id: 'lock' | 'retire' | 'wipe' = 'wipe', { order = {}, step = {}, ...more }: { order?: Partial<Order>; step?: Partial<DeviceStep<never>> } & Partial<Omit<Terms, 'order' | 'step'>> = {}): Terms => ({
	system: 'Shed',
	step: stepFor(id, step),
	order: { action: id, when: 'atOnce', days: 0, message: '', phone: '', ...order },
	claims: { holder: { id: 'ada', label: 'ada@acme.test', names: ['ada@acme.test'] }, register: null, hasEscrow: true },
	caseSince: '2026-11-20T09:00:00.000Z',
	now: new Date(now),
	label: 'Laptop (SN1)',
	...more,
});
const state = (more: Partial<DeviceState> = {}, asked: Partial<Asked> = {}): DeviceState => ({ device, commands: [], asked: { ...nothingAsked, ...asked }, ...more });
const command = (how: CommandState, at: string | null = '2026-11-20T09:10:00.000Z', endedAt: string | null = at): Command => ({ id: 'c1', state: how, at, endedAt, said: `as ${how}` });
const kindOf = (given: DeviceState, those = terms()) => {
	const plan = planOf(given, those);
	return plan.kind === 'impossible' ? plan.outcome : plan.kind;
};

test.each<[string, Partial<Asked>, string]>([
	['was taken a moment ago', { sentAt: '2026-11-20T09:25:00.000Z' }, 'underway'],
	['was taken, and shows nowhere', { sentAt: '2026-11-20T09:18:00.000Z' }, 'pending'],
	['may have been taken', { unansweredAt: '2026-11-20T09:18:00.000Z' }, 'pending'],
	['was the one that was given up', { sentAt: '2026-11-20T09:10:00.000Z' }, 'change'],
])('one that the management gave up at 09:15 is issued anew, unless what was sent last %s', (_, asked, kind) => {
	expect(kindOf(state({ commands: [command('expired', '2026-11-20T09:09:00.000Z', '2026-11-20T09:15:00.000Z')] }, asked))).toBe(kind);
});

describe('what the management has of the command', () => {
	test.each<[string, CommandState[], string]>([
		['nothing', [], 'change'],
		['it waits for the device', ['queued'], 'underway'],
		['the device obeyed', ['done'], 'satisfied'],
		['somebody has to approve it', ['awaiting_approval'], 'underway'],
		['it was approved', ['approved'], 'change'],
		['it was rejected', ['rejected'], 'refused'],
		['the device refused', ['failed'], 'failed'],
		['somebody called it off', ['cancelled'], 'failed'],
		['the management gave up on it', ['expired'], 'change'],
		['it was taken, and nothing more will show', ['unseen'], 'unknown'],
		['a failed one, and another that waits', ['failed', 'queued'], 'underway'],
		['one that waits, whatever came after it', ['queued', 'failed'], 'underway'],
		['a failed one, and another that was obeyed', ['failed', 'done'], 'satisfied'],
	])('%s', (_, commands, kind) => {
		expect(kindOf(state({ commands: commands.map((how) => command(how)) }))).toBe(kind);
	});

	test.each<[string, CommandState]>([
		['failed', 'failed'],
		['called off', 'cancelled'],
		['rejected', 'rejected'],
	])('what was %s goes again once a named person said so', (_, how) => {
		const commands = [command(how)];
		expect(kindOf(state({ commands }, { againAt: '2026-11-20T09:20:00.000Z' }))).toBe('change');
		expect(kindOf(state({ commands }))).not.toBe('change');
	});

	test('a wipe of an earlier life of the device says nothing of this one', () => {
		const renewed: Device = { ...device, enrolledAt: '2026-11-20T08:00:00.000Z' };
		expect(kindOf(state({ device: renewed, commands: [command('done', '2026-11-01T00:00:00.000Z')] }))).toBe('change');
		expect(kindOf(state({ device: renewed, commands: [command('done')] }))).toBe('satisfied');
	});

	test('a lock that was refused because it is locked already is looked at by a person, and not sent over and over', () => {
		const refused = { alreadyAt: '2026-11-20T09:10:00.000Z' };
		expect(planOf(state({}, refused), terms('lock'))).toMatchObject({ kind: 'impossible', outcome: 'pending', what: expect.stringMatching(/Shed says.*Laptop \(SN1\) is locked already.*Device Decisions/) });
		expect(kindOf(state({}, { ...refused, againAt: '2026-11-20T09:20:00.000Z' }), terms('lock'))).toBe('change');
		expect(kindOf(state({ commands: [command('done')] }, refused), terms('lock'))).toBe('satisfied');
	});

	test('a wipe of an earlier case in this life is not repeated', () => {
		expect(kindOf(state({ commands: [command('done', '2026-06-01T00:00:00.000Z')] }))).toBe('satisfied');
		expect(kindOf(state({ commands: [command('queued', '2026-06-01T00:00:00.000Z')] }))).toBe('underway');
	});

	test('a lock of an earlier case counts as long as the device was not heard of since', () => {
		const before = [command('done', '2026-06-01T00:00:00.000Z')];
		expect(kindOf(state({ commands: before }), terms('lock'))).toBe('change');
		expect(kindOf(state({ device: { ...device, lastSeen: '2026-05-31T00:00:00.000Z' }, commands: before }), terms('lock'))).toBe('satisfied');
		expect(kindOf(state({ device: { ...device, locked: true } }), terms('lock'))).toBe('satisfied');
	});
});

describe('what was sent and shows nowhere', () => {
	test.each<[string, 'lock' | 'retire' | 'wipe', Partial<Asked>, boolean, string]>([
		['a wipe that was just sent without an answer', 'wipe', { unansweredAt: '2026-11-20T09:25:00.000Z' }, true, 'underway'],
		['a wipe of which nobody knows whether it arrived', 'wipe', { unansweredAt: '2026-11-20T09:10:00.000Z' }, true, 'pending'],
		['the same, months ago', 'wipe', { unansweredAt: '2026-02-20T09:10:00.000Z' }, true, 'pending'],
		['the same, in an earlier life of the device', 'wipe', { unansweredAt: '2025-02-20T09:10:00.000Z' }, true, 'change'],
		['the same, and a named person let it go again', 'wipe', { unansweredAt: '2026-11-20T09:10:00.000Z', againAt: '2026-11-20T09:12:00.000Z' }, true, 'change'],
		['a lock of which nobody knows goes again where all would show', 'lock', { unansweredAt: '2026-11-20T09:10:00.000Z' }, true, 'change'],
		['and not where it might not', 'lock', { unansweredAt: '2026-11-20T09:10:00.000Z' }, false, 'pending'],
		['a wipe that was taken a moment ago', 'wipe', { sentAt: '2026-11-20T09:25:00.000Z' }, true, 'underway'],
		['a wipe that was taken and is gone', 'wipe', { sentAt: '2026-11-20T09:10:00.000Z' }, true, 'pending'],
		['a wipe that was taken where nothing is shown', 'wipe', { sentAt: '2026-11-20T09:10:00.000Z' }, false, 'unknown'],
		['a lock that an earlier case sent', 'lock', { sentAt: '2026-06-20T09:10:00.000Z' }, true, 'change'],
		['a wipe that an earlier case sent', 'wipe', { sentAt: '2026-06-20T09:10:00.000Z' }, true, 'pending'],
	])('%s', (_, action, asked, listsAll, kind) => {
		expect(kindOf(state({}, asked), terms(action, { step: { listsAll: () => listsAll } }))).toBe(kind);
	});
});

describe('a device that the management has no record of any more', () => {
	test.each<['lock' | 'retire' | 'wipe', string | null, string]>([
		['wipe', null, 'pending'],
		['wipe', '2026-11-20T09:10:00.000Z', 'unknown'],
		['retire', '2026-11-20T09:10:00.000Z', 'unknown'],
	])('and that it removes itself: %s, sent at %s: %s', (action, sentAt, kind) => {
		expect(kindOf(state({ device: null }, { sentAt, sentHereAt: sentAt }), terms(action, { step: { removesRecord: true } }))).toBe(kind);
	});

	test.each(['lock', 'retire', 'wipe'] as const)('and that only somebody can have deleted, with %s that waited for it: nobody knows, so it stays open', (action) => {
		expect(kindOf(state({ device: null }, { sentAt: '2026-11-20T09:10:00.000Z' }), terms(action))).toBe('pending');
	});
});

describe('a device that its management does not manage any more, and commands that do not show', () => {
	test.each<[string, 'lock' | 'retire' | 'wipe', Partial<Asked>, string]>([
		['retired: that is what was asked for, and no proof', 'retire', { sentAt: '2026-11-20T09:10:00.000Z' }, 'unknown'],
		['retired, though the answer was lost', 'retire', { unansweredAt: '2026-11-20T09:10:00.000Z' }, 'unknown'],
		['wiped', 'wipe', { sentAt: '2026-11-20T09:10:00.000Z' }, 'unknown'],
		['wiped, though nobody knows whether the wipe arrived', 'wipe', { unansweredAt: '2026-11-20T09:10:00.000Z' }, 'refused'],
		['retired in an earlier life', 'retire', { sentAt: '2025-02-20T09:10:00.000Z' }, 'refused'],
		['nothing was asked', 'retire', {}, 'refused'],
		['locked', 'lock', { sentAt: '2026-11-20T09:10:00.000Z' }, 'refused'],
	])('%s', (_, action, asked, kind) => {
		expect(kindOf(state({ device: { ...device, managed: false } }, asked), terms(action, { step: { listsAll: () => false } }))).toBe(kind);
	});

	test('where all would show, its absence says that nothing was done', () => {
		expect(kindOf(state({ device: { ...device, managed: false } }, { sentAt: '2026-11-20T09:10:00.000Z' }), terms('wipe'))).toBe('refused');
	});
});

describe('when it is time', () => {
	test.each<[string, Partial<Order>, Partial<Asked>, string]>([
		['at once', { when: 'atOnce' }, {}, 'change'],
		['on its return, and it is not back', { when: 'onReturn' }, {}, 'pending'],
		['on its return, and it is', { when: 'onReturn' }, { returnedAt: '2026-11-20T09:20:00.000Z' }, 'change'],
		['after days that are not over', { when: 'afterDays', days: 3 }, {}, 'pending'],
		['after days that are not over, though it is back', { when: 'afterDays', days: 3 }, { returnedAt: '2026-11-20T09:20:00.000Z' }, 'pending'],
		['after days that are over', { when: 'afterDays', days: 3 }, { orderedAt: '2026-11-17T09:00:00.000Z' }, 'change'],
		['whichever comes first: neither', { when: 'onReturnOrAfterDays', days: 3 }, {}, 'pending'],
		['whichever comes first: it is back', { when: 'onReturnOrAfterDays', days: 3 }, { returnedAt: '2026-11-20T09:20:00.000Z' }, 'change'],
		['whichever comes first: the days', { when: 'onReturnOrAfterDays', days: 3 }, { orderedAt: '2026-11-17T09:00:00.000Z' }, 'change'],
		['it was not ordered yet: a dry run', { when: 'atOnce' }, { orderedAt: null }, 'change'],
	])('%s', (_, order, asked, kind) => {
		expect(kindOf(state({}, asked), terms('wipe', { order }))).toBe(kind);
	});

	test('a doubt whose it is ends when a named person says that it is back', () => {
		const doubted = { device: { ...device, doubts: ['admin signed in last'] } };
		expect(kindOf(state(doubted))).toBe('refused');
		expect(kindOf(state(doubted, { returnedAt: '2026-11-20T09:20:00.000Z' }))).toBe('change');
		expect(kindOf(state({ device: { ...device, doubts: ['admin signed in last'], ownership: 'unknown' } }, { returnedAt: '2026-11-20T09:20:00.000Z' }))).toBe('refused');
	});

	test('what must not be done at all is said before what is not due', () => {
		expect(kindOf(state({ device: { ...device, ownership: 'personal' } }), terms('wipe', { order: { when: 'onReturn' } }))).toBe('refused');
	});

	test('what somebody has to do to it first is said once it is due', () => {
		const step = { notYet: () => 'it is locked' };
		expect(planOf(state(), terms('wipe', { step }))).toMatchObject({ kind: 'impossible', outcome: 'pending', what: expect.stringContaining('it is locked') });
		expect(planOf(state(), terms('wipe', { step, order: { when: 'onReturn' } })).what).not.toContain('it is locked');
	});
});

test('what is on its way or has come to its end is told, whatever speaks against sending it now', () => {
	const theirs: Device = { ...device, ownership: 'personal', holders: ['bob@acme.test'] };
	expect(kindOf(state({ device: theirs, commands: [command('queued')] }))).toBe('underway');
	expect(kindOf(state({ device: theirs, commands: [command('done')] }))).toBe('satisfied');
	expect(kindOf(state({ device: theirs, commands: [command('approved')] }))).toBe('refused');
});

test('every sentence names the device, and every open one says what to do or what is waited for', () => {
	const opens = [
		planOf(state({ commands: [command('failed')] }), terms()),
		planOf(state({}, { unansweredAt: '2026-11-20T09:10:00.000Z' }), terms()),
		planOf(state({ device: null }), terms()),
		planOf(state(), terms('wipe', { order: { when: 'onReturn' } })),
		planOf(state({ device: { ...device, holders: [] } }), terms()),
	];
	for (const plan of opens) expect(plan.what).toMatch(/Laptop \(SN1\).*(Device Decisions)/);
});
