import { refuse } from './errors';
import type { Issue, JiraState } from './state';

type Fits = (issue: Issue) => boolean;

const unquoted = (text: string) => (/^"((?:[^"\\]|\\.)*)"$/.exec(text)?.[1] ?? text).replaceAll(/\\(.)/g, '$1');

/** The part of JQL that finding one's own tickets takes: conditions joined by AND, each `labels`, `project`, `key` or `text`. */
export function fitsJql({ projects }: Pick<JiraState, 'projects'>, jql: string): Fits {
	const withoutOrder = jql.replace(/\s+order\s+by\s.*$/is, '').trim();
	if (withoutOrder === '') throw refuse(400, 'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.');
	const conditions = withoutOrder.match(/(?:"(?:[^"\\]|\\.)*"|[^"])+?(?=\s+and\s|$)/gi) ?? [];
	const fits = conditions.map((condition): Fits => {
		const [, field, operator, raw] = /^\s*(?:and\s+)?(\w+)\s*(=|~|>=)\s*("(?:[^"\\]|\\.)*"|[^\s"]+)\s*$/i.exec(condition) ?? [];
		if (field === undefined || raw === undefined) throw refuse(400, `Error in the JQL Query: '${condition.trim()}' could not be parsed.`);
		const value = unquoted(raw);
		switch (`${field.toLowerCase()} ${operator}`) {
			case 'labels =':
				return ({ labels }) => labels.includes(value);
			case 'key =':
				return ({ key }) => key === value;
			case 'created >=':
				return ({ createdAt }) => createdAt >= value;
			case 'text ~':
				return ({ summary, description }) => `${summary} ${description ?? ''}`.toLowerCase().includes(value.toLowerCase());
			case 'project =': {
				const project = projects.find(({ id, key, name }) => [id, key, name].includes(value));
				if (project === undefined) throw refuse(400, `The value '${value}' does not exist for the field 'project'.`);
				return ({ projectId }) => projectId === project.id;
			}
			default:
				throw refuse(400, `Field '${field}' does not exist or you do not have permission to view it.`);
		}
	});
	return (issue) => fits.every((one) => one(issue));
}
