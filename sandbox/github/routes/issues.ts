import { ok, type Reply } from '../../server/message';
import type { GitHubCall, GitHubRoute } from '../call';
import { invalid, notFound } from '../errors';
import { paged } from '../paging';
import { REPOSITORY_NEEDS, unauthenticated } from '../permissions';
import { fullName } from '../repositories';
import { nodeId, showAccountById } from '../shapes/accounts';
import type { Issue, Repository } from '../state';
import { gitHubTime, nextId } from '../state';
import { bodyOf, byNumber, inRepository } from './places';

const LONGEST_LABEL = 50;

function showIssue({ state, baseUrl }: GitHubCall, repository: Repository, issue: Issue) {
	const full = fullName(state, repository);
	const url = `${baseUrl}/repos/${full}/issues/${issue.number}`;
	return {
		url,
		repository_url: `${baseUrl}/repos/${full}`,
		html_url: `https://github.com/${full}/issues/${issue.number}`,
		id: issue.id,
		node_id: nodeId('Issue', issue.id),
		number: issue.number,
		title: issue.title,
		body: issue.body,
		state: issue.state,
		labels: issue.labels.map((name) => ({ name, color: 'ededed', default: false, description: null })),
		user: issue.authorId === null ? null : showAccountById(state, issue.authorId, baseUrl),
		comments: 0,
		locked: false,
		created_at: issue.createdAt,
		updated_at: issue.createdAt,
	};
}

const issuesOf = ({ state }: GitHubCall, { id }: Repository) => [...state.issues.values()].filter(({ repositoryId }) => repositoryId === id);

function list(call: GitHubCall, repository: Repository): Reply {
	const { query } = call;
	const state = query.get('state') ?? 'open';
	const labels = (query.get('labels') ?? '').split(',').filter((label) => label !== '');
	const carries = ({ labels: own }: Issue, wanted: string) => own.some((label) => label.toLowerCase() === wanted.toLowerCase());
	const items = issuesOf(call, repository).filter((issue) => (state === 'all' || issue.state === state) && labels.every((label) => carries(issue, label)));
	return paged(call, { items: items.reverse(), show: (issue) => showIssue(call, repository, issue), path: byNumber.repository(repository, '/issues') });
}

function create(call: GitHubCall, repository: Repository): Reply {
	const { state, clock, caller } = call;
	if (caller.kind === 'nobody') throw unauthenticated();
	const { title, body = null, labels = [] } = bodyOf(call);
	if (typeof title !== 'string' || title === '') throw invalid({ resource: 'Issue', field: 'title', code: 'missing_field' });
	const names = Array.isArray(labels) ? labels.map(String) : [];
	if (names.some((name) => name.length > LONGEST_LABEL)) throw invalid({ resource: 'Label', field: 'name', code: 'invalid', message: `name is too long (maximum is ${LONGEST_LABEL} characters)` });
	const issue: Issue = {
		id: nextId(state),
		repositoryId: repository.id,
		number: issuesOf(call, repository).length + 1,
		title,
		body: typeof body === 'string' ? body : null,
		labels: names,
		state: 'open',
		authorId: caller.kind === 'user' ? caller.accountId : null,
		createdAt: gitHubTime(clock.now()),
	};
	state.issues.set(issue.id, issue);
	const shown = showIssue(call, repository, issue);
	return { status: 201, headers: { location: shown.url }, body: shown };
}

export const issueRoutes: GitHubRoute[] = [
	...inRepository('GET', '/issues', REPOSITORY_NEEDS.readIssues, list),
	...inRepository('POST', '/issues', REPOSITORY_NEEDS.writeIssues, create),
	...inRepository('GET', '/issues/:number', REPOSITORY_NEEDS.readIssues, (call, repository) => {
		const issue = issuesOf(call, repository).find(({ number }) => number === Number(call.params.number));
		if (issue === undefined) throw notFound();
		return ok(showIssue(call, repository, issue));
	}),
];
