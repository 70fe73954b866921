import { change, satisfied, type Left } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import { each } from '../../http/gone';
import { addMember, membershipsOf, removeMember, type Membership } from '../projects';
import { n8nStep } from './_n8n';

type Memberships = {
	/** null where the licence shows none. */
	projects: Membership[] | null;
	/** Those that were left without anybody who administers them. */
	orphaned: string[];
};
type Receipt = Pick<Memberships, 'orphaned'>;

const noProjects = 'n8n shows no projects that people share, as without a licence for them';
const unseen: Left = { what: 'Projects that people share', why: 'n8n does not show them to this API key, as without a licence for them. If this n8n ever had one, look under Projects whether the person is in any, and take them out there' };
const namesOf = (projects: readonly Membership[]) => projects.map(({ name, role }) => `${name} (${role})`).join(', ');
const missing = (now: Memberships, before: Memberships) => (before.projects ?? []).filter(({ id, role }) => !(now.projects ?? []).some((one) => one.id === id && one.role === role));

export const leaveProjects = n8nStep<Memberships>({
	id: 'leaveProjects',
	label: 'Leave Projects',
	danger: 'The person leaves every project that several people share, with its workflows and credentials. Their own project stays. Restore Access puts them back with the same roles.',
	needs: ['project:list', 'user:list', 'project:manageMembers'],
	readBackFrom: 'members of each project',
	givenBack: 'yes',
	closes: 'entitlements',
	stage: 'cut',

	read: async (n8n, { id }, receipt) => {
		const projects = await membershipsOf(n8n, id);
		const orphaned = receipt === undefined ? (projects ?? []).filter(({ lastAdmin }) => lastAdmin).map(({ name }) => name) : (receipt as Receipt).orphaned;
		return { projects, orphaned };
	},
	plan: ({ projects, orphaned }) => {
		const left = orphaned.map((name): Left => ({ what: name, why: 'nobody administers this project now; make somebody its project admin' }));
		if (projects === null) return satisfied(noProjects, [unseen]);
		return projects.length === 0 ? satisfied('In no project that people share', left) : change(`Leave ${namesOf(projects)}`, left);
	},
	apply: async (n8n, { id }, { projects, orphaned }): Promise<Receipt> => {
		await each(projects ?? [], (project) => removeMember(n8n, project.id, id));
		return { orphaned };
	},

	undo: {
		plan: (now, before) => {
			if (before.projects === null) return satisfied(noProjects);
			const gone = missing(now, before);
			return gone.length === 0 ? satisfied('In the same projects as before') : change(`Join ${namesOf(gone)}`);
		},
		apply: (n8n, { id }, now, before) => tryEach(missing(now, before), (project) => addMember(n8n, project.id, id, project.role)),
	},
});
