import type { VaultSettings } from './settings';

export type Capability = 'create' | 'read' | 'update' | 'delete' | 'list';

export interface Rule {
	/** A `*` at the end stands for whatever follows. */
	path: string;
	capabilities: readonly Capability[];
}

export interface VaultToken {
	value: string;
	accessor: string;
	policies: readonly string[];
	displayName: string;
	/** By the company's clock; null: never. */
	expiresAt: number | null;
}

export interface AppRole {
	roleId: string;
	secretId: string;
	name: string;
	policies: readonly string[];
}

export interface SecretVersion {
	version: number;
	data: Record<string, unknown>;
	createdAt: string;
	/** Empty until it is deleted. */
	deletedAt: string;
}

export interface Secret {
	createdAt: string;
	updatedAt: string;
	currentVersion: number;
	versions: SecretVersion[];
}

export interface VaultState {
	/** By path below the mount. */
	secrets: Map<string, Secret>;
	tokens: Map<string, VaultToken>;
	policies: Map<string, readonly Rule[]>;
	appRoles: AppRole[];
	settings: VaultSettings;
}
