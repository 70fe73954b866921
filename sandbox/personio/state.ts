import type { PersonioSettings } from './settings';

/** Dates are YYYY-MM-DD. */
export interface Termination {
	terminated_at: string;
	termination_date: string;
	last_working_day: string | null;
	type: string;
	reason: string | null;
}

export interface Employment {
	id: string;
	start: string;
	end: string | null;
	external: boolean;
	onLeave: boolean;
	title: string;
	department: string;
	office: string;
	supervisorId: string | null;
	termination: Termination | null;
}

export interface PersonRecord {
	id: string;
	firstName: string;
	lastName: string;
	email: string;
	/** The newest first. */
	employments: Employment[];
	updatedAt: number;
}

export interface Webhook {
	id: string;
	url: string;
	description: string;
	status: 'ENABLED' | 'DISABLED';
	authType: 'NONE' | 'TOKEN' | 'CUSTOM';
	token: string;
	customHeaders: Record<string, string>;
	events: string[];
}

export const EVENTS = ['person.created', 'person.updated', 'person.deleted', 'employment.created', 'employment.updated', 'employment.deleted', 'employment.started', 'employment.terminated'] as const;
export type EventName = (typeof EVENTS)[number];

export interface PersonioState {
	sequence: number;
	client: { id: string; secret: string };
	/** When each lapses. */
	tokens: Map<string, number>;
	persons: Map<string, PersonRecord>;
	webhooks: Map<string, Webhook>;
	settings: PersonioSettings;
}
