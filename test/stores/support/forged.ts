import { createHash, createHmac, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { Bundle, Json, JsonObject } from '../../../ledger';
import { canonical } from '../../../ledger/verify/json';

const sha256 = (...parts: (string | Buffer)[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const base64 = (bytes: Buffer): string => bytes.toString('base64');

const name = 'forged.example.com/jml';
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8, Buffer.alloc(32, 7)]), format: 'der', type: 'pkcs8' });
const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);

const keyId = (bytes: Buffer, of = name): Buffer => sha256(`${of}\n`, Buffer.of(1), bytes).subarray(0, 4);

/** A verifier key whose key id fits, of whatever bytes. */
export const vkeyOf = (bytes: Buffer, of = name): string => `${of}+${keyId(bytes, of).toString('hex')}+${base64(Buffer.concat([Buffer.of(1), bytes]))}`;
export const vkey = vkeyOf(publicKey);

export const signatureLine = (text: string, change: (signature: Buffer) => Buffer = (signature) => signature): string =>
	`— ${name} ${base64(Buffer.concat([keyId(publicKey), change(sign(null, Buffer.from(text), privateKey))]))}\n`;
export const signed = (text: string): string => `${text}\n${signatureLine(text)}`;

// RFC 6962 2.1, as it stands there.
const split = (count: number): number => 2 ** Math.floor(Math.log2(count - 1));
const leafHash = (leaf: string): Buffer => sha256(Buffer.of(0), leaf);
export const rootOf = (leaves: readonly string[]): Buffer => {
	if (leaves.length === 0) return sha256('');
	if (leaves.length === 1) return leafHash(leaves[0]!);
	const at = split(leaves.length);
	return sha256(Buffer.of(1), rootOf(leaves.slice(0, at)), rootOf(leaves.slice(at)));
};
const inclusion = (index: number, leaves: readonly string[]): Buffer[] => {
	if (leaves.length === 1) return [];
	const at = split(leaves.length);
	return index < at ? [...inclusion(index, leaves.slice(0, at)), rootOf(leaves.slice(at))] : [...inclusion(index - at, leaves.slice(at)), rootOf(leaves.slice(0, at))];
};
const consistency = (first: number, leaves: readonly string[], whole = true): Buffer[] => {
	if (first === leaves.length) return whole ? [] : [rootOf(leaves)];
	const at = split(leaves.length);
	return first <= at ? [...consistency(first, leaves.slice(0, at), whole), rootOf(leaves.slice(at))] : [...consistency(first - at, leaves.slice(at), false), rootOf(leaves.slice(0, at))];
};

export interface ForgedRecord {
	kind?: string;
	content?: Json;
	/** Members of the entry in place of the usual ones; undefined leaves one out. */
	entry?: { [member: string]: Json | undefined };
	body?: { [member: string]: Json };
	/** Texts in place of those that canonical JSON gives. */
	entryText?: (usual: string) => string;
	bodyText?: string;
	erased?: boolean;
}

export interface Forged {
	records: readonly ForgedRecord[];
	statement?: JsonObject;
	statementText?: (usual: string) => string;
	checkpointText?: (usual: string) => string;
	/** Also shows that it continues the first so many records. */
	from?: number;
}

const without = (object: { [member: string]: Json | undefined }): JsonObject => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as JsonObject;

/** What only the owner of a key can make: everything is signed and hashed rightly, and says what it is told to say. */
export const forge = ({ records, statement, statementText = (usual) => usual, checkpointText = (usual) => usual, from }: Forged): Bundle => {
	const salt = Buffer.alloc(32, 5);
	const texts: { entry: string; body: string }[] = [];
	for (const [index, { kind = 'step.settled', content = {}, entry = {}, body = {}, entryText = (usual: string) => usual, bodyText }] of records.entries()) {
		const bodyWritten = bodyText ?? canonical({ content, ...body });
		const usual: { [member: string]: Json | undefined } = {
			v: 1, seq: index, at: '2026-11-20T10:00:00.000Z', kind, case: 'c', caseSeq: index,
			commitment: createHmac('sha256', salt).update(bodyWritten).digest('hex'),
			prev: index === 0 ? '0'.repeat(64) : sha256(texts[index - 1]!.entry).toString('hex'),
		};
		texts.push({ entry: entryText(canonical(without({ ...usual, ...entry }))), body: bodyWritten });
	}
	const leaves = texts.map(({ entry }) => entry);
	const root = base64(rootOf(leaves));
	const exportedAt = '2026-11-20T11:00:00.000Z';
	return {
		format: 'jml-bundle/1',
		caseId: 'c',
		exportedAt,
		vkey,
		checkpoint: signed(checkpointText(`${name}\n${leaves.length}\n${root}\n`)),
		statement: signed(statementText(`jml-case-statement/1\n${canonical({ caseId: 'c', exportedAt, origin: name, size: leaves.length, root, records: leaves.length, ...statement })}\n`)),
		...(from === undefined ? {} : { consistency: { size: from, root: base64(rootOf(leaves.slice(0, from))), proof: from === 0 ? [] : consistency(from, leaves).map(base64) } }),
		records: texts.map(({ entry, body }, index) => ({
			entry,
			...(records[index]!.erased ? { body: null, salt: null } : { body, salt: base64(salt) }),
			proof: inclusion(index, leaves).map(base64),
		})),
	};
};

/** A checkpoint over the first so many records of a forged bundle. */
export const checkpointOf = ({ records }: Bundle, size: number): string =>
	signed(`${name}\n${size}\n${base64(rootOf(records.slice(0, size).map(({ entry }) => entry)))}\n`);
