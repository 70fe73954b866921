import type { Receipt } from '../cursor';
import { sha256 } from '../sink';
import { commonFault, quoted, type Answer, type Fault, type Verdict } from './answer';

export type Lock = 'compliance' | 'governance' | 'none';

export interface S3Expectation {
	/** Of what was sent, hex. */
	sha256: string;
	lock: Lock;
	now: Date;
}

const mayRead = 'The credential needs s3:GetObject, s3:GetObjectRetention and s3:ListBucket besides s3:PutObject and s3:PutObjectRetention; without s3:ListBucket S3 says 403 where nothing is there yet';

/** The object as it was read back. Nothing an upload says is believed: what counts is that these bytes are there, and locked. */
export const judgeS3 = ({ sha256: sent, lock, now }: S3Expectation, answer: Answer): Verdict => {
	const { status, headers, bytes } = answer;
	// What n8n's S3 node says of a refusal holds nothing of what S3 said.
	if (status === null && answer.failure !== null) return { code: 'rejected', what: `S3 was not written or not reached (${answer.failure})`, todo: `Check bucket, region and credential. "Bad request" is mostly a bucket without Object Lock, or of another region. ${mayRead}` };
	const fault = commonFault('S3', answer);
	if (fault) return fault;
	if (status === 403) return { code: 'forbidden', what: `S3 does not let the credential read it back (403${codeIn(bytes)})`, todo: mayRead };
	if (status === 404) return { code: 'bad_answer', what: `S3 does not have it (404${codeIn(bytes)})`, todo: 'Check that the nodes that write and read name the same bucket and key' };
	if (status !== 200) return { code: 'rejected', what: `S3 answered ${status}${codeIn(bytes)}`, todo: 'Check the address in the node that reads back' };
	if (bytes === null) return { code: 'misconfigured', what: 'S3 was asked for the object, but its bytes did not reach Mark Shipped', todo: 'In the node that reads back, set Response Format to File, and put the field\'s name into the Read-Back Field of Mark Shipped' };
	if (sha256(bytes) !== sent) return { code: 'bad_answer', what: `S3 has something else under this key (${bytes.length} bytes, SHA-256 ${sha256(bytes).slice(0, 16)}…)`, todo: 'Look at the versions of the object: the key holds part of the hash, so only somebody else can have written it' };
	return lockFault(lock, headers, now) ?? { receipt: receiptOf(headers, sent, bytes.length) };
};

const lockFault = (wanted: Lock, headers: Answer['headers'], now: Date): Fault | undefined => {
	if (wanted === 'none') return undefined;
	const mode = headers['x-amz-object-lock-mode']?.toLowerCase();
	const until = Date.parse(headers['x-amz-object-lock-retain-until-date'] ?? '');
	if (mode === 'compliance' || (mode === 'governance' && wanted === 'governance')) {
		if (until > now.getTime()) return undefined;
		return { code: 'bad_answer', what: 'the object is there, but its lock does not last', todo: 'Set Lock Retain Until Date of the node that uploads to a date in the future' };
	}
	if (mode === 'governance') return { code: 'bad_answer', what: 'the object is locked in governance mode, which people with a certain permission can lift', todo: 'Set Lock Mode of the node that uploads to Compliance, or Required Lock of Mark Shipped to Governance' };
	return {
		code: 'bad_answer',
		what: 'the object is there, and S3 does not show a lock on it',
		todo: 'Check Object Lock of the bucket, Lock Mode of the node that uploads, and that the credential has s3:GetObjectRetention, without which S3 does not show locks. Only if the bucket is to have no lock, set Required Lock of Mark Shipped to None',
	};
};

const receiptOf = (headers: Answer['headers'], hash: string, bytes: number): Receipt => ({
	readBack: true,
	sha256: hash,
	bytes,
	versionId: short(headers['x-amz-version-id']),
	etag: short(headers['etag']),
	lockMode: short(headers['x-amz-object-lock-mode']),
	retainUntil: short(headers['x-amz-object-lock-retain-until-date']),
});

/** The ledger keeps it for ever. */
const short = (value: string | undefined): string | null => value?.slice(0, 200) ?? null;

/** ` AccessDenied: …` of S3's XML. */
const codeIn = (bytes: Buffer | null): string => {
	const text = bytes === null ? '' : bytes.subarray(0, 4_000).toString('utf8');
	const [code, message] = ['Code', 'Message'].map((name) => new RegExp(`<${name}>([^<]{1,200})</${name}>`).exec(text)?.[1]);
	return code === undefined ? '' : ` ${quoted(code)}${message === undefined ? '' : `: ${quoted(message)}`}`;
};
