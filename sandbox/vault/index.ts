import { randomUUID } from 'node:crypto';
import type { Controls } from '../server/controls';
import { text } from '../server/controls';
import type { DoubleOptions, RunningDouble } from '../server/double';
import { startDouble } from '../server/double';
import { authenticateWith, newToken, tokenRoutes } from './auth';
import { MOUNT, secretRoutes } from './routes/secrets';
import type { VaultSettings } from './settings';
import { defaultSettings } from './settings';
import type { AppRole, Rule, SecretVersion, VaultState, VaultToken } from './state';
import { vaultStyle } from './style';

export interface VaultOptions extends DoubleOptions {
	settings?: Partial<VaultSettings>;
}

export interface VaultConnection {
	url: string;
	/** Where the second version of the key-value engine is mounted. */
	mount: string;
	/** May do everything below the mount. */
	token: string;
	/** May write secrets and see that they are there, and never read one. */
	writerToken: string;
	/** Gives tokens that may do what the writer may. */
	approle: { roleId: string; secretId: string };
}

/** A HashiCorp Vault, as far as secrets that somebody puts there go. */
export interface VaultDouble extends RunningDouble<VaultState> {
	connection: VaultConnection;
	settings: VaultSettings;
	/** What the latest version holds; undefined where there is none, or none any more. */
	secret(path: string): Record<string, unknown> | undefined;
	versions(path: string): readonly SecretVersion[];
	/** The paths of all secrets. */
	paths(): readonly string[];
	controls: Controls;
}

const POLICIES = new Map<string, readonly Rule[]>([
	['automation', [{ path: `${MOUNT}/*`, capabilities: ['create', 'read', 'update', 'delete', 'list'] }]],
	[
		'writer',
		[
			{ path: `${MOUNT}/data/*`, capabilities: ['create', 'update'] },
			{ path: `${MOUNT}/metadata/*`, capabilities: ['read'] },
		],
	],
]);

const nobody: VaultToken = { value: '', accessor: '', policies: [], displayName: '', expiresAt: null };

const routes = [...tokenRoutes, ...secretRoutes];

export async function startVault(options: VaultOptions): Promise<VaultDouble> {
	const { clock, settings = {} } = options;
	const token = newToken('token-automation', ['automation'], null);
	const writer = newToken('token-writer', ['writer'], null);
	const role: AppRole = { roleId: randomUUID(), secretId: randomUUID(), name: 'joiner-mover-leaver', policies: ['writer'] };
	const state: VaultState = {
		secrets: new Map(),
		tokens: new Map([token, writer].map((one) => [one.value, one])),
		policies: POLICIES,
		appRoles: [role],
		settings: { ...defaultSettings, ...settings },
	};
	const running = await startDouble(() => ({ name: 'vault', state, routes, style: vaultStyle, authenticate: authenticateWith(clock), nobody }), options);
	const versions = (path: string) => state.secrets.get(path)?.versions ?? [];
	const secret = (path: string) => {
		const last = versions(path).at(-1);
		return last?.deletedAt === '' ? last.data : undefined;
	};
	const paths = () => [...state.secrets.keys()];
	return {
		...running,
		settings: state.settings,
		secret,
		versions,
		paths,
		controls: { commands: {}, views: { paths, secret: (query) => secret(text(query, 'path')) ?? null } },
		connection: { url: running.url, mount: MOUNT, token: token.value, writerToken: writer.value, approle: { roleId: role.roleId, secretId: role.secretId } },
	};
}
