import fc from 'fast-check';
import { combine, completedBy, consistencyProof, emptyRoot, frontier, grow, hashAt, inclusionProof, joinHashes, lastLeafOf, leafHash, nodeHash, type Subtree } from './merkle';
import * as verifier from './verify/merkle';

/** RFC 6962 2.1 word for word, as the oracle. */
const oracle = (leaves: Buffer[]): Buffer => {
	if (leaves.length === 0) return emptyRoot;
	if (leaves.length === 1) return leaves[0]!;
	let split = 1;
	while (split * 2 < leaves.length) split *= 2;
	return nodeHash(oracle(leaves.slice(0, split)), oracle(leaves.slice(split)));
};

const plant = (entries: readonly string[]) => {
	const stored: string[] = [];
	const read = (subtree: Subtree): Buffer => hashAt(stored[lastLeafOf(subtree)]!, subtree.level)!;
	for (const [leaf, entry] of entries.entries()) {
		const left = completedBy(leaf).slice(0, -1).map(({ level, index }) => read({ level, index: index - 1 }));
		stored.push(joinHashes(grow(leafHash(entry), left)));
	}
	const root = (size: number) => combine(frontier(size).map(read));
	const proof = (groups: Subtree[][]) => groups.map((group) => combine(group.map(read)));
	return { root, proof, stored };
};

const numbered = (size: number): string[] => Array.from({ length: size }, (_, index) => `entry ${index}`);

describe('the vectors of RFC 6962 implementations (certificate-transparency, merkle_tree_test)', () => {
	// Leaves are given in hex; hashes as published with the reference implementation.
	const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => Buffer.from(hex, 'hex').toString('latin1'));
	const roots = [
		'6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
		'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
		'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
		'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
		'4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
		'76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
		'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
		'5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
	];
	const { root, proof } = plant(leaves);

	it('hashes nothing, and one to eight leaves', () => {
		expect(root(0).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
		expect(roots.map((_, index) => root(index + 1).toString('hex'))).toEqual(roots);
	});

	it('proves inclusion', () => {
		expect(proof(inclusionProof(0, 1))).toEqual([]);
		expect(proof(inclusionProof(0, 8)).map((hash) => hash.toString('hex'))).toEqual([
			'96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
			'5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
			'6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
		]);
		expect(proof(inclusionProof(2, 3)).map((hash) => hash.toString('hex'))).toEqual(['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']);
	});

	it('proves consistency', () => {
		expect(proof(consistencyProof(6, 8)).map((hash) => hash.toString('hex'))).toEqual([
			'0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
			'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
			'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
		]);
	});
});

it('has the roots and proofs of the worked example (siem-and-evidence-sinks.md 8.6)', () => {
	const entry = (action: string, second: number, outcome: string, prev: string) =>
		`{"action":"${action}","at":"2026-11-20T10:00:0${second}.000Z","caseId":"L-1","outcome":"${outcome}","prev":"${prev}","seq":${second},"target":"okta:00u1","v":1}`;
	const { root, proof } = plant([
		entry('disable_user', 0, 'verified', '0'.repeat(64)),
		entry('revoke_tokens', 1, 'verified', 'b0454c5344383bed518ebba8feb84f6224beabfb271bd75b46b8680ada984560'),
		entry('lock_device', 2, 'requested', 'a1c0b56bd893bf11ae2df17e64d3008d3db265fe149c8676bfe19532106bd3e0'),
	]);
	const base64 = (hashes: Buffer[]) => hashes.map((hash) => hash.toString('base64'));
	expect(base64([root(2), root(3)])).toEqual(['UOCA9tv2H0i03rMhdy7NrWIbz2norh0v2sAZ9tGO8iY=', 'tXVZb66IrikWDPV/+wuqXs3VFYnXtjCxsPaD9wz5Ov0=']);
	expect(base64(proof(inclusionProof(1, 3)))).toEqual(['Op9UURgxf/c8KmtvunbXjvVuvKmvQFuWbU/ylwsD1nI=', 'jCmZXwQDDibHz1tM1nG9h9sgDjdQMgNZ6ceweKV1UrU=']);
	expect(base64(proof(consistencyProof(2, 3)))).toEqual(['jCmZXwQDDibHz1tM1nG9h9sgDjdQMgNZ6ceweKV1UrU=']);
});

describe('for every tree of up to 40 leaves', () => {
	const entries = numbered(40);
	const { root, proof, stored } = plant(entries);
	const sizes = Array.from({ length: 41 }, (_, size) => size);

	it('the root is the one RFC 6962 defines', () => {
		for (const size of sizes) expect(root(size)).toEqual(oracle(entries.slice(0, size).map(leafHash)));
	});

	it('the verifier accepts every inclusion proof for its place, and for no other', () => {
		for (const size of sizes) {
			for (let leaf = 0; leaf < size; leaf += 1) {
				const hashes = proof(inclusionProof(leaf, size));
				const reached = (index: number) => verifier.rootFromInclusion(index, size, leafHash(entries[leaf]!), hashes) ?? [];
				expect(sizes.filter((index) => root(size).equals(Buffer.from(reached(index))))).toEqual([leaf]);
			}
		}
	});

	it('the verifier accepts every consistency proof, and none with a hash more, fewer or changed', () => {
		for (const size of sizes) {
			for (let older = 0; older <= size; older += 1) {
				const hashes = proof(consistencyProof(older, size));
				const holds = (changed: Buffer[], olderRoot = root(older)) =>
					verifier.isConsistent({ size: older, root: olderRoot }, { size, root: root(size) }, changed);
				expect(holds(hashes)).toBe(true);
				expect(holds([...hashes, root(3)])).toBe(false);
				expect(holds(hashes, root(older + 1 > 40 ? 1 : older + 1))).toBe(false);
				if (hashes.length > 0) expect(holds(hashes.slice(1))).toBe(false);
				for (const index of hashes.keys()) expect(holds(hashes.with(index, leafHash('other')))).toBe(false);
			}
		}
	});

	it('each complete subtree is stored once', () => {
		const kept = stored.reduce((sum, hashes) => sum + Buffer.from(hashes, 'base64').length / 32, 0);
		expect(kept).toBe(40 + 20 + 10 + 5 + 2 + 1);
	});
});

it('reads logarithmically many subtrees, in trees of any size', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 2 ** 45 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (size, at) => {
			const leaf = Math.floor(size * at);
			const most = Math.ceil(Math.log2(size)) + 1;
			expect(frontier(size).length).toBeLessThanOrEqual(most);
			expect(completedBy(leaf).length).toBeLessThanOrEqual(most + 1);
			expect(inclusionProof(leaf, size).flat().length).toBeLessThanOrEqual(2 * most);
			expect(consistencyProof(leaf, size).flat().length).toBeLessThanOrEqual(2 * most);
		}),
	);
});
