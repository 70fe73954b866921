import { inOrder, right } from './rights';

test('what nothing stands in the way of is given and taken by hand', () => {
	expect(right({ id: '1', name: 'Sales' }, 'group')).toEqual({ id: '1', name: 'Sales', kind: 'group', byHand: true, why: null });
	expect(right({ id: '2', name: 'Everyone' }, 'group', 'built in')).toEqual({ id: '2', name: 'Everyone', kind: 'group', byHand: false, why: 'built in' });
});

test('each stands there once, and two readings of the same rights look the same', () => {
	const [sales, other, odd] = [right({ id: '1', name: 'Sales' }, 'group'), right({ id: '2', name: 'Sales' }, 'group'), right({ id: '3', name: ' Ärzte "ü"\n' }, 'group')];
	expect(inOrder([sales, odd, other, sales])).toEqual([odd, sales, other]);
	expect(inOrder([other, sales, odd])).toEqual([odd, sales, other]);
});

test('nothing else of what was handed in gets into the item', () => {
	expect(right({ id: '1', name: 'Sales', members: ['somebody else'] } as { id: string; name: string }, 'group')).not.toHaveProperty('members');
});
