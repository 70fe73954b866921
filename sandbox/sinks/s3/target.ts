import type { Incoming } from '../../server/message';
import { header } from '../../server/message';
import type { Bucket, S3State } from './state';

export interface Target {
	name: string;
	/** undefined where there is none of that name. */
	bucket: Bucket | undefined;
	/** Empty for the bucket itself. */
	key: string;
}

/** `bucket.s3.region.…/key` and `s3.region.…/bucket/key` are the same. */
export function targetOf({ buckets }: S3State, incoming: Incoming): Target {
	const path = decodeURIComponent(incoming.path.slice(1));
	const host = header(incoming, 'host') ?? '';
	for (const [name, bucket] of buckets) if (host.startsWith(`${name}.`)) return { name, bucket, key: path };
	const [name = '', ...rest] = path.split('/');
	return { name, bucket: buckets.get(name), key: rest.join('/') };
}
