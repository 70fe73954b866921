import type { Call, Route } from '../server/router';
import type { GitHubState } from './state';

/** Who calls. Only ids: what they may do is looked up in the state the call sees. */
export type GitHubCaller =
	| { kind: 'nobody' }
	/** A personal access token or an OAuth token: acts as its owner. */
	| { kind: 'user'; accountId: number; credentialId: number }
	| { kind: 'installation'; installationId: number; permissions: Readonly<Record<string, 'read' | 'write'>> }
	/** An app that proved to be itself, before it becomes one of its installations. */
	| { kind: 'app'; appId: number }
	/** Somebody in the browser, inside the process. */
	| { kind: 'console'; actor: string };

export type GitHubCall = Call<GitHubState, GitHubCaller>;
export type GitHubRoute = Route<GitHubState, GitHubCaller>;

/** Where something happens and who does it. */
export type Scene = Pick<GitHubCall, 'state' | 'clock' | 'caller'>;
