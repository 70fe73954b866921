export interface PersonioSettings {
	/** What the API credential may do. */
	scopes: string[];
	/** Attributes that were ticked for the credential: the others are left out without a word. `id` always comes, and of an employment `person` and `status`. */
	attributes: string[];
	tokenSeconds: number;
	/** A webhook has to be answered within this. */
	receiverTimeoutMs: number;
	/** So many of the next messages reach nobody. */
	messagesToLose: number;
}

export const defaultSettings: PersonioSettings = {
	scopes: ['personio:persons:read', 'personio:webhooks:read', 'personio:webhooks:write'],
	attributes: ['email', 'first_name', 'last_name', 'preferred_name', 'status', 'employment_start_date', 'employment_end_date', 'type', 'position', 'org_units', 'office', 'supervisor', 'termination'],
	tokenSeconds: 86_400,
	receiverTimeoutMs: 3_000,
	messagesToLose: 0,
};
