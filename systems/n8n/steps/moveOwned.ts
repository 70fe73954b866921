import { change, impossible, satisfied, type Left } from '../../../lifecycle/step';
import { tryAll } from '../../../lifecycle/tryAll';
import { path } from '../../http/path';
import type { N8n } from '../client';
import { counts, ownedIn, survey, type Possession } from '../survey';
import { successorOf, type Successor } from '../takesOver';
import { n8nStep, publishedGoOn, secretsKnown, seeing } from './_n8n';

type Thing = { id: string; name: string; from: string; sharedWith: string[]; active: boolean };
type Owned = {
	to: Successor | null;
	workflows: Thing[];
	credentials: Thing[];
	/** Published before they were moved, and not since. */
	stopped: string[];
};
type Receipt = { published: string[] };

const thing = ({ id, name, project, sharedWith, ...rest }: Possession & { active?: boolean }): Thing => ({ id, name, from: project!, sharedWith, active: rest.active === true });

const transferTo = async (n8n: N8n, kind: 'workflows' | 'credentials', id: string, project: string): Promise<void> => {
	await n8n.send('PUT', kind === 'workflows' ? path`/workflows/${id}/transfer` : path`/credentials/${id}/transfer`, { destinationProjectId: project });
};

/** Credentials first: n8n starts a published workflow anew where it arrives, and it must find what it uses there. */
const transferAll = async (n8n: N8n, { workflows, credentials }: Pick<Owned, 'workflows' | 'credentials'>, projectOf: (thing: Thing) => string): Promise<void> => {
	const failed = [
		...(await tryAll(credentials, (one) => transferTo(n8n, 'credentials', one.id, projectOf(one)))),
		...(await tryAll(workflows, (one) => transferTo(n8n, 'workflows', one.id, projectOf(one)))),
	];
	if (failed.length > 0) throw failed[0]!.problem;
};

const total = ({ workflows, credentials }: Pick<Owned, 'workflows' | 'credentials'>) => workflows.length + credentials.length;
const absent = (now: Thing[], before: Thing[]) => before.filter(({ id }) => !now.some((one) => one.id === id));
const missing = (now: Owned, before: Owned) => ({ workflows: absent(now.workflows, before.workflows), credentials: absent(now.credentials, before.credentials) });

const noLongerShared = (now: Thing[], before: Thing[]): Left[] =>
	before.flatMap(({ id, name, sharedWith }) => {
		const lost = sharedWith.filter((project) => !now.some((one) => one.id === id && one.sharedWith.includes(project)));
		return lost.length === 0 ? [] : [{ what: name, why: `it was shared with ${lost.length === 1 ? 'another project' : `${lost.length} other projects`} (${lost.join(', ')}), which n8n forgets when something is moved; share it again` }];
	});

export const moveOwned = n8nStep<Owned>({
	id: 'moveOwned',
	label: 'Move What They Own',
	danger: 'Workflows and credentials in the person\'s own project go to the project of whoever takes over, named in the options. Published workflows go on running there. What was shared with other projects is shared no more, and folders are not kept. Restore Access moves them back.',
	needs: [...seeing, 'workflow:move', 'credential:move'],
	readBackFrom: 'project of each workflow and credential',
	givenBack: 'yes; sharing and folders are not',
	closes: 'data',
	remains: [publishedGoOn, secretsKnown],
	stage: 'clean-up',
	optional: true,
	readsLong: true,

	read: async (n8n, { id }, receipt) => {
		const all = await survey(n8n);
		const { workflows, credentials } = ownedIn(all, id);
		const published = receipt === undefined ? [] : (receipt as Receipt).published;
		return {
			to: await successorOf(n8n, all, id),
			workflows: workflows.map(thing),
			credentials: credentials.map(thing),
			stopped: all.workflows.filter((workflow) => published.includes(workflow.id) && !workflow.active).map(({ name }) => name),
		};
	},
	plan: (state) => {
		const left = state.stopped.map((name): Left => ({ what: name, why: 'n8n could not start it where it was moved and has unpublished it; open it, correct what it says, and publish it' }));
		if (total(state) === 0) return satisfied('They own no workflow and no credential', left);
		if (state.to === null) return impossible(`They own ${counts(state)}, and nobody was named to take over. Fill in Who Takes Over in the options of the node, then run the case again`);
		if (state.to.kind === 'unclear') return impossible(`They own ${counts(state)}, and it cannot be told who takes over: ${state.to.why}. Then run the case again`);
		return change(`Move ${counts(state)} to ${state.to.name}`, left);
	},
	apply: async (n8n, _account, state): Promise<Receipt | void> => {
		if (state.to?.kind !== 'project') return;
		const { id } = state.to;
		await transferAll(n8n, state, () => id);
		return { published: state.workflows.filter(({ active }) => active).map((workflow) => workflow.id) };
	},

	undo: {
		plan: (now, before) => {
			const left = [...noLongerShared(now.workflows, before.workflows), ...noLongerShared(now.credentials, before.credentials)];
			const gone = missing(now, before);
			return total(gone) === 0 ? satisfied('They own what they owned before', left) : change(`Move ${counts(gone)} back`, left);
		},
		apply: (n8n, _account, now, before) => transferAll(n8n, missing(now, before), ({ from }) => from),
	},
});
