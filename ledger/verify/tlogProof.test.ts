import { browserVerifier, type Verifier } from '../../test/support/browserVerifier';
import { isConsistent, leafHash } from './merkle';
import { fromBase64, toHex, utf8 } from './bytes';
import { sha256 } from './primitives';
import { readTlogProof, verifyTlogProof, writeTlogProof } from './tlogProof';

// The worked example of siem-and-evidence-sinks.md 8.6; the signing key is that of RFC 8032 test 1.

const vkey = 'evidence.example.com/jml+c2d03c71+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea';
const checkpoint = `evidence.example.com/jml
3
tXVZb66IrikWDPV/+wuqXs3VFYnXtjCxsPaD9wz5Ov0=

— evidence.example.com/jml wtA8ccAUOB2ho7bMd6Lbbiy22sjyUc4C2i1VSvZc+R0Yf3ZA8ZwbrIfKkzNsBUSKPqG78aZU5yg2aAaj1Spva/38KQ4=
`;
const entry = (action: string, seq: number, outcome: string, prev: string) =>
	`{"action":"${action}","at":"2026-11-20T10:00:0${seq}.000Z","caseId":"L-1","outcome":"${outcome}","prev":"${prev}","seq":${seq},"target":"okta:00u1","v":1}`;
const entries = [
	entry('disable_user', 0, 'verified', '0'.repeat(64)),
	entry('revoke_tokens', 1, 'verified', 'b0454c5344383bed518ebba8feb84f6224beabfb271bd75b46b8680ada984560'),
	entry('lock_device', 2, 'requested', 'a1c0b56bd893bf11ae2df17e64d3008d3db265fe149c8676bfe19532106bd3e0'),
] as const;
const rootOfTwo = 'UOCA9tv2H0i03rMhdy7NrWIbz2norh0v2sAZ9tGO8iY=';
const inclusion = ['Op9UURgxf/c8KmtvunbXjvVuvKmvQFuWbU/ylwsD1nI=', 'jCmZXwQDDibHz1tM1nG9h9sgDjdQMgNZ6ceweKV1UrU='];

const proof = `c2sp.org/tlog-proof@v1
index 1
${inclusion.join('\n')}

${checkpoint}`;

let inBrowsers: Pick<Verifier, 'verifyTlogProof'>;
beforeAll(async () => {
	inBrowsers = await browserVerifier();
});
const verify = (text: string, of: string, known = { vkey } as { vkey: string; checkpoint?: string }) => {
	const result = verifyTlogProof(text, of, known);
	expect(inBrowsers.verifyTlogProof(text, of, known)).toEqual(result);
	return result;
};

it('has the hashes of the example', () => {
	expect(entries.map((text) => toHex(sha256(utf8(text))))).toEqual([
		expect.stringMatching(/^b0454c53.*984560$/),
		expect.stringMatching(/^a1c0b56b.*6bd3e0$/),
		'd47097fd217cf4318eaa9a8a0f95690f04634a9f055f211e47815fe04de2ad9e',
	]);
	expect(entries.map((text) => toHex(leafHash(text)))).toEqual([
		'3a9f545118317ff73c2a6b6fba76d78ef56ebca9af405b966d4ff2970b03d672',
		'b97cb2bbb4d2be6b2a1f45b086683e72e92bb496d147e8b5e8032424b611cc92',
		'8c29995f04030e26c7cf5b4cd671bd87db200e3750320359e9c7b078a57552b5',
	]);
	const roots = { two: fromBase64(rootOfTwo)!, three: fromBase64('tXVZb66IrikWDPV/+wuqXs3VFYnXtjCxsPaD9wz5Ov0=')! };
	expect(isConsistent({ size: 2, root: roots.two }, { size: 3, root: roots.three }, [fromBase64(inclusion[1]!)!])).toBe(true);
});

it('writes the example, and reads it', () => {
	expect(writeTlogProof({ index: 1, proof: inclusion, checkpoint })).toBe(proof);
	expect(readTlogProof(proof)).toEqual({ index: 1, proof: inclusion, checkpoint });
	expect(readTlogProof(proof.replace('\nindex', '\nextra aGVsbG8=\nindex'))).toEqual({ index: 1, proof: inclusion, checkpoint });
});

it('verifies the example', () => {
	expect(verify(proof, entries[1])).toEqual({ ok: true, index: 1, origin: 'evidence.example.com/jml', size: 3 });
	expect(verify(writeTlogProof({ index: 2, proof: [rootOfTwo], checkpoint }), entries[2])).toMatchObject({ ok: true, index: 2 });
	expect(verify(proof, entries[1], { vkey, checkpoint })).toMatchObject({ ok: true, heldCheckpoint: 'same' });
});

it('proves a ledger of one entry with no hash at all', () => {
	expect(readTlogProof(writeTlogProof({ index: 0, proof: [], checkpoint }))).toEqual({ index: 0, proof: [], checkpoint });
});

it.each<[string, string, string, string]>([
	['another entry', proof, entries[0], 'inclusion'],
	['an entry with a byte more', proof, `${entries[1]}\n`, 'inclusion'],
	['another place', proof.replace('index 1', 'index 0'), entries[1], 'inclusion'],
	['a place beyond the ledger', proof.replace('index 1', 'index 3'), entries[1], 'inclusion'],
	['a hash left out', proof.replace(`${inclusion[1]}\n`, ''), entries[1], 'inclusion'],
	['hashes in another order', proof.replace(inclusion.join('\n'), inclusion.toReversed().join('\n')), entries[1], 'inclusion'],
	['another size', proof.replace('\n3\n', '\n4\n'), entries[1], 'signature'],
	['another ledger', proof.replace('evidence.example.com/jml\n', 'evidence.example.com/jmm\n'), entries[1], 'signature'],
	['another header', proof.replace('@v1', '@v2'), entries[1], 'format'],
	['no index', proof.replace('index 1\n', ''), entries[1], 'format'],
	['an index with a zero before it', proof.replace('index 1', 'index 01'), entries[1], 'format'],
	['an index too large to count', proof.replace('index 1', 'index 9999999999999999'), entries[1], 'format'],
	['loose base64', proof.replace('1nI=', '1nJ='), entries[1], 'format'],
	['extra that is no base64', proof.replace('\nindex', '\nextra !\nindex'), entries[1], 'format'],
	['Windows line ends', proof.replaceAll('\n', '\r\n'), entries[1], 'format'],
	['nothing', '', entries[1], 'format'],
])('refuses %s', (_, text, of, code) => {
	expect(verify(text, of)).toMatchObject({ ok: false, code });
});

it('each byte of it counts', () => {
	for (let at = 0; at < proof.length; at += 1) {
		const changed = proof.slice(0, at) + String.fromCharCode(proof.charCodeAt(at) ^ 1) + proof.slice(at + 1);
		expect({ at, ok: verifyTlogProof(changed, entries[1], { vkey }).ok }).toEqual({ at, ok: false });
		expect(verifyTlogProof(proof.slice(0, at), entries[1], { vkey }).ok).toBe(false);
	}
});

it('needs a key', () => {
	expect(verify(proof, entries[1], { vkey: 'x' })).toMatchObject({ ok: false, code: 'argument' });
});
