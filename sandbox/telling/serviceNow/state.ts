import type { ServiceNowSettings } from './settings';

/** Every field is text, as the Table API shows it. */
export type Row = Record<string, string>;

export interface Table {
	/** What a row has besides the `sys_` fields. */
	fields: readonly string[];
	/** Of the numbers people see: `INC0010001`. */
	prefix: string;
	rows: Row[];
}

export interface User {
	sysId: string;
	name: string;
	password: string;
	/** `itil` writes tickets; without it nothing is seen of them. */
	roles: readonly string[];
}

export interface OAuthClient {
	id: string;
	secret: string;
	refreshToken: string;
	userId: string;
}

export interface ServiceNowState {
	sequence: number;
	tables: Record<string, Table>;
	users: User[];
	clients: OAuthClient[];
	tokens: Map<string, { userId: string; expiresAt: number }>;
	settings: ServiceNowSettings;
}

export const SYSTEM_FIELDS = ['sys_id', 'number', 'sys_created_on', 'sys_updated_on', 'sys_created_by'] as const;

const TICKET_FIELDS = ['short_description', 'description', 'correlation_id', 'correlation_display', 'urgency', 'impact', 'state', 'active', 'opened_by', 'caller_id', 'assignment_group', 'assigned_to', 'work_notes', 'comments', 'close_code', 'close_notes'];

export const ticketTables = (): Record<string, Table> => ({
	incident: { fields: TICKET_FIELDS, prefix: 'INC', rows: [] },
	sc_task: { fields: TICKET_FIELDS, prefix: 'SCTASK', rows: [] },
});
