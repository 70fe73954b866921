import type { Reply } from '../../server/message';
import { jsonBody, noContent } from '../../server/message';
import { demand } from '../auth';
import type { VaultCall, VaultRoute } from '../call';
import { enveloped, refuse } from '../errors';
import type { Secret, SecretVersion, VaultState } from '../state';

export const MOUNT = 'secret';

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const pathOf = ({ params }: VaultCall): string => {
	const path = params['path'] ?? '';
	if (path === '') throw refuse(404);
	return path;
};

const showVersion = ({ version, createdAt, deletedAt }: SecretVersion) => ({ created_time: createdAt, custom_metadata: null, deletion_time: deletedAt, destroyed: false, version });

function checkTheVersionItReplaces({ settings }: VaultState, options: unknown, current: number): void {
	const cas = isMap(options) ? options['cas'] : undefined;
	if (cas === undefined && settings.casRequired) throw refuse(400, 'check-and-set parameter required for this call');
	if (cas !== undefined && Number(cas) !== current) throw refuse(400, 'check-and-set parameter did not match the current version');
}

function write(call: VaultCall): Reply {
	const { state, incoming, clock } = call;
	const path = pathOf(call);
	const known = state.secrets.get(path);
	demand(call, known === undefined ? 'create' : 'update', `${MOUNT}/data/${path}`);
	const body = jsonBody(incoming);
	if (body === undefined) throw refuse(400, 'failed to parse JSON input: invalid character');
	const { data, options } = body;
	if (!isMap(data)) throw refuse(400, 'no data provided');
	checkTheVersionItReplaces(state, options, known?.currentVersion ?? 0);
	const now = clock.iso();
	const secret: Secret = known ?? { createdAt: now, updatedAt: now, currentVersion: 0, versions: [] };
	const made: SecretVersion = { version: secret.currentVersion + 1, data, createdAt: now, deletedAt: '' };
	Object.assign(secret, { updatedAt: now, currentVersion: made.version, versions: [...secret.versions, made].slice(-state.settings.maxVersions) });
	state.secrets.set(path, secret);
	return enveloped(showVersion(made));
}

function secretAt({ state }: VaultCall, path: string): Secret {
	const secret = state.secrets.get(path);
	if (secret === undefined) throw refuse(404);
	return secret;
}

const latest = ({ versions, currentVersion }: Secret) => versions.find(({ version }) => version === currentVersion);

/** What was deleted is 404 as well, but says that it was there. */
function read(call: VaultCall): Reply {
	const path = pathOf(call);
	demand(call, 'read', `${MOUNT}/data/${path}`);
	const secret = secretAt(call, path);
	const asked = Number(call.query.get('version') ?? 0);
	const found = asked === 0 ? latest(secret) : secret.versions.find(({ version }) => version === asked);
	if (found === undefined) throw refuse(404);
	if (found.deletedAt === '') return enveloped({ data: found.data, metadata: showVersion(found) });
	return { ...enveloped({ data: null, metadata: showVersion(found) }), status: 404 };
}

function remove(call: VaultCall): Reply {
	const path = pathOf(call);
	demand(call, 'delete', `${MOUNT}/data/${path}`);
	const current = call.state.secrets.get(path);
	const found = current === undefined ? undefined : latest(current);
	if (found?.deletedAt === '') found.deletedAt = call.clock.iso();
	return noContent();
}

function showMetadata(call: VaultCall): Reply {
	const path = pathOf(call);
	demand(call, 'read', `${MOUNT}/metadata/${path}`);
	const { createdAt, updatedAt, currentVersion, versions } = secretAt(call, path);
	return enveloped({
		cas_required: call.state.settings.casRequired,
		created_time: createdAt,
		current_version: currentVersion,
		custom_metadata: null,
		delete_version_after: '0s',
		max_versions: 0,
		oldest_version: versions[0]?.version ?? 0,
		updated_time: updatedAt,
		versions: Object.fromEntries(versions.map(({ version, createdAt: created_time, deletedAt: deletion_time }) => [version, { created_time, deletion_time, destroyed: false }])),
	});
}

/** Only the next level: what lies deeper shows as a folder. */
function list(call: VaultCall): Reply {
	const folder = (call.params['path'] ?? '').replace(/\/?$/, '/').replace(/^\/$/, '');
	demand(call, 'list', `${MOUNT}/metadata/${folder}`);
	const below = [...call.state.secrets.keys()].filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length));
	const keys = [...new Set(below.map((path) => path.replace(/\/.*$/s, '/')))].sort();
	if (keys.length === 0) throw refuse(404);
	return enveloped({ keys });
}

function forget(call: VaultCall): Reply {
	const path = pathOf(call);
	demand(call, 'delete', `${MOUNT}/metadata/${path}`);
	call.state.secrets.delete(path);
	return noContent();
}

const DATA = `/v1/${MOUNT}/data/*path`;
const METADATA = `/v1/${MOUNT}/metadata/*path`;

/** Node's server knows no verb LIST, so that lists are asked for with `?list=true`, which Vault takes as well. */
export const secretRoutes: VaultRoute[] = [
	{ method: 'POST', path: DATA, handle: write },
	{ method: 'PUT', path: DATA, handle: write },
	{ method: 'GET', path: DATA, handle: read },
	{ method: 'DELETE', path: DATA, handle: remove },
	{ method: 'GET', path: METADATA, handle: (call) => (call.query.get('list') === 'true' ? list(call) : showMetadata(call)) },
	{ method: 'DELETE', path: METADATA, handle: forget },
];
