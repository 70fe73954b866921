import { rdnValue, sameDn, splitDn, isWithin, dnsName } from './dn';
import { entryOf } from './entry';
import { fileTime, generalizedTime, instantOf, never } from './fileTime';
import { guidBytes, guidText, hybridFacts, ridOf, sidBytes, sidText } from './identifiers';
import { samFor, commonNames } from './giving/names';
import { serverOf } from './server';
import { settingsOf } from './settings';

const guid = Buffer.from('3b5677dd0427864aa70b573c0d350543', 'hex');
const sid = Buffer.from('0105000000000005150000005c2d8e5d16321af1ac5573364e040000', 'hex');

test('a GUID is written as Windows writes it, and back', () => {
	expect(guidText(guid)).toBe('dd77563b-2704-4a86-a70b-573c0d350543');
	expect(guidBytes('dd77563b-2704-4a86-a70b-573c0d350543')).toEqual(guid);
	expect(() => guidText(guid.subarray(1))).toThrow(/objectGUID that is none/);
	expect(() => guidBytes('../x')).toThrow();
});

test('a SID is written as Windows writes it, and back', () => {
	expect(sidText(sid)).toBe('S-1-5-21-1569598812-4045025814-913528236-1102');
	expect(sidBytes(sidText(sid))).toEqual(sid);
	expect(ridOf(sidText(sid))).toBe(1102);
	expect(() => sidText(sid.subarray(0, 20))).toThrow(/objectSid that is none/);
});

test('what a directory in the cloud knows an account by', () => {
	expect(hybridFacts({ id: guidText(guid), sid: 'S-1-5-21-1', sam: 'ada' })).toEqual({ onPremisesImmutableId: guid.toString('base64'), onPremisesSecurityIdentifier: 'S-1-5-21-1', onPremisesSamAccountName: 'ada' });
});

test.each([
	['Doe, Jane', 'Doe\\, Jane'],
	['#1 "A+B" <c>;d=e\\f', '\\#1 \\"A\\+B\\" \\<c\\>\\;d\\=e\\\\f'],
	[' edge ', '\\ edge\\ '],
	['nul\0', 'nul\\00'],
])('%j as a name is %s', (name, dn) => expect(rdnValue(name)).toBe(dn));

test('a distinguished name is split at the first comma that is one', () => {
	expect(splitDn('CN=Doe\\, Jane,OU=People,DC=x')).toEqual({ rdn: 'CN=Doe\\, Jane', parent: 'OU=People,DC=x' });
	expect(sameDn('OU=People, DC=X', 'ou=people,dc=x')).toBe(true);
	expect(isWithin('CN=a,OU=b,DC=x', 'DC=x')).toBe(true);
	expect(isWithin('CN=a,DC=xx', 'DC=x')).toBe(false);
	expect(dnsName('DC=corp,DC=example')).toBe('corp.example');
});

test('times as Active Directory counts them', () => {
	expect(instantOf('134397539202477900')).toBe('2026-11-21T16:58:40.247Z');
	expect(instantOf(fileTime(new Date('2026-01-01T00:00:00Z')))).toBe('2026-01-01T00:00:00.000Z');
	expect([instantOf('0'), instantOf(never), instantOf(null), instantOf('soon')]).toEqual([null, null, null, null]);
	expect(generalizedTime('20261121165840.0Z')).toBe('2026-11-21T16:58:40.000Z');
	expect(generalizedTime('yesterday')).toBeNull();
});

test('an answer is hostile until it is asked for a value', () => {
	const entry = entryOf({ dn: 'CN=a', Mail: 'a@b', memberOf: ['x', 'y'], title: [], objectGUID: guid, number: '12x' });
	expect([entry.text('mail'), entry.text('title'), entry.text('absent'), entry.texts('memberof')]).toEqual(['a@b', null, null, ['x', 'y']]);
	for (const wrong of [() => entry.text('memberOf'), () => entry.text('objectGUID'), () => entry.bytes('mail'), () => entry.required('title'), () => entry.number('number'), () => entryOf({})]) expect(wrong).toThrow(/Nothing can be concluded/);
	expect(() => entryOf({ dn: 'CN=a', 'memberOf;range=0-1499': ['x'] })).toThrow(/only a part of memberOf/);
});

test('logins are made from addresses', () => {
	expect(samFor('a-very.long.name.that.does.not.fit@x')).toBe('a-very.long.name.tha');
	expect(samFor('o=x+y@z')).toBe('oxy');
	expect(commonNames('Jane', '7')).toEqual(['Jane', 'Jane (7)']);
});

test.each([
	[{ host: '' }, /names no domain controller/],
	[{ host: 'dc1 corp' }, /names no domain controller/],
	[{ user: 'svc' }, /must be a UPN/],
	[{ user: 'EXTERNAL' }, /must be a UPN/],
	[{ password: '' }, /has no password/],
	[{ ca: 'not a certificate' }, /no PEM/],
])('a credential with %j says what is wrong', (wrong, said) => expect(() => serverOf({ host: 'dc1', user: 'svc@x', password: 'p', ...wrong })).toThrow(said));

test('a credential as it was typed', () => {
	const pem = '-----BEGIN CERTIFICATE----- QUJD REVG -----END CERTIFICATE-----';
	expect(serverOf({ host: ' ldaps://dc1.x/ ', user: 'X\\svc', password: ' p ', ca: pem, port: 0 })).toEqual({ host: 'dc1.x', port: 636, encryption: 'ldaps', user: 'X\\svc', password: ' p ', ca: '-----BEGIN CERTIFICATE-----\nQUJDREVG\n-----END CERTIFICATE-----\n' });
	expect(serverOf({ host: 'dc1', user: 'a@b', password: 'p', encryption: 'startTls' })).toMatchObject({ port: 389, ca: null });
});

test('options that name nothing say so', () => {
	expect(settingsOf({})).toEqual({ hrIdAttribute: 'employeeID', matchByEmail: true, leaversOu: null, searchBase: null });
	expect(() => settingsOf({ leaversOu: 'Leavers' })).toThrow(/no distinguished name/);
	expect(() => settingsOf({ hrIdAttribute: 'a)(b' })).toThrow(/no name of an attribute/);
});
