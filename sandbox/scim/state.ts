import type { AppName } from './applications';
import type { AppSettings } from './settings';

export type Resource = Record<string, unknown>;

export interface Token {
	kind: string;
	state: 'works' | 'suspended';
}

export interface Stored {
	id: string;
	/** What clients may write, under the names of the schema. */
	resource: Resource;
	created: string;
	lastModified: string;
	version: number;
}

export interface ScimUser extends Stored {
	/** Employee id of the person it belongs to. */
	personId: string | null;
	role: 'member' | 'owner' | 'bot';
	/** Has not accepted the invitation yet, and gets in nowhere. */
	invited: boolean;
	/** `endsAt` null: until it is ended. */
	sessions: { endsAt: number | null }[];
	tokens: Token[];
	deletedAt: string | null;
}

export interface ScimGroup extends Stored {
	resource: Resource & { displayName: string };
}

export interface AppState {
	name: AppName;
	token: string;
	sequence: number;
	users: Map<string, ScimUser>;
	/** Gone for the application's callers; what is left of their access is not. */
	deleted: Map<string, ScimUser>;
	groups: Map<string, ScimGroup>;
	/** Requests left, by limit. */
	buckets: Map<number, { left: number; atElapsed: number }>;
	settings: AppSettings;
}

export interface ScimState {
	applications: Record<AppName, AppState>;
}
