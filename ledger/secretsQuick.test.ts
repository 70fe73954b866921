import fc from 'fast-check';
import { assertNoSecrets, scrub } from './secrets';
import type { JsonObject } from './types';

/** Pieces that secrets are made of, and pieces that only look like it. */
const piece = fc.constantFrom(
	'password', 'Password', 'token', 'pin', 'value', 'name', 'key', 'note', 'blockSignIn', 'revokeTokens', 'hunter2', '1234', 'ACTIVE → SUSPENDED', 'Bearer abc123def456', 'AKIAIOSFODNN7EXAMPLE',
	'eyJhbGciOi.eyJzdWIi.c2ln', 'https://a:b@c.example', 'secret=x1y2', 'pin is 4711', 'otpauth://totp/x', 'ghp_0123456789abcdefghijklmn', '00aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789-_AB', 'mateo.rivas@kestrel.example', '',
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
	tree: fc.oneof({ maxDepth: 3 }, piece, fc.integer({ min: 0, max: 9_999 }), fc.boolean(), fc.constant(null), fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(piece.filter((text) => text !== ''), tie('tree'), { maxKeys: 3 })),
}));
const content = fc.dictionary(piece.filter((text) => text !== ''), tree, { maxKeys: 4 }) as fc.Arbitrary<JsonObject>;

it('the quick look passes nothing that the thorough one would not', () => {
	let refused = 0;
	fc.assert(
		fc.property(content, (given) => {
			let passed = true;
			try {
				assertNoSecrets({ kind: 'a', content: given });
			} catch {
				passed = false;
				refused += 1;
			}
			// The thorough look replaces exactly what may not be kept.
			expect(passed).toBe(JSON.stringify(scrub(given)) === JSON.stringify(given));
		}),
		{ numRuns: 3_000 },
	);
	expect(refused).toBeGreaterThan(100);
});
