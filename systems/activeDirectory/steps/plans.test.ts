import { disable } from './disable';
import { expire } from './expire';
import { hideFromAddressLists } from './hideFromAddressLists';
import { moveToLeavers } from './moveToLeavers';
import { removeFromGroups } from './removeFromGroups';
import { resetPassword } from './resetPassword';

const never = '9223372036854775807';

test.each([
	[512, 'change', /512 → 514/],
	[514, 'satisfied', /disabled/],
	[544, 'change', /544 → 546/],
	[546, 'satisfied', /disabled/],
	[66048, 'change', /66048 → 66050/],
	[66050, 'satisfied', /disabled/],
	[0x800200, 'change', /8389120 → 8389122/],
])('disable: %i is %s', (userAccountControl, kind, what) => expect(disable.plan({ userAccountControl })).toMatchObject({ kind, what: expect.stringMatching(what) as string }));

test.each([
	[514, 512, 'change', /514 → 512/],
	[66050, 66048, 'change', /66050 → 66048/],
	[512, 512, 'satisfied', /enabled/],
	[514, 514, 'satisfied', /disabled before/],
])('giving back: now %i, before %i is %s', (now, before, kind, what) => expect(disable.undo.plan({ userAccountControl: now }, { userAccountControl: before })).toMatchObject({ kind, what: expect.stringMatching(what) as string }));

test.each([
	['10', null, 'unknown'],
	['11', '10', 'satisfied'],
	['10', '10', 'unknown'],
	['9', '10', 'unknown'],
	['10', '0', 'satisfied'],
])('password: set at %s, before %s, is %s', (pwdLastSet, from, kind) => expect(resetPassword.plan({ pwdLastSet, from }).kind).toBe(kind));

test.each([
	['10', '10', 'satisfied'],
	['11', '10', 'impossible'],
	['0', '10', 'satisfied'],
])('password given back: now %s, before %s, is %s', (now, before, kind) => expect(resetPassword.undo.plan({ pwdLastSet: now, from: null }, { pwdLastSet: before, from: null }).kind).toBe(kind));

test.each([
	[{ accountExpires: never, expired: false }, 'change'],
	[{ accountExpires: '0', expired: false }, 'change'],
	[{ accountExpires: '132223104000000000', expired: true }, 'satisfied'],
])('expiry: %j is %s', (state, kind) => expect(expire.plan(state).kind).toBe(kind));

test('both ways to say never are the same', () => expect(expire.undo.plan({ accountExpires: '0', expired: false }, { accountExpires: never, expired: false }).kind).toBe('satisfied'));

const group = (name: string, kind: string) => ({ id: name, name, kind });

test.each([
	[['ordinary', 'primary'], 'change', ['primary']],
	[['primary'], 'satisfied', ['primary']],
	[['builtin', 'protected', 'elsewhere', 'nested'], 'satisfied', ['builtin', 'protected', 'elsewhere', 'nested']],
	[['ordinary', 'nested'], 'change', []],
	[[], 'satisfied', []],
])('groups: %j is %s, and %j is left', (kinds, kind, left) => {
	const plan = removeFromGroups.plan({ groups: kinds.map((one) => group(one, one)) });
	expect(plan.kind).toBe(kind);
	expect(plan.left.map(({ what }) => what)).toEqual(left);
});

const place = (id: string) => ({ id, dn: `OU=${id}` });

test.each([
	[place('a'), place('b'), 'change'],
	[place('b'), place('b'), 'satisfied'],
	[place('a'), null, 'impossible'],
])('move: from %j to %j is %s', (parent, target, kind) => expect(moveToLeavers.plan({ parent, target }).kind).toBe(kind));

test.each([
	[{ known: true, hidden: false }, 'change'],
	[{ known: true, hidden: true }, 'satisfied'],
	[{ known: false, hidden: false }, 'impossible'],
])('address lists: %j is %s', (state, kind) => expect(hideFromAddressLists.plan(state).kind).toBe(kind));
