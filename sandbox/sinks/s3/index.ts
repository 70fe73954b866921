import type { Controls } from '../../server/controls';
import { text } from '../../server/controls';
import type { DoubleOptions, RunningDouble } from '../../server/double';
import { startDouble } from '../../server/double';
import type { Reply } from '../../server/message';
import type { Route } from '../../server/router';
import { authenticateWith, type S3Caller } from './auth';
import { getLocation, listObjects, listVersions } from './buckets';
import { abortUpload, beginUpload, completeUpload, listParts, putPart } from './multipart';
import { current, deleteObject, getObject, getRetention, putObject, type S3Call } from './objects';
import { ALL_PERMISSIONS, type S3Settings, type S3State, type Version } from './state';
import { s3Style } from './style';
import { targetOf } from './target';
import { refuse } from './xml';

export interface S3Options extends DoubleOptions {
	settings?: Partial<S3Settings>;
}

export interface S3Connection {
	/** Of the service; what is behind it is `/bucket/key`, or `bucket.` in front of the host. */
	endpoint: string;
	region: string;
	/** With Object Lock. Its name holds a dot, and n8n's S3 node reaches such buckets by path. */
	bucket: string;
	/** Without. */
	bucketWithoutLock: string;
	accessKeyId: string;
	secretAccessKey: string;
}

export interface StoredObject {
	key: string;
	text: string;
	version: Version;
	/** How many versions there are, delete markers and all. */
	versions: number;
}

export interface S3Double extends RunningDouble<S3State> {
	connection: S3Connection;
	settings: S3Settings;
	controls: Controls;
	/** What is in the bucket now, by key. */
	objects(bucket?: string): StoredObject[];
}

const BUCKETS = { locked: 'kestrel.evidence', open: 'kestrel.scratch' };
const REGION = 'eu-central-1';
const ACCESS = { accessKeyId: 'AKIAKESTRELEVIDENCE1', secretAccessKey: 'sandbox/kestrel/evidence/secret/key+0001' };

type Act = (call: S3Call) => Reply;

/** One path, and what is asked for stands in the method and the query. */
const dispatch: Act = (call) => {
	const { incoming, query, state } = call;
	const { name, bucket, key } = targetOf(state, incoming);
	if (bucket === undefined) return refuse('NoSuchBucket', 'The specified bucket does not exist', { BucketName: name });
	const asked = (parameter: string) => query.has(parameter);
	const acts: Record<string, () => Reply> = {
		'GET bucket': () => (asked('location') ? getLocation(call, bucket) : asked('versions') ? listVersions(call, bucket, name) : listObjects(call, bucket, name)),
		'GET object': () => (asked('uploadId') ? listParts(call, bucket, name, key) : asked('retention') ? getRetention(call, bucket, key) : getObject(call, bucket, key)),
		'HEAD object': () => getObject(call, bucket, key),
		'PUT object': () => (asked('uploadId') ? putPart(call, bucket, key) : putObject(call, bucket, key)),
		'POST object': () => (asked('uploads') ? beginUpload(call, bucket, name, key) : completeUpload(call, bucket, name, key)),
		'DELETE object': () => (asked('uploadId') ? abortUpload(call, bucket, key) : deleteObject(call, bucket, key)),
	};
	const act = acts[`${incoming.method} ${key === '' ? 'bucket' : 'object'}`];
	return act === undefined ? refuse('MethodNotAllowed', 'The specified method is not allowed against this resource.', { Method: incoming.method }) : act();
};

const routes: Route<S3State, S3Caller>[] = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'].map((method) => ({ method, path: '/*path', handle: dispatch }));

const nobody: S3Caller = { secretAccessKey: '', permissions: [] };

export async function startS3(options: S3Options): Promise<S3Double> {
	const bucket = (objectLock: boolean) => ({ region: REGION, objectLock, objects: new Map(), uploads: new Map() });
	const state: S3State = {
		buckets: new Map([[BUCKETS.locked, bucket(true)], [BUCKETS.open, bucket(false)]]),
		accessKeys: new Map([[ACCESS.accessKeyId, { secretAccessKey: ACCESS.secretAccessKey, permissions: [...ALL_PERMISSIONS] }]]),
		issued: 0,
		settings: { skewMs: 15 * 60_000, ...options.settings },
	};
	const running = await startDouble(() => ({ name: 's3', state, routes, style: s3Style, authenticate: authenticateWith(options.clock), nobody }), options);
	const objects: S3Double['objects'] = (name = BUCKETS.locked) => {
		const held = state.buckets.get(name);
		if (held === undefined) throw new Error(`There is no bucket ${name}`);
		return [...held.objects.keys()].sort().flatMap((key) => {
			const version = current(held, key);
			return version?.body === undefined ? [] : [{ key, text: Buffer.from(version.body, 'base64').toString('utf8'), version, versions: held.objects.get(key)!.length }];
		});
	};
	return {
		...running,
		objects,
		settings: state.settings,
		controls: { commands: {}, views: { objects: (query) => objects(query['bucket'] === undefined ? undefined : text(query, 'bucket')).map(({ key, versions, version: { versionId, lock } }) => ({ key, versions, versionId, lock })) } },
		connection: { endpoint: running.url, region: REGION, bucket: BUCKETS.locked, bucketWithoutLock: BUCKETS.open, ...ACCESS },
	};
}
