import type { JiraSettings } from './settings';

export interface IssueType {
	id: string;
	name: string;
	subtask: boolean;
}

export interface Project {
	id: string;
	key: string;
	name: string;
	kind: 'software' | 'service_desk';
	issueTypes: readonly IssueType[];
	/** Of a service project: what customers see of an issue follows from it. */
	requestTypes: readonly { id: string; key: string; name: string }[];
	lastNumber: number;
}

export interface Issue {
	id: string;
	key: string;
	projectId: string;
	issueTypeId: string;
	summary: string;
	description: string | null;
	labels: string[];
	/** Id of the request type; null: customers do not see it in the portal. */
	requestType: string | null;
	reporter: string;
	createdAt: string;
	searchableAtElapsed: number;
}

export interface JiraUser {
	accountId: string;
	email: string;
	apiToken: string;
	displayName: string;
	/** Keys of projects they may create issues in. */
	createsIn: readonly string[];
}

export interface JiraState {
	sequence: number;
	projects: Project[];
	issues: Issue[];
	users: JiraUser[];
	settings: JiraSettings;
}

/** The custom field that says what kind of request an issue of a service project is. */
export const REQUEST_TYPE_FIELD = 'customfield_10010';
