import { createHash } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Reply, ReplyHeaders } from '../../server/message';
import { header } from '../../server/message';
import type { Call } from '../../server/router';
import { demand, type S3Caller } from './auth';
import { checkDigests, lockAsked, refuseIfLocked, type Asked } from './lock';
import type { Bucket, S3State, Version } from './state';
import { refuse, xml } from './xml';

export type S3Call = Call<S3State, S3Caller>;

export const current = (bucket: Bucket, key: string): Version | undefined => bucket.objects.get(key)?.at(-1);

export const newId = (state: S3State): string => createHash('sha256').update(`issued ${++state.issued}`).digest('base64url').slice(0, 32);

export function addVersion(state: S3State, bucket: Bucket, key: string, made: Omit<Version, 'versionId' | 'lastModified'>, clock: Clock): Version {
	const version: Version = { versionId: newId(state), lastModified: clock.iso(), ...made };
	bucket.objects.set(key, [...(bucket.objects.get(key) ?? []), version]);
	return version;
}

const md5 = (data: Buffer) => createHash('md5').update(data).digest('hex');

export const lockIn = ({ legalHold, lock }: Asked) => ({ legalHold, ...(lock === undefined ? {} : { lock }) });

export function putObject({ state, incoming, caller, clock }: S3Call, bucket: Bucket, key: string): Reply {
	demand(caller, 's3:PutObject');
	checkDigests(incoming);
	if (header(incoming, 'if-none-match') === '*' && current(bucket, key)?.body !== undefined) refuse('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', { Condition: 'If-None-Match' });
	const asked = lockAsked(incoming, bucket, caller, clock, true);
	const made = { body: incoming.rawBody.toString('base64'), etag: md5(incoming.rawBody), contentType: header(incoming, 'content-type') ?? 'binary/octet-stream', ...lockIn(asked) };
	const { etag, versionId } = addVersion(state, bucket, key, made, clock);
	return { status: 200, headers: { etag: `"${etag}"`, 'x-amz-version-id': versionId } };
}

function versionAsked({ incoming, caller, query }: S3Call, bucket: Bucket, key: string): Version {
	const wanted = query.get('versionId');
	demand(caller, wanted === null ? 's3:GetObject' : 's3:GetObjectVersion');
	const version = wanted === null ? current(bucket, key) : bucket.objects.get(key)?.find(({ versionId }) => versionId === wanted);
	// Who may not list is not told what is not there.
	if (version === undefined || (wanted === null && version.body === undefined)) {
		demand(caller, 's3:ListBucket');
		return refuse(wanted === null ? 'NoSuchKey' : 'NoSuchVersion', wanted === null ? 'The specified key does not exist.' : 'The specified version does not exist.', { Key: key });
	}
	if (version.body === undefined) return refuse('MethodNotAllowed', 'The specified method is not allowed against this resource.', { Method: incoming.method });
	return version;
}

export function getObject(call: S3Call, bucket: Bucket, key: string): Reply {
	const version = versionAsked(call, bucket, key);
	const shown: ReplyHeaders =
		version.lock === undefined || !call.caller.permissions.includes('s3:GetObjectRetention')
			? {}
			: { 'x-amz-object-lock-mode': version.lock.mode, 'x-amz-object-lock-retain-until-date': version.lock.retainUntil };
	const headers = { etag: `"${version.etag}"`, 'content-type': version.contentType, 'last-modified': new Date(version.lastModified).toUTCString(), 'x-amz-version-id': version.versionId, ...shown };
	return { status: 200, headers, body: Buffer.from(version.body!, 'base64') };
}

export function getRetention(call: S3Call, bucket: Bucket, key: string): Reply {
	demand(call.caller, 's3:GetObjectRetention');
	const { lock } = versionAsked(call, bucket, key);
	if (lock === undefined) return refuse('NoSuchObjectLockConfiguration', 'The specified object does not have a ObjectLock configuration');
	return xml('Retention', { Mode: lock.mode, RetainUntilDate: lock.retainUntil });
}

/** Without a version id nothing is deleted: a marker is put on top. */
export function deleteObject({ state, incoming, caller, query, clock }: S3Call, bucket: Bucket, key: string): Reply {
	const wanted = query.get('versionId');
	if (wanted === null) {
		demand(caller, 's3:DeleteObject');
		const { versionId } = addVersion(state, bucket, key, { body: undefined, etag: '', contentType: '', legalHold: false }, clock);
		return { status: 204, headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': versionId } };
	}
	demand(caller, 's3:DeleteObjectVersion');
	const versions = bucket.objects.get(key) ?? [];
	const version = versions.find(({ versionId }) => versionId === wanted);
	if (version === undefined) return { status: 204 };
	refuseIfLocked(version, incoming, caller, clock);
	bucket.objects.set(key, versions.filter((other) => other !== version));
	return { status: 204, headers: { 'x-amz-version-id': wanted } };
}
