export interface VaultSettings {
	/** Nothing but the state of health is answered. */
	sealed: boolean;
	/** What has to stand in `X-Vault-Namespace`; empty: a Vault without namespaces, which does not look at it. */
	namespace: string;
	/** Whether every write has to say which version it replaces. */
	casRequired: boolean;
	/** How many versions of a secret are kept. */
	maxVersions: number;
	/** How long a token from a login lives. */
	tokenSeconds: number;
}

export const defaultSettings: VaultSettings = { sealed: false, namespace: '', casRequired: false, maxVersions: 10, tokenSeconds: 3_600 };
