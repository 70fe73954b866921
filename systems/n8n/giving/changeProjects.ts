import { change, impossible, satisfied } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import type { N8n } from '../client';
import { addMember, allProjects, membersOf, removeMember } from '../projects';
import { n8nGivingStep, type N8nWish } from './_n8n';

type Named = {
	projects: { id: string; name: string; role: string | null }[];
	/** Named, but not to be found, or not one alone. */
	unclear: string[];
	licensed: boolean;
};

const read = async (n8n: N8n, userId: string, names: readonly string[]): Promise<Named> => {
	const all = await allProjects(n8n);
	if (all === null) return { projects: [], unclear: [], licensed: false };
	const found = names.map((name) => ({ name, fitting: all.filter((project) => !project.personal && (project.id === name || project.name === name)) }));
	const clear = found.flatMap(({ fitting }) => (fitting.length === 1 ? fitting : []));
	return {
		projects: await Promise.all(clear.map(async ({ id, name }) => ({ id, name, role: (await membersOf(n8n, id)).find((member) => member.id === userId)?.role ?? null }))),
		unclear: found.filter(({ fitting }) => fitting.length !== 1).map(({ name, fitting }) => `${name} (${fitting.length === 0 ? 'no such project' : 'several projects of that name; give the ID'})`),
		licensed: true,
	};
};

const changing = (joins: boolean, named: (wish: N8nWish) => readonly string[]) => {
	// A member keeps the role they have: to give is never to take.
	const open = ({ projects }: Named) => projects.filter(({ role }) => (role === null) === joins);
	return {
		needs: ['project:list', 'user:list', 'project:manageMembers'],
		readBackFrom: 'members of each project',
		asked: (wish: N8nWish) => named(wish).length > 0,
		read: (n8n: N8n, { id }: { id: string }, wish: N8nWish) => read(n8n, id, named(wish)),
		plan: (state: Named) => {
			if (!state.licensed) return impossible('The licence of this n8n shows no projects. Leave the groups empty in the node');
			const projects = open(state);
			if (projects.length > 0) return change(`${joins ? 'Join' : 'Leave'} ${projects.map(({ name }) => name).join(', ')}`);
			if (state.unclear.length > 0) return impossible(`Not to be told which project is meant: ${state.unclear.join(', ')}. Correct the groups in the node, then run the case again`);
			return satisfied(joins ? 'In all projects that were asked for' : 'In no project that was to be left');
		},
		apply: (n8n: N8n, { id }: { id: string }, state: Named, { projectRole }: N8nWish) =>
			tryEach(open(state), (project) => (joins ? addMember(n8n, project.id, id, projectRole) : removeMember(n8n, project.id, id))),
	};
};

export const joinProjects = n8nGivingStep<Named>({ id: 'joinProjects', label: 'Projects to Join', after: ['grantRole'], ...changing(true, ({ join }) => join) });
export const leaveNamedProjects = n8nGivingStep<Named>({ id: 'leaveProjects', label: 'Projects to Leave', after: ['grantRole'], ...changing(false, ({ leave }) => leave) });
