import { jsonBody, ok } from '../../server/message';
import type { JiraCall, JiraRoute } from './call';
import { invalid, refuse } from './errors';
import { fitsJql } from './jql';
import type { Issue, IssueType, JiraUser, Project } from './state';
import { REQUEST_TYPE_FIELD } from './state';

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function bodyOf({ incoming }: JiraCall): Record<string, unknown> {
	const body = jsonBody(incoming);
	if (body === undefined) throw refuse(400, 'There was an error parsing JSON. Check that your request body is valid.');
	return body;
}

const showUser = ({ accountId, email, displayName }: JiraUser) => ({ accountId, accountType: 'atlassian', emailAddress: email, displayName, active: true });
const showType = ({ baseUrl }: JiraCall, { id, name, subtask }: IssueType) => ({ self: `${baseUrl}/rest/api/2/issuetype/${id}`, id, name, subtask, description: '', hierarchyLevel: subtask ? -1 : 0 });
const showProject = (call: JiraCall, { id, key, name, kind, issueTypes }: Project) => ({
	self: `${call.baseUrl}/rest/api/2/project/${id}`,
	id,
	key,
	name,
	projectTypeKey: kind,
	simplified: false,
	issueTypes: issueTypes.map((type) => showType(call, type)),
});
const address = ({ baseUrl }: JiraCall, { id, key }: Issue) => ({ id, key, self: `${baseUrl}/rest/api/2/issue/${id}` });

function showIssue(call: JiraCall, issue: Issue) {
	const { state } = call;
	const project = state.projects.find(({ id }) => id === issue.projectId)!;
	const reporter = state.users.find(({ accountId }) => accountId === issue.reporter)!;
	return {
		...address(call, issue),
		fields: {
			summary: issue.summary,
			description: issue.description,
			labels: issue.labels,
			created: issue.createdAt.replace('Z', '+0000'),
			status: { id: '1', name: 'To Do', statusCategory: { key: 'new', name: 'To Do' } },
			issuetype: showType(call, project.issueTypes.find(({ id }) => id === issue.issueTypeId)!),
			project: showProject(call, project),
			reporter: showUser(reporter),
			[REQUEST_TYPE_FIELD]: issue.requestType === null ? null : { requestType: { id: issue.requestType } },
		},
	};
}

function labelsIn(value: unknown): string[] {
	if (value === undefined) return [];
	if (!Array.isArray(value) || !value.every((label) => typeof label === 'string')) throw invalid({ labels: 'data was not an array' });
	const spaced = (value as string[]).find((label) => /\s/.test(label));
	if (spaced !== undefined) throw invalid({ labels: `The label '${spaced}' contains spaces which is invalid.` });
	if ((value as string[]).some((label) => label.length > 255)) throw invalid({ labels: 'The label is too long, the maximum length is 255 characters.' });
	return value as string[];
}

function requestTypeIn({ kind, key, requestTypes }: Project, value: unknown): string | null {
	if (value === undefined || value === null || value === '') return null;
	if (kind !== 'service_desk') throw invalid({ [REQUEST_TYPE_FIELD]: `Field '${REQUEST_TYPE_FIELD}' cannot be set. It is not on the appropriate screen, or unknown.` });
	// Both spellings are in use: the id, and the keys of portal and request type.
	const found = requestTypes.find((type) => value === type.id || value === `${key.toLowerCase()}/${type.key}`);
	if (found === undefined) throw invalid({ [REQUEST_TYPE_FIELD]: 'The request type is not valid for this project.' });
	return found.id;
}

const named = <Kind extends { id: string; name: string }>(all: readonly Kind[], value: unknown): Kind | undefined => (isMap(value) ? all.find((one) => one.id === value['id'] || one.name === value['name'] || ('key' in one && one.key === value['key'])) : undefined);

function create(call: JiraCall) {
	const { state, caller, clock } = call;
	const { fields } = bodyOf(call);
	if (!isMap(fields)) throw refuse(400, "one of 'fields' or 'update' required");
	const project = named(state.projects, fields['project']);
	if (project === undefined) throw invalid({ project: 'valid project is required' });
	if (!caller.createsIn.includes(project.key)) throw invalid({ project: 'You do not have permission to create issues in this project.' });
	const issueType = named(project.issueTypes, fields['issuetype']);
	if (issueType === undefined) throw invalid({ issuetype: 'Specify a valid issue type' });
	const { summary, description = null } = fields;
	if (typeof summary !== 'string' || summary.trim() === '') throw invalid({ summary: 'You must specify a summary of the issue.' });
	if (/[\r\n]/.test(summary)) throw invalid({ summary: 'The summary is invalid because it contains newline characters.' });
	if (summary.length > 255) throw invalid({ summary: 'Summary must be less than 255 characters.' });
	if (description !== null && typeof description !== 'string') throw invalid({ description: 'Operation value must be a string' });
	const issue: Issue = {
		id: String(10_000 + ++state.sequence),
		key: `${project.key}-${++project.lastNumber}`,
		projectId: project.id,
		issueTypeId: issueType.id,
		summary,
		description,
		labels: labelsIn(fields['labels']),
		requestType: requestTypeIn(project, fields[REQUEST_TYPE_FIELD]),
		reporter: caller.accountId,
		createdAt: clock.iso(),
		searchableAtElapsed: clock.elapsed() + state.settings.searchLagMs,
	};
	state.issues.push(issue);
	return { status: 201, body: address(call, issue) };
}

function search(call: JiraCall) {
	const { state, clock } = call;
	const { jql, fields, maxResults = 50, nextPageToken } = bodyOf(call);
	if (typeof jql !== 'string') throw refuse(400, 'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.');
	const fits = fitsJql(state, jql);
	const found = state.issues.filter((issue) => issue.searchableAtElapsed <= clock.elapsed() && fits(issue));
	const from = nextPageToken === undefined ? 0 : Number(Buffer.from(String(nextPageToken), 'base64url').toString('utf8'));
	const size = state.settings.pageSize ?? Number(maxResults);
	const isLast = from + size >= found.length;
	// Unless fields are named, there is nothing but the id.
	const wanted = Array.isArray(fields) ? (fields as string[]) : [];
	const show = (issue: Issue) => {
		const { fields: all, ...rest } = showIssue(call, issue);
		if (wanted.length === 0) return { id: issue.id };
		return { ...rest, fields: Object.fromEntries(Object.entries(all).filter(([field]) => wanted.includes('*all') || wanted.includes('*navigable') || wanted.includes(field))) };
	};
	return ok({ issues: found.slice(from, from + size).map(show), isLast, ...(isLast ? {} : { nextPageToken: Buffer.from(String(from + size)).toString('base64url') }) });
}

function issueOf({ state, params }: JiraCall): Issue {
	const issue = state.issues.find(({ id, key }) => id === params.issue || key === params.issue);
	if (issue === undefined) throw refuse(404);
	return issue;
}

const gone = () => {
	throw refuse(410);
};

export const routes: JiraRoute[] = ['/rest/api/2', '/rest/api/3'].flatMap((api): JiraRoute[] => [
	{ method: 'GET', path: `${api}/myself`, handle: ({ caller }) => ok(showUser(caller)) },
	{ method: 'GET', path: `${api}/serverInfo`, handle: ({ baseUrl }) => ok({ baseUrl, deploymentType: 'Cloud', versionNumbers: [1001, 0, 0] }) },
	{ method: 'GET', path: `${api}/issuetype`, handle: (call) => ok(call.state.projects.flatMap(({ issueTypes }) => issueTypes.map((type) => showType(call, type)))) },
	{ method: 'GET', path: `${api}/project/search`, handle: (call) => ok({ values: call.state.projects.map((project) => showProject(call, project)), startAt: 0, maxResults: 50, total: call.state.projects.length, isLast: true }) },
	{
		method: 'GET',
		path: `${api}/project/:project`,
		handle: (call) => {
			const project = call.state.projects.find(({ id, key }) => id === call.params.project || key === call.params.project);
			if (project === undefined) throw refuse(404, `No project could be found with key '${call.params.project ?? ''}'.`);
			return ok(showProject(call, project));
		},
	},
	{ method: 'POST', path: `${api}/search/jql`, handle: search },
	{ method: 'GET', path: `${api}/search`, handle: gone },
	{ method: 'POST', path: `${api}/search`, handle: gone },
	{ method: 'POST', path: `${api}/issue`, handle: create },
	{ method: 'GET', path: `${api}/issue/:issue`, handle: (call) => ok(showIssue(call, issueOf(call))) },
]);
