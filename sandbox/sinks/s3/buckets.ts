import type { Reply } from '../../server/message';
import { demand } from './auth';
import { current, type S3Call } from './objects';
import type { Bucket } from './state';
import { xml } from './xml';

/** us-east-1 is said by saying nothing. */
export function getLocation({ caller }: S3Call, { region }: Bucket): Reply {
	demand(caller, 's3:GetBucketLocation');
	return xml('LocationConstraint', region === 'us-east-1' ? '' : region);
}

export function listObjects({ caller, query }: S3Call, bucket: Bucket, name: string): Reply {
	demand(caller, 's3:ListBucket');
	const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
	const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
	const most = Math.min(Number(query.get('max-keys') ?? 1_000), 1_000);
	const fitting = [...bucket.objects.keys()].sort().filter((key) => key.startsWith(prefix) && key > after && current(bucket, key)?.body !== undefined);
	const folderOf = (key: string) => (delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length));
	const folders = [...new Set(fitting.filter((key) => folderOf(key) !== -1).map((key) => key.slice(0, folderOf(key) + delimiter.length)))];
	const keys = fitting.filter((key) => folderOf(key) === -1);
	const shown = keys.slice(0, most);
	const truncated = shown.length < keys.length;
	return xml('ListBucketResult', {
		Name: name,
		Prefix: prefix,
		KeyCount: shown.length,
		MaxKeys: most,
		IsTruncated: truncated,
		...(truncated ? { NextContinuationToken: shown.at(-1)! } : {}),
		Contents: shown.map((key) => {
			const { lastModified, etag, body } = current(bucket, key)!;
			return { Key: key, LastModified: lastModified, ETag: `"${etag}"`, Size: Buffer.from(body!, 'base64').length, StorageClass: 'STANDARD' };
		}),
		CommonPrefixes: folders.map((folder) => ({ Prefix: folder })),
	});
}

export function listVersions({ caller, query }: S3Call, bucket: Bucket, name: string): Reply {
	demand(caller, 's3:ListBucketVersions');
	const prefix = query.get('prefix') ?? '';
	const all = [...bucket.objects].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
	const shown = all.flatMap(([key, versions]) =>
		[...versions].reverse().map(({ versionId, lastModified, etag, body }, index) => ({ deleted: body === undefined, entry: { Key: key, VersionId: versionId, IsLatest: index === 0, LastModified: lastModified, ...(body === undefined ? {} : { ETag: `"${etag}"`, Size: Buffer.from(body, 'base64').length }) } })),
	);
	return xml('ListVersionsResult', { Name: name, Prefix: prefix, IsTruncated: false, Version: shown.filter(({ deleted }) => !deleted).map(({ entry }) => entry), DeleteMarker: shown.filter(({ deleted }) => deleted).map(({ entry }) => entry) });
}
