import type { Json } from '../../types';
import { differences } from './difference';

const said = (before: Json | undefined, after: Json | undefined) => differences(before, after).map((one) => `${one.path}: ${one.before ?? '–'} → ${one.after ?? '–'}`);

it.each<[string, Json | undefined, Json | undefined, string[]]>([
	['nothing before', undefined, { a: 1 }, []],
	['nothing after', { a: 1 }, undefined, []],
	['the same', { a: [{ id: '1' }], b: { c: null } }, { a: [{ id: '1' }], b: { c: null } }, []],
	['a value', { status: 'ACTIVE', since: 1 }, { status: 'SUSPENDED', since: 1 }, ['status: ACTIVE → SUSPENDED']],
	['a member that came and one that went', { a: 'x' }, { b: true }, ['a: x → –', 'b: – → true']],
	['something of a list, by its name', { groups: [{ id: '1', name: 'VPN' }, { id: '2', name: 'All' }] }, { groups: [{ id: '2', name: 'All' }] }, ['groups: VPN → –']],
	['something in something of a list', { devices: [{ id: '1', name: 'Mac', status: 'ACTIVE' }] }, { devices: [{ id: '1', name: 'Mac', status: 'SUSPENDED' }] }, ['devices › Mac › status: ACTIVE → SUSPENDED']],
	['what has no name, by its kind or id', { f: [{ id: '1', type: 'push' }, { id: '2' }] }, { f: [] }, ['f: push → –', 'f: 2 → –']],
	['plain items', { tags: ['a', 'b'] }, { tags: ['b', 'c'] }, ['tags: a → –', 'tags: – → c']],
	['something else altogether', { a: [1] }, { a: { b: 1 } }, ['a: [1] → {"b":1}']],
	['members that look like those of every object', { constructor: 'x' }, {}, ['constructor: x → –']],
])('%s', (_, before, after, expected) => {
	expect(said(before, after)).toEqual(expected);
});
