import { createHash } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Incoming } from '../../server/message';
import { header } from '../../server/message';
import { demand, type S3Caller } from './auth';
import type { Bucket, Lock, Version } from './state';
import { refuse } from './xml';

export interface Asked {
	lock?: Lock;
	legalHold: boolean;
}

/** What a write asks for; `needsDigest` where the body comes with the request. */
export function lockAsked(incoming: Incoming, bucket: Bucket, caller: S3Caller, clock: Clock, needsDigest: boolean): Asked {
	const mode = header(incoming, 'x-amz-object-lock-mode');
	const retainUntil = header(incoming, 'x-amz-object-lock-retain-until-date');
	const legalHold = header(incoming, 'x-amz-object-lock-legal-hold') === 'ON';
	if (mode === undefined && retainUntil === undefined && !legalHold) return { legalHold };
	if (!bucket.objectLock) refuse('InvalidRequest', 'Bucket is missing Object Lock Configuration');
	if (needsDigest && header(incoming, 'content-md5') === undefined && !hasChecksum(incoming)) refuse('InvalidRequest', 'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters');
	if (legalHold) demand(caller, 's3:PutObjectLegalHold');
	if (mode === undefined && retainUntil === undefined) return { legalHold };
	if (mode === undefined || retainUntil === undefined) return refuse('InvalidArgument', 'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied');
	if (mode !== 'COMPLIANCE' && mode !== 'GOVERNANCE') return refuse('InvalidArgument', 'Unknown wormMode directive.');
	const until = Date.parse(retainUntil);
	if (Number.isNaN(until)) refuse('InvalidArgument', 'The retain until date must be provided in ISO 8601 format');
	if (until <= clock.now()) refuse('InvalidArgument', 'The retain until date must be in the future!');
	demand(caller, 's3:PutObjectRetention');
	return { legalHold, lock: { mode, retainUntil } };
}

const CHECKSUMS = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'];
const hasChecksum = (incoming: Incoming) => CHECKSUMS.some((name) => header(incoming, `x-amz-checksum-${name}`) !== undefined);

/** Digests that are given are checked, asked for or not. */
export function checkDigests(incoming: Incoming): void {
	const digest = (algorithm: string) => createHash(algorithm).update(incoming.rawBody).digest('base64');
	const given: [name: string, algorithm: string][] = [['content-md5', 'md5'], ['x-amz-checksum-sha1', 'sha1'], ['x-amz-checksum-sha256', 'sha256']];
	for (const [name, algorithm] of given) {
		const said = header(incoming, name);
		if (said !== undefined && said !== digest(algorithm)) refuse('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
	}
}

/** Nobody deletes a version in compliance mode before its date, and none under a legal hold. */
export function refuseIfLocked({ lock, legalHold }: Version, incoming: Incoming, caller: S3Caller, clock: Clock): void {
	const denied = () => refuse('AccessDenied', 'Access Denied because object protected by object lock.');
	if (legalHold) denied();
	if (lock === undefined || Date.parse(lock.retainUntil) <= clock.now()) return;
	const bypassed = lock.mode === 'GOVERNANCE' && header(incoming, 'x-amz-bypass-governance-retention') === 'true' && caller.permissions.includes('s3:BypassGovernanceRetention');
	if (!bypassed) denied();
}
