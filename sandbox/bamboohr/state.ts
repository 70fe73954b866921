import type { Call, Route } from '../server/router';

export type TableName = 'employmentStatus' | 'jobInfo';

export interface Row {
	id: string;
	employeeId: string;
	/** YYYY-MM-DD */
	date: string;
	columns: Record<string, string>;
	/** Who the row's `reportsTo` name stands for. Not shown: the vendor's table carries the name only. */
	reportsToId?: string;
}

export interface Employee {
	id: string;
	/** Fields that have no history, by alias. */
	fields: Record<string, string | null>;
	tables: Record<TableName, Row[]>;
	insertedAt: number;
	changedAt: number;
}

export type EventFamily = 'employee' | 'employee_with_fields';

export interface Webhook {
	id: string;
	ownerKey: string;
	name: string;
	url: string;
	format: 'json' | 'form-encoded';
	events: string[];
	monitorFields: string[];
	postFields: Record<string, string>;
	includeCompanyDomain: boolean;
	privateKey: string;
	created: string;
	lastSent: string | null;
}

/** Something that happened to one employee, before it is known who wants to hear of it. */
export interface Happening {
	action: 'created' | 'updated' | 'deleted';
	employeeId: string;
	changed: string[];
	/** Current values by alias, for the legacy payload. */
	values: Record<string, string | null>;
	at: number;
}

export interface LogEntry {
	webhookId: string;
	url: string;
	lastAttempted: string;
	lastSuccess: string;
	statusCode: number | null;
	format: string;
	employeeIds: string[];
}

export interface ApiKey {
	key: string;
	userId: string;
	employeeId: string;
	email: string;
	/** Cleared when the owning user is disabled: the key dies and the webhooks made with it stop. */
	enabled: boolean;
	/** Aliases this user's access level hides. */
	hiddenFields: string[];
	hiddenEmployees: string[];
}

export interface BambooSettings {
	companyDomain: string;
	companyId: string;
	timeZone: string;
	directoryShared: boolean;
	/** Unconfirmed at the vendor: how many bad keys in a row lock the door, and for how long. */
	lockOutAfter: number;
	lockOutMs: number;
	/** The next so many deliveries vanish without reaching anybody. */
	deliveriesToLose: number;
	/** How long the vendor waits for the receiver, unconfirmed. */
	receiverTimeoutMs: number;
	/** Which clock X-BambooHR-Timestamp is taken from. */
	stampWith: 'company' | 'machine';
}

export interface BambooState {
	sequence: number;
	employees: Map<string, Employee>;
	deleted: Map<string, number>;
	webhooks: Map<string, Webhook>;
	webhookLog: LogEntry[];
	outbox: Happening[];
	/** Current values as webhooks last knew them: what differs from these is news. */
	known: Map<string, Record<string, string | null>>;
	apiKeys: Map<string, ApiKey>;
	badKeys: { inARow: number; lockedUntilElapsed: number };
	settings: BambooSettings;
}

export type BambooCall = Call<BambooState, ApiKey>;
export type BambooRoute = Route<BambooState, ApiKey>;

export const defaultSettings: BambooSettings = {
	companyDomain: 'kestrel',
	companyId: '24680',
	timeZone: 'UTC',
	directoryShared: true,
	lockOutAfter: 10,
	lockOutMs: 60_000,
	deliveriesToLose: 0,
	receiverTimeoutMs: 10_000,
	stampWith: 'company',
};

export const nextId = (state: BambooState) => String(++state.sequence);
