import { unlessGone } from '../http/gone';
import { parse, type N8n } from './client';
import type { Survey } from './survey';
import { sameAddress, userIfAny } from './user';

export type Successor = { kind: 'project'; id: string; name: string } | { kind: 'unclear'; why: string };

const unclear = (why: string): Successor => ({ kind: 'unclear', why });

/** The project of whoever was named, or null where nobody was. */
export const successorOf = async (n8n: N8n, { homes }: Survey, leaver: string): Promise<Successor | null> => {
	const named = n8n.settings.takesOver;
	if (named === null) return null;
	const project = named.includes('@') ? await projectOfPerson(n8n, homes, named) : await projectById(n8n, named);
	return project.kind === 'project' && homes.get(project.id) === leaver ? unclear(`${named} is the project of the person who leaves`) : project;
};

const projectOfPerson = async (n8n: N8n, homes: Survey['homes'], email: string): Promise<Successor> => {
	const user = await userIfAny(n8n, email);
	if (user === null || !sameAddress(user.email, email)) return unclear(`nobody in this n8n has the address ${email}`);
	const ids = [...homes].filter(([, holder]) => holder === user.id).map(([id]) => id);
	if (ids.length === 1) return { kind: 'project', id: ids[0]!, name: user.email ?? email };
	return unclear(
		ids.length === 0
			? `this n8n does not tell which project is that of ${email}, because they own no workflow and no credential yet. Let them make one, or name a project by its ID`
			: `${email} is alone in several projects (${ids.join(', ')}). Name one of them by its ID`,
	);
};

const projectById = async (n8n: N8n, id: string): Promise<Successor> => {
	const page = await unlessGone(() => n8n.get('/users', { projectId: id, limit: 1 }));
	if (page === null) return unclear(`this n8n has no project with the ID ${id}`);
	parse.array(page['data'], 'users.data');
	return { kind: 'project', id, name: `project ${id}` };
};
