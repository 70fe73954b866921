import type { Device } from './device';
import { objectionTo, type Claims } from './objection';
import { ownershipOf, registerOf } from './ownership';
import type { DeviceStep, PinOf } from './system';

const device: Device = { id: 'd1', name: 'Laptop', serial: 'SN1', model: null, platform: 'macos', osVersion: null, ownership: 'corporate', ownershipFrom: 'bought', holders: ['ada@acme.test'], doubts: [], managed: true, locked: null, lastSeen: null, enrolledAt: null };
const claims: Claims = { holder: { id: 'ada', label: 'ada@acme.test', names: ['ada@acme.test', 'u-1'] }, register: null, hasEscrow: true };
const step = (id: 'lock' | 'retire' | 'wipe', more: Partial<DeviceStep<never>> = {}) => ({ id, unsupported: () => null, pin: () => null, ...more }) as unknown as DeviceStep<never>;
const said = (id: 'lock' | 'retire' | 'wipe', changes: Partial<Device> = {}, more: Partial<Claims> = {}, steps: Partial<DeviceStep<never>> = {}) => objectionTo(step(id, steps), { ...device, ...changes }, { ...claims, ...more });

test.each(['lock', 'retire', 'wipe'] as const)('%s of a company device of the leaver, and nothing speaks against it', (action) => {
	expect(said(action)).toBeNull();
	expect(said(action, { holders: ['u-1', 'ada@acme.test'] })).toBeNull();
});

describe.each(['lock', 'retire', 'wipe'] as const)('%s is refused', (action) => {
	test.each<[string, Partial<Device>, RegExp]>([
		['of a device of nobody', { holders: [] }, /assigned to nobody, and not to ada@acme\.test/],
		['of a device of a blank name', { holders: [''] }, /not to ada/],
		['of a device of somebody else', { holders: ['bob@acme.test'] }, /assigned to bob@acme\.test, and not to ada/],
		['of a device of two people', { holders: ['ada@acme.test', 'bob@acme.test'] }, /also assigned to bob@acme\.test/],
		['of a device that cannot be reached', { managed: false }, /cannot reach it any more/],
	])('%s', (_, changes, why) => {
		const objection = said(action, changes);
		expect(objection).toMatchObject({ outcome: 'refused' });
		expect(objection!.why).toMatch(why);
		expect(objection!.why).toContain('Laptop (SN1)');
	});

	test('for a person who is called nothing', () => {
		expect(said(action, { holders: [''] }, { holder: { id: '', label: 'nobody', names: [''] } })).toMatchObject({ outcome: 'refused' });
	});
});

test.each([
	['lock', null],
	['retire', 'refused'],
	['wipe', 'refused'],
] as const)('a doubt whose it is: %s', (action, outcome) => {
	expect(said(action, { doubts: ['bob signed in last'] })?.outcome ?? null).toBe(outcome);
});

describe('E01, E02: only what is proven to be the company\'s is wiped', () => {
	test.each<[string, Partial<Device>, string[] | null, boolean]>([
		['corporate', { ownership: 'corporate' }, null, true],
		['personal', { ownership: 'personal' }, null, false],
		['unknown', { ownership: 'unknown' }, null, false],
		['corporate, and listed', { ownership: 'corporate' }, ['sn1 '], true],
		['corporate, and not listed: two sources disagree', { ownership: 'corporate' }, ['SN2'], false],
		['corporate, and the list is empty', { ownership: 'corporate' }, [], false],
		['corporate without a serial number, and there is a list', { ownership: 'corporate', serial: null }, ['SN1', ''], false],
		['personal, and listed: two sources disagree', { ownership: 'personal' }, ['SN1'], false],
		['unknown, and listed: the list is the proof', { ownership: 'unknown' }, ['SN1'], true],
		['unknown, and not listed', { ownership: 'unknown' }, ['SN2'], false],
	])('%s', (_, changes, serials, wiped) => {
		const register = serials === null ? null : registerOf(serials);
		expect(said('wipe', changes, { register })).toEqual(wiped ? null : expect.objectContaining({ outcome: 'refused' }));
		for (const action of ['lock', 'retire'] as const) expect(said(action, changes, { register })).toBeNull();
	});

	test('two sources that disagree are both named', () => {
		expect(ownershipOf(device, registerOf(['SN2']))).toEqual({ ownership: 'unknown', because: 'two sources disagree: bought; the list of company serial numbers does not have SN1' });
	});
});

test('what a management cannot do settles a lock, and is open for what destroys', () => {
	const unsupported = () => 'there is no such thing here';
	expect(said('lock', {}, {}, { unsupported })).toMatchObject({ outcome: 'not_removable_here' });
	expect(said('wipe', {}, {}, { unsupported })).toMatchObject({ outcome: 'refused' });
	expect(said('retire', {}, {}, { unsupported })).toMatchObject({ outcome: 'refused' });
});

test.each<[string, PinOf | null, boolean, boolean]>([
	['none is needed', null, false, true],
	['ours, kept in the escrow', { madeBy: 'us', keptByManagement: false }, true, true],
	['ours, and nobody would keep it', { madeBy: 'us', keptByManagement: false }, false, false],
	['ours, and the management keeps it', { madeBy: 'us', keptByManagement: true }, false, true],
	['made by the management', { madeBy: 'management', keptByManagement: true }, false, true],
])('E07: a PIN that opens it again: %s', (_, pin, hasEscrow, goes) => {
	expect(said('lock', {}, { hasEscrow }, { pin: () => pin })).toEqual(goes ? null : expect.objectContaining({ outcome: 'refused', why: expect.stringContaining('nobody would keep') }));
});
