import { offersOf, termsOf, type Entry } from './entry';

const offers = offersOf([{ id: 'okta', label: 'Okta', steps: [{ id: 'blockSignIn', label: 'Block Sign-In' }, { id: 'removeFromGroups', label: 'Remove From Groups' }] }]);
const now = new Date('2026-11-20T09:00:00.000Z');
const entry: Entry = { type: 'exception', who: 'ada@acme.test', keeps: 'okta', owner: 'Jane Doe <jane@acme.test>', reason: 'payroll handover', expires: '2027-06-30', registeredBy: 'IT Admin <it@acme.test>' };
const register = (changes: Partial<Entry> = {}, zone = 'UTC') => termsOf({ ...entry, ...changes }, { offers, zone, now });
const protectedEntry: Partial<Entry> = { type: 'protected', keeps: '', expires: '' };

describe('what is registered', () => {
	test('an exception', () => {
		expect(register()).toEqual({
			type: 'exception', who: ['ada@acme.test'], system: 'okta', step: null, owner: entry.owner, reason: entry.reason, expiresAt: '2027-06-30T23:59:59.999Z', registeredBy: entry.registeredBy,
		});
	});

	test('everybody who is named, once, however it is written', () => {
		expect(register({ who: ' Ada@Acme.test;\n 00u1AbC,42 ,, ada@acme.test' }).who).toEqual(['ada@acme.test', '00u1abc', '42']);
	});

	test.each([
		['okta', 'okta', null],
		['OKTA: everything', 'okta', null],
		['okta/removeFromGroups', 'okta', 'removeFromGroups'],
		[' Okta: Remove From Groups ', 'okta', 'removeFromGroups'],
	])('what stays, by value or by name: %s', (keeps, system, step) => {
		expect(register({ keeps })).toMatchObject({ system, step });
	});

	test.each([
		['exception', 'exception', {}],
		['Legal Hold', 'legalHold', { keeps: '', expires: '' }],
		['legalHold', 'legalHold', { keeps: '', expires: '' }],
		[' PROTECTED', 'protected', { keeps: '', expires: '' }],
		['VIP', 'vip', { keeps: '', expires: '' }],
		['Drill Person', 'drill', { keeps: '', expires: '' }],
		['drill', 'drill', { keeps: '', expires: '' }],
	])('the type, as a form or a node calls it: %s', (type, kind, changes) => {
		expect(register({ type, ...changes }).type).toBe(kind);
	});

	test.each([
		['a day counts to its end, where the zone is', '2027-06-30', 'Europe/Berlin', '2027-06-30T21:59:59.999Z'],
		['also today', '2026-11-20', 'UTC', '2026-11-20T23:59:59.999Z'],
		['also where it ends earlier', '2026-11-20', 'Pacific/Auckland', '2026-11-20T10:59:59.999Z'],
		['an instant is one', '2027-06-30T18:00:00+02:00', 'America/New_York', '2027-06-30T16:00:00.000Z'],
		['a time without an offset is one of the zone', '2027-06-30T18:00', 'Europe/Berlin', '2027-06-30T16:00:00.000Z'],
		['the same date next year is a year', '2027-11-20', 'UTC', '2027-11-20T23:59:59.999Z'],
	])('%s', (_, expires, zone, instant) => {
		expect(register({ expires }, zone).expiresAt).toBe(instant);
	});

	test('protection and legal hold may have no end, or one years ahead', () => {
		expect(register(protectedEntry)).toMatchObject({ type: 'protected', system: null, step: null, expiresAt: null });
		expect(register({ ...protectedEntry, type: 'legalHold', expires: '2031-01-01' }).expiresAt).toBe('2031-01-01T23:59:59.999Z');
	});
});

describe('what would protect nobody, or for ever, is refused with a word on what to do', () => {
	test.each<[string, Partial<Entry>, RegExp]>([
		['no type', { type: '' }, /Choose Drill Person, Exception, Legal Hold, Protected or VIP/],
		['an unknown type', { type: 'golden' }, /"golden" is not a type/],
		['nobody', { who: ' , ;\n' }, /does not say for whom.*in Who/],
		['a name instead of an id', { who: 'Ada Lovelace' }, /"ada lovelace" is neither an ID nor a login/],
		['a pattern', { who: '*@acme.test' }, /would match nobody/],
		['an exception to nothing', { keeps: '' }, /what stays.*Choose a system/],
		['a system that is not known', { keeps: 'okda' }, /"okda" is neither a system nor a step.*Okta: Everything, Okta: Block Sign-In/],
		['a step that is not known', { keeps: 'okta/removeFromGroup' }, /neither a system nor a step/],
		['a VIP entry of one step', { ...protectedEntry, type: 'vip', keeps: 'okta' }, /VIP entry counts in every system/],
		['a protection of one step', { ...protectedEntry, keeps: 'okta' }, /counts in every system/],
		['nobody who answers for it', { owner: '  ' }, /answers for it.*in Owner/],
		['no reason', { reason: '' }, /no reason.*in Reason/],
		['nobody who registers it', { registeredBy: '' }, /registers it/],
		['an exception without an end', { expires: '' }, /needs a day.*in Expires/],
		['a day that is none', { expires: '2027-02-30' }, /"2027-02-30" is not a day/],
		['a date as others write it', { expires: '30.06.2027' }, /like 2027-06-30/],
		['a year', { expires: '2027' }, /is not a day/],
		['a day that is over', { expires: '2026-11-19' }, /is over/],
		['more than a year', { expires: '2027-11-21' }, /more than a year ahead/],
		['a protection that is over', { ...protectedEntry, expires: '2020-01-01' }, /is over/],
		['an owner it is for', { owner: 'Ada <ada@acme.test>' }, /would answer for it themselves.*Somebody else/],
		['somebody it is for, who registers it', { registeredBy: 'ADA@acme.test' }, /themselves/],
	])('%s', (_, changes, message) => {
		expect(() => register(changes)).toThrow(message);
		expect(() => register(changes)).toThrow(/^Nothing was registered, because .*\. .*\.$/);
	});

	test('a time zone that is none', () => {
		expect(() => register({}, 'Berlin')).toThrow(/"Berlin" is not a time zone/);
	});
});
