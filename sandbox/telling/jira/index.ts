import type { Controls } from '../../server/controls';
import type { DoubleOptions, RunningDouble } from '../../server/double';
import { startDouble } from '../../server/double';
import type { Incoming } from '../../server/message';
import { header, isRead } from '../../server/message';
import { refuse } from './errors';
import { routes } from './routes';
import type { JiraSettings } from './settings';
import { defaultSettings } from './settings';
import type { Issue, JiraState, JiraUser, Project } from './state';
import { jiraStyle } from './style';

export interface JiraOptions extends DoubleOptions {
	settings?: Partial<JiraSettings>;
}

interface Place {
	id: string;
	key: string;
	issueTypeId: string;
}

export interface JiraConnection {
	url: string;
	email: string;
	apiToken: string;
	/** A project of people who write software. */
	project: Place;
	/** A service project, of Jira Service Management; its request type is what customers see. */
	servicePlace: Place & { requestTypeId: string };
}

/** Jira Cloud with Jira Service Management. */
export interface JiraDouble extends RunningDouble<JiraState> {
	connection: JiraConnection;
	settings: JiraSettings;
	/** All issues, or those of a project, the oldest first. */
	issues(projectKey?: string): readonly Issue[];
	controls: Controls;
}

const software: Project = {
	id: '10000',
	key: 'IT',
	name: 'IT',
	kind: 'software',
	issueTypes: [
		{ id: '10001', name: 'Task', subtask: false },
		{ id: '10002', name: 'Sub-task', subtask: true },
	],
	requestTypes: [],
	lastNumber: 0,
};

const service: Project = {
	id: '10100',
	key: 'HELP',
	name: 'Service Desk',
	kind: 'service_desk',
	issueTypes: [{ id: '10101', name: 'Service Request', subtask: false }],
	requestTypes: [{ id: '25', key: 'leaver', name: 'Somebody leaves' }],
	lastNumber: 0,
};

const nobody: JiraUser = { accountId: '', email: '', apiToken: '', displayName: '', createsIn: [] };

function authenticate(incoming: Incoming, { users }: JiraState): JiraUser {
	const [, basic = ''] = /^Basic (\S+)$/i.exec(header(incoming, 'authorization') ?? '') ?? [];
	const [email, ...token] = Buffer.from(basic, 'base64').toString('utf8').split(':');
	const user = users.find((one) => one.email === email && one.apiToken === token.join(':'));
	if (user === undefined) throw refuse(401);
	return user;
}

/** A search is sent by POST and changes nothing. */
const operationOf = (incoming: Incoming) => ({ path: incoming.path, reads: isRead(incoming) || incoming.path.endsWith('/search/jql') });

export async function startJira(options: JiraOptions): Promise<JiraDouble> {
	const { settings = {} } = options;
	const automation: JiraUser = { accountId: '712020:6a6d6c00-9174-4000-8000-000000000001', email: 'automation@kestrel.example', apiToken: 'ATATT-kestrel-sandbox', displayName: 'Automation', createsIn: [software.key, service.key] };
	const state: JiraState = { sequence: 0, projects: structuredClone([software, service]), issues: [], users: [automation], settings: { ...defaultSettings, ...settings } };
	const running = await startDouble(() => ({ name: 'jira', state, routes, style: jiraStyle, authenticate, nobody, operationOf }), options);
	const issues = (projectKey?: string) => state.issues.filter(({ key }) => projectKey === undefined || key.startsWith(`${projectKey}-`));
	return {
		...running,
		settings: state.settings,
		issues,
		controls: { commands: {}, views: { issues: ({ project }) => issues(project === undefined ? undefined : String(project)) } },
		connection: {
			url: running.url,
			email: automation.email,
			apiToken: automation.apiToken,
			project: { id: software.id, key: software.key, issueTypeId: '10001' },
			servicePlace: { id: service.id, key: service.key, issueTypeId: '10101', requestTypeId: '25' },
		},
	};
}
