import { createPrivateKey } from 'node:crypto';
import { assertOrigin, checkpointText, createSigner } from './note';
import { openNote, parseCheckpoint, parseVkey } from './verify/note';

const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
const key = createPrivateKey({ key: Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex'), format: 'der', type: 'pkcs8' });
const signer = createSigner('evidence.example.com/jml', key);
const signed = `evidence.example.com/jml
3
tXVZb66IrikWDPV/+wuqXs3VFYnXtjCxsPaD9wz5Ov0=

— evidence.example.com/jml wtA8ccAUOB2ho7bMd6Lbbiy22sjyUc4C2i1VSvZc+R0Yf3ZA8ZwbrIfKkzNsBUSKPqG78aZU5yg2aAaj1Spva/38KQ4=
`;
const vkey = parseVkey(signer.vkey)!;

it('signs the worked example (siem-and-evidence-sinks.md 8.6, key of RFC 8032 test 1)', () => {
	expect(signer.vkey).toBe('evidence.example.com/jml+c2d03c71+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea');
	expect(signer.sign(checkpointText('evidence.example.com/jml', 3, 'tXVZb66IrikWDPV/+wuqXs3VFYnXtjCxsPaD9wz5Ov0='))).toBe(signed);
});

it('verifies the example of the signed-note specification', () => {
	const foo = parseVkey('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k')!;
	const text = 'This is an example message.\n';
	const note = `${text}\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n`;
	expect(openNote(note, foo, 'It')).toBe(text);
});

it('reads a checkpoint', () => {
	expect(parseCheckpoint(openNote(signed, vkey, 'It'), 'It')).toMatchObject({ origin: 'evidence.example.com/jml', size: 3 });
});

it('passes over the signatures of others, such as witnesses', () => {
	const witness = createSigner('witness.example.com', createPrivateKey({ key: Buffer.from(`302e020100300506032b657004220420${'11'.repeat(32)}`, 'hex'), format: 'der', type: 'pkcs8' }));
	const cosigned = `${signed}${witness.sign('other\n').split('\n\n')[1]}`;
	expect(parseCheckpoint(openNote(cosigned, vkey, 'It'), 'It').size).toBe(3);
	expect(() => openNote(cosigned, parseVkey(createSigner('nobody.example.com', key).vkey)!, 'It')).toThrow('not signed with the key nobody.example.com');
});

it.each([
	['another text', signed.replace('\n3\n', '\n4\n'), 'changed after it was signed'],
	['another signature', signed.replace('Spva', 'Spvb'), 'changed after it was signed'],
	['no signature', signed.split('—')[0]!, 'not a signed note'],
	['no empty line', signed.replace('\n\n', '\n'), 'not a signed note'],
	['no line end', signed.slice(0, -1), 'not a signed note'],
	['a hyphen for the dash', signed.replace('—', '-'), 'malformed signature line'],
	['loose base64', signed.replace('KQ4=', 'KQ5='), 'malformed signature line'],
	['Windows line ends', signed.replaceAll('\n', '\r\n'), 'not a signed note'],
])('refuses a note with %s', (_, note, problem) => {
	expect(() => openNote(note, vkey, 'It')).toThrow(problem);
});

it.each(['a\n-1\nAA==\n', 'a\n01\nAA==\n', 'a\n3\n\n', 'a b\n3\ntXVZb66IrikWDPV/+wuqXs3VFYnXtjCxsPaD9wz5Ov0=\n', 'a\n3\ntXVZb66IrikWDPV/+wuqXs3VFYnXtjCxsPaD9wz5Ov0=\nmore\n'])('refuses the checkpoint %j', (text) => {
	expect(() => parseCheckpoint(text, 'It')).toThrow('not a checkpoint');
});

it.each(['', 'a+b', signer.vkey.replace('c2d0', 'c2d1'), signer.vkey.replace('+Add', '+Bdd'), signer.vkey.slice(0, -1), `x${signer.vkey}`])('refuses the key %j', (text) => {
	expect(parseVkey(text)).toBeUndefined();
});

it('names ledgers as the format can carry', () => {
	for (const name of ['jml.acme.test/ledger', 'localhost:5678/jml', 'bücher.example']) expect(() => assertOrigin(name)).not.toThrow();
	for (const name of ['', 'https://acme.test', 'a b', 'a+b', 'a\nb', 'a\u00a0b', 'a\u0000b']) expect(() => assertOrigin(name)).toThrow('without https://');
});
