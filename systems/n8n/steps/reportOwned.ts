import { ownedStep, type OwnedThing } from '../../../lifecycle/owned';
import { ownedIn, survey, type Credential, type Survey, type Workflow } from '../survey';
import { getUser, owner } from '../user';
import { n8nStep, publishedGoOn, secretsKnown, seeing } from './_n8n';

const handOver = 'move it to somebody who stays';

const namesOf = (things: readonly { name: string }[]): string => {
	const shown = things.slice(0, 10).map(({ name }) => name);
	return [...shown, ...(things.length > shown.length ? [`${things.length - shown.length} more`] : [])].join(', ');
};

/** Whoever administers n8n may use every credential in their own workflows, without its being shared with them. */
const borrowed = ({ project, sharedWith, credentials }: Workflow, all: ReadonlyMap<string, Credential>): Credential[] => {
	const places = new Set([project, ...sharedWith]);
	return credentials.flatMap(({ id }) => all.get(id) ?? []).filter((credential) => ![credential.project, ...credential.sharedWith].some((place) => places.has(place)));
};

const workflowThing = (workflow: Workflow, lent: Credential[]): OwnedThing => ({
	kind: 'workflow',
	name: `${workflow.name} [${workflow.id}]`,
	why: [
		workflow.archived
			? 'it is archived and does not run'
			: workflow.active
				? 'it is published and goes on running after they leave, with whatever is written into it: look through it for tokens and passwords, and replace those at the other end'
				: 'it is not published, and runs only where somebody or another workflow starts it',
		...(lent.length === 0 ? [] : [`it uses ${namesOf(lent)}, which only an administrator may use without being given: it stops working when the person is none any more, until that is shared with its project`]),
		handOver,
	].join('; '),
});

const credentialThing = ({ id, name, type }: Credential, users: Workflow[]): OwnedThing => ({
	kind: `credential, ${type}`,
	name: `${name} [${id}]`,
	why: [
		'its secret works until it is replaced at the other end, wherever they may have kept it',
		...(users.length === 0 ? [] : [`workflows of others use it and stop working without it: ${namesOf(users)}`]),
		handOver,
	].join('; '),
});

const listed = (all: Survey, userId: string, administers: boolean): OwnedThing[] => {
	const { workflows, credentials, tables } = ownedIn(all, userId);
	const mine = new Set(workflows.map(({ id }) => id));
	const byId = new Map(all.credentials.map((credential) => [credential.id, credential]));
	const usersOf = ({ id }: Credential) => all.workflows.filter((workflow) => !mine.has(workflow.id) && workflow.credentials.some((used) => used.id === id));
	return [
		...workflows.map((workflow) => workflowThing(workflow, administers ? borrowed(workflow, byId) : [])),
		...credentials.map((credential) => credentialThing(credential, usersOf(credential))),
		...tables.map(({ id, name }) => ({ kind: 'data table', name: `${name} [${id}]`, why: 'workflows of others may use it, and it is deleted together with the account, except where the account is deleted under Settings, Users, and its things are given to somebody there' })),
	];
};

export const reportOwned = n8nStep(
	ownedStep({
		what: 'Workflows, credentials and data tables in the person\'s own project, and the workflows of others that use their credentials,',
		needs: seeing,
		readBackFrom: 'workflows, credentials and data tables of this n8n, without their content',
		remains: [publishedGoOn, secretsKnown],
		readsLong: true,
		list: async (n8n, { id }) => {
			const [all, { role }] = await Promise.all([survey(n8n), getUser(n8n, id)]);
			return listed(all, id, role === owner || role === 'global:admin');
		},
	}),
);
