import type { IDataObject, INode } from 'n8n-workflow';
import type { Person } from '../../lifecycle/person';
import type { Site } from '../harness/site';
import { importedFrom, kindOf, templateIn, type Changes, type StandInFor } from '../harness/template';
import { minutes, travelTogether } from '../harness/time';
import { publish, type PublishedWorkflow } from '../harness/trigger';
import { node, type Ran } from '../harness/workflow';

export type Row = IDataObject;

/** What one run told people, in its order. */
export interface Told {
	node: string;
	audience: string;
	address: string;
	how: string;
	urgent: boolean;
	subject: string;
	text: string;
	caseId: string;
	about: string;
}

export interface Went {
	ran: Ran;
	told: Told[];
	/** Who was told with these nodes. */
	toldBy(name: string): Told[];
	/** Each case that was closed, in the order the nodes had them. */
	closed: Closed[];
	records: Awaited<ReturnType<Site['records']>>;
}

export interface Closed extends IDataObject {
	person: Person & IDataObject;
	event: { kind: string } & IDataObject;
	case: { id: string; verdict: string; news: boolean; openSteps: { system: string; step: string; outcome: string; reason: string }[] } & IDataObject;
	plan: { text: string; attention: string; refused: string[] } & IDataObject;
	summary: string;
}

export interface Imported {
	/** What the table holds; null where there is no table. */
	rows: readonly Row[] | null;
	dryRun?: boolean;
	changes?: Changes;
	/** The systems that the company has, by the label in the names of the nodes. */
	systems?: readonly string[];
}

const ofItself = ['executeWorkflow', 'if', 'scheduleTrigger'];
const standIns: StandInFor = (own) => (own === 'dataTable' ? 'n8n-nodes-base.dataTable' : ofItself.includes(own) ? own : 'passOn');

const isOf = (systems: readonly string[], { name }: INode): boolean => !/^(?:Inspect|Grant|Change) /.test(name) || systems.includes(name.replace(/^\w+ /, ''));

/** The template as an administrator has it: what they have not is switched off, the catalogue is theirs. */
export const asImported = (file: string, { rows, dryRun = false, changes = {}, systems = ['Okta'] }: Imported): INode[] => {
	const mine: Changes = { 'Role Catalogue': { rows: rows as unknown as string, returnAll: true }, 'Open Case': { operation: 'openCase', dryRun, deadlineMinutes: 480 }, ...changes };
	const nodes = importedFrom(templateIn(file), mine, standIns);
	for (const { name, parameters } of nodes) {
		// Days pass between two looks here, and nobody wants to hear of that.
		if (name === 'Somebody Joins' || name === 'Somebody Moves') parameters['options'] = { asleepAfter: 1_000_000, ...(parameters['options'] as object) };
	}
	return nodes.map((one) => (isOf(systems, one) ? { ...one, ...(/^(?:Inspect|Grant|Change) /.test(one.name) ? { disabled: false } : {}) } : { ...one, disabled: true }));
};

/** The workflow of a company whose people were read once, so that whoever comes is new. */
export interface Going {
	flow: PublishedWorkflow;
	/** Time passes, the trigger looks, and the workflow runs from what it puts out; null where that is nothing. */
	after(milliseconds?: number): Promise<Went | null>;
	/** From the other trigger. */
	everyFiveMinutes(): Promise<Went>;
}

export const going = async (site: Site, file: string, imported: Imported): Promise<Going> => {
	const template = templateIn(file);
	const nodes = asImported(file, imported);
	site.sandbox.bamboohr.settings.deliveriesToLose = 1_000;
	const flow = publish(site.n8n, nodes, template.connections);
	await flow.activate();
	await flow.poll();
	return {
		flow,
		after: async (milliseconds = minutes(5)) => {
			travelTogether(site, milliseconds);
			const outputs = await flow.poll();
			return outputs === null ? null : wentOf(site, nodes, await flow.runFrom(outputs));
		},
		everyFiveMinutes: async () => wentOf(site, nodes, await site.n8n.runFrom(site.n8n.workflow(nodes, template.connections), 'Every 5 Minutes', [[{ json: {} }]])),
	};
};

const wentOf = async (site: Site, nodes: readonly INode[], ran: Ran): Promise<Went> => {
	const runs = ran.run.data.resultData.runData;
	const itemsOf = (name: string): IDataObject[] => (runs[name] ?? []).flatMap(({ data }) => (data?.['main']?.[0] ?? []).map(({ json }) => json));
	const telling = nodes.filter((one) => kindOf(one) === 'executeWorkflow' && runs[one.name] !== undefined).map(({ name }) => name);
	const firstRun = (name: string): number => runs[name]![0]!.executionIndex;
	const told = telling.sort((one, other) => firstRun(one) - firstRun(other)).flatMap((name) => itemsOf(name).map((json) => ({ ...(json as unknown as Told), node: name })));
	return { ran, told, toldBy: (name) => told.filter((one) => one.node === name), closed: itemsOf('Close Case') as Closed[], records: await site.records() };
};

/** Decides on everything that is held, as the form of the template Decisions does. */
export const decideAs = (site: Site, { firstName, lastName, email }: { firstName: string; lastName: string; email: string }, decision = 'Approved'): Promise<Ran> =>
	site.n8n.run(
		[
			node('List Held', 'evidenceLedger', { resource: 'decision', operation: 'listHeld' }),
			node('Decide', 'evidenceLedger', { resource: 'decision', operation: 'decide', decision, reason: 'asked them', byName: `${firstName} ${lastName}`, byEmail: email, byId: email }),
		],
		[{}],
	);

/** Groups in Okta that nobody is in. */
export const oktaGroups = ({ sandbox }: Site) => {
	const { groups } = sandbox.okta.state;
	const called = (name: string) => [...groups.values()].find((group) => group.name === name)!;
	return {
		make: (...names: string[]): void => {
			const template = [...groups.values()].find(({ type }) => type === 'OKTA_GROUP')!;
			for (const [index, name] of names.entries()) {
				const id = `00gjoin000000000000${index}`.slice(0, 20);
				groups.set(id, { ...template, id, name, members: new Set() });
			}
		},
		put: (login: string, ...names: string[]): void => names.forEach((name) => called(name).members.add(sandbox.okta.user(login).id)),
		/** In which of these somebody is. */
		of: (login: string, ...names: string[]): string[] => names.filter((name) => called(name).members.has(sandbox.okta.user(login).id)),
	};
};
