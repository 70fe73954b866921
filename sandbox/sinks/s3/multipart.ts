import { createHash } from 'node:crypto';
import type { Reply } from '../../server/message';
import { header } from '../../server/message';
import { demand } from './auth';
import { checkDigests, lockAsked } from './lock';
import { addVersion, lockIn, newId, type S3Call } from './objects';
import type { Bucket, Upload } from './state';
import { refuse, xml } from './xml';

const md5 = (data: Buffer) => createHash('md5').update(data).digest();
const bytes = (base64: string) => Buffer.from(base64, 'base64');
const SMALLEST_PART = 5 * 1024 * 1024;

export function beginUpload({ state, incoming, caller, clock }: S3Call, bucket: Bucket, name: string, key: string): Reply {
	demand(caller, 's3:PutObject');
	const asked = lockAsked(incoming, bucket, caller, clock, false);
	const id = newId(state);
	bucket.uploads.set(id, { key, contentType: header(incoming, 'content-type') ?? 'binary/octet-stream', parts: new Map(), ...lockIn(asked) });
	return xml('InitiateMultipartUploadResult', { Bucket: name, Key: key, UploadId: id });
}

function uploadAsked({ query }: S3Call, bucket: Bucket, key: string): Upload {
	const upload = bucket.uploads.get(query.get('uploadId') ?? '');
	return upload?.key === key ? upload : refuse('NoSuchUpload', 'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.');
}

export function putPart(call: S3Call, bucket: Bucket, key: string): Reply {
	const { incoming, caller, query } = call;
	demand(caller, 's3:PutObject');
	const upload = uploadAsked(call, bucket, key);
	checkDigests(incoming);
	if (upload.lock !== undefined && header(incoming, 'content-md5') === undefined && header(incoming, 'x-amz-checksum-sha256') === undefined) {
		refuse('InvalidRequest', 'Content-MD5 OR x-amz-checksum- HTTP header is required for Upload Part requests with Object Lock parameters');
	}
	const number = Number(query.get('partNumber'));
	if (!Number.isInteger(number) || number < 1 || number > 10_000) refuse('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
	upload.parts.set(number, incoming.rawBody.toString('base64'));
	return { status: 200, headers: { etag: `"${md5(incoming.rawBody).toString('hex')}"` } };
}

export function listParts(call: S3Call, bucket: Bucket, name: string, key: string): Reply {
	demand(call.caller, 's3:ListMultipartUploadParts');
	const { parts } = uploadAsked(call, bucket, key);
	const part = [...parts].sort(([a], [b]) => a - b).map(([number, body]) => ({ PartNumber: number, ETag: `"${md5(bytes(body)).toString('hex')}"`, Size: bytes(body).length }));
	return xml('ListPartsResult', { Bucket: name, Key: key, UploadId: call.query.get('uploadId') ?? '', IsTruncated: false, Part: part });
}

/** The entity tag is the MD5 of the parts' MD5s, and how many there are: no MD5 of the object. */
export function completeUpload(call: S3Call, bucket: Bucket, name: string, key: string): Reply {
	const { state, incoming, caller, clock, query, baseUrl } = call;
	demand(caller, 's3:PutObject');
	const upload = uploadAsked(call, bucket, key);
	checkDigests(incoming);
	const said = [...incoming.rawBody.toString('utf8').matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
		number: Number(/<PartNumber>(\d+)<\/PartNumber>/.exec(part)?.[1]),
		etag: /<ETag>(?:"|&quot;)?([0-9a-f]{32})(?:"|&quot;)?<\/ETag>/.exec(part)?.[1],
	}));
	if (said.length === 0) refuse('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema');
	const chosen = said.map(({ number, etag }) => {
		const part = bytes(upload.parts.get(number) ?? '');
		if (!upload.parts.has(number) || md5(part).toString('hex') !== etag) refuse('InvalidPart', 'One or more of the specified parts could not be found.');
		return part;
	});
	if (chosen.slice(0, -1).some((part) => part.length < SMALLEST_PART)) refuse('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
	const etag = `${createHash('md5').update(Buffer.concat(chosen.map(md5))).digest('hex')}-${chosen.length}`;
	const { contentType } = upload;
	const { versionId } = addVersion(state, bucket, key, { body: Buffer.concat(chosen).toString('base64'), etag, contentType, ...lockIn(upload) }, clock);
	bucket.uploads.delete(query.get('uploadId') ?? '');
	return xml('CompleteMultipartUploadResult', { Location: `${baseUrl}/${name}/${key}`, Bucket: name, Key: key, ETag: `"${etag}"` }, 200, { 'x-amz-version-id': versionId });
}

export function abortUpload(call: S3Call, bucket: Bucket, key: string): Reply {
	demand(call.caller, 's3:AbortMultipartUpload');
	uploadAsked(call, bucket, key);
	bucket.uploads.delete(call.query.get('uploadId') ?? '');
	return { status: 204 };
}
