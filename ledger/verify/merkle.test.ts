import { consistencies, inclusions, leaves, roots } from '../../test/support/rfc6962';
import { fromBase64, toHex } from './bytes';
import { emptyRoot, isConsistent, leafHash, nodeHash, rootFromInclusion } from './merkle';

const rootOf = (size: number): string => roots[size]!;
const bytes = (hex: string): Uint8Array => fromBase64(Buffer.from(hex, 'hex').toString('base64'))!;

it('hashes nothing, one leaf, two leaves', () => {
	expect(toHex(emptyRoot)).toBe(roots[0]);
	expect(toHex(leafHash(leaves[0]!))).toBe(roots[1]);
	expect(toHex(nodeHash(leafHash(leaves[0]!), leafHash(leaves[1]!)))).toBe(roots[2]);
});

it.each(inclusions)('leaf %i is in the tree of %i', (index, size, proof) => {
	const reached = (at: number, of: number) => rootFromInclusion(at, of, leafHash(leaves[index]!), proof.map(bytes));
	expect(toHex(reached(index, size)!)).toBe(rootOf(size));
	for (const other of [index + 1, size, size + 1, 2 ** 52]) expect(toHex(reached(other, size) ?? new Uint8Array())).not.toBe(rootOf(size));
});

it.each(consistencies)('the tree of %i is the beginning of that of %i', (older, size, proof) => {
	const holds = (from: number, to: number, fromRoot = rootOf(older), toRoot = rootOf(size)) => isConsistent({ size: from, root: bytes(fromRoot) }, { size: to, root: bytes(toRoot) }, proof.map(bytes));
	expect(holds(older, size)).toBe(true);
	expect(holds(older, size, rootOf(older + 1))).toBe(false);
	expect(holds(older + 1, size)).toBe(false);
	expect(holds(size, older, rootOf(size), rootOf(older))).toBe(older === size);
});
