import { asProblem, Problem } from '../../lifecycle/problem';
import { unlessGone } from '../http/gone';
import { path } from '../http/path';
import { parse, type N8n } from './client';
import { isRefusedBeyondScope } from './errors';

export interface Project {
	id: string;
	name: string;
	personal: boolean;
	/** Of a personal project, whose it is. */
	creatorId: string | null;
}

export interface Member {
	id: string;
	role: string;
}

/** All there are; null where the licence of this n8n does not show them. */
export const allProjects = async (n8n: N8n): Promise<Project[] | null> => {
	try {
		return (await n8n.list('/projects', { limit: 250 })).map((row) => ({
			id: parse.text(row['id'], 'project.id'),
			name: parse.optionalText(row['name'], 'project.name') ?? parse.text(row['id'], 'project.id'),
			personal: parse.text(row['type'], 'project.type') === 'personal',
			creatorId: parse.optionalText(row['creatorId'], 'project.creatorId'),
		}));
	} catch (error) {
		const problem = asProblem(error);
		if (isRefusedBeyondScope(problem)) return null;
		throw problem;
	}
};

export const membersPath = (projectId: string): string => path`/projects/${projectId}/users`;

export const membersOf = async (n8n: N8n, projectId: string): Promise<Member[]> =>
	(await n8n.list(membersPath(projectId), { limit: 250 })).map((row) => ({
		id: parse.text(row['id'], 'member.id'),
		role: parse.optionalText(row['role'], 'member.role') ?? 'unknown',
	}));

export const addMember = async (n8n: N8n, projectId: string, userId: string, role: string): Promise<void> => {
	await n8n.send('POST', membersPath(projectId), { relations: [{ userId, role }] });
};

export const removeMember = async (n8n: N8n, projectId: string, userId: string): Promise<void> => {
	await n8n.send('DELETE', path`/projects/${projectId}/users/${userId}`);
};

export type Membership = {
	id: string;
	name: string;
	role: string;
	/** Nobody else may manage its members. */
	lastAdmin: boolean;
};

export const projectAdmin = 'project:admin';

const isListed = async (n8n: N8n, projectId: string): Promise<boolean> => (await allProjects(n8n))?.some(({ id }) => id === projectId) === true;

/** Nobody, where the project was deleted meanwhile. An n8n that does not know the call at all words that alike. */
const membersUnlessDeleted = async (n8n: N8n, { id, name }: Project): Promise<Member[]> => {
	const members = await unlessGone(() => membersOf(n8n, id));
	if (members === null && (await isListed(n8n, id))) throw new Problem('bad_answer', `n8n lists the project ${name} and does not know its members, so nobody can tell who is in it. Look at the project in n8n, and whether this n8n is up to date; then run the case again.`);
	return members ?? [];
};

/** The projects that several people share, as far as this person is in them; null where the licence does not show any. */
export const membershipsOf = async (n8n: N8n, userId: string): Promise<Membership[] | null> => {
	const projects = await allProjects(n8n);
	if (projects === null) return null;
	const found = await Promise.all(
		projects
			.filter(({ personal }) => !personal)
			.map(async (project): Promise<Membership[]> => {
				const { id, name } = project;
				const members = await membersUnlessDeleted(n8n, project);
				const role = members.find((member) => member.id === userId)?.role;
				const lastAdmin = role === projectAdmin && !members.some((member) => member.id !== userId && member.role === projectAdmin);
				return role === undefined ? [] : [{ id, name, role, lastAdmin }];
			}),
	);
	return found.flat();
};
