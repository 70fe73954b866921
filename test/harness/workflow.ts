import { randomUUID } from 'node:crypto';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type IConnections,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IRun,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { HarnessCredentials, type Stored } from './credentials';
import { loadPack, nodeTypesOf, packageName } from './pack';

export type NodeSketch = Pick<INode, 'name' | 'type'> & Partial<INode>;

/** A node as the editor would save it; types without a dot are ours. */
export const node = (name: string, type: string, parameters: INode['parameters'] = {}, more: Partial<INode> = {}): INode => ({
	id: randomUUID(),
	name,
	type: type.includes('.') ? type : `${packageName}.${type}`,
	typeVersion: 1,
	position: [0, 0],
	parameters,
	...more,
});

/** Each node's first output into the next one. */
export const inARow = (nodes: readonly INode[]): IConnections =>
	Object.fromEntries(nodes.slice(1).map((next, index) => [nodes[index]!.name, { main: [[{ node: next.name, type: 'main' as const, index: 0 }]] }]));

export interface Ran {
	run: IRun;
	/** What a node put out, per output; undefined where it did not run. */
	outputs(name: string): INodeExecutionData[][] | undefined;
	items(name: string): IDataObject[];
	/** The message an administrator sees, if the execution failed. */
	error: string | undefined;
}

export interface Instance {
	credentials: HarnessCredentials;
	additionalData(more?: Partial<IWorkflowExecuteAdditionalData>): IWorkflowExecuteAdditionalData;
	workflow(nodes: INode[], connections?: IConnections, staticData?: IDataObject): Workflow;
	/** Starts at a node as if it had just put out these items, as n8n does for webhooks and polls. */
	runFrom(workflow: Workflow, start: string, outputs: INodeExecutionData[][], options?: { signal?: AbortSignal; mode?: WorkflowExecuteMode }): Promise<Ran>;
	/** These nodes in a row, fed with these items. */
	run(nodes: INode[], items: IDataObject[], options?: { signal?: AbortSignal }): Promise<Ran>;
}

export interface InstanceOptions {
	stored?: Stored;
	baseUrl?: string;
	webhookUrl?: string;
}

const unused = async (): Promise<never> => {
	throw new Error('The harness does not have this part of n8n.');
};

/** One n8n instance as far as nodes see it. */
export const startInstance = async ({ stored = {}, baseUrl = 'https://n8n.kestrel.example/', webhookUrl = 'https://n8n.kestrel.example/webhook' }: InstanceOptions = {}): Promise<Instance> => {
	const pack = await loadPack();
	const nodeTypes = nodeTypesOf(pack);
	const credentials = new HarnessCredentials(pack, stored);

	const additionalData: Instance['additionalData'] = (more = {}) =>
		({
			credentialsHelper: credentials,
			executionId: String(Math.floor(Math.random() * 1e9)),
			instanceBaseUrl: baseUrl,
			restApiUrl: `${baseUrl}rest`,
			formBaseUrl: `${baseUrl}form`,
			formWaitingBaseUrl: `${baseUrl}form-waiting`,
			formTestBaseUrl: `${baseUrl}form-test`,
			webhookBaseUrl: webhookUrl,
			webhookTestBaseUrl: webhookUrl.replace(/webhook$/, 'webhook-test'),
			webhookWaitingBaseUrl: `${baseUrl}webhook-waiting`,
			currentNodeExecutionIndex: 0,
			variables: {},
			executeWorkflow: unused,
			getRunExecutionData: unused,
			getRuntimeCredential: unused,
			startRunnerTask: unused,
			logAiEvent: () => {},
			...more,
		}) as unknown as IWorkflowExecuteAdditionalData;

	const workflow: Instance['workflow'] = (nodes, connections = inARow(nodes), staticData = {}) =>
		new Workflow({ id: 'wf1', name: 'Leaver', nodes: structuredClone(nodes), connections, active: true, nodeTypes, staticData, settings: { executionOrder: 'v1', timezone: 'Etc/UTC' } });

	const runFrom: Instance['runFrom'] = async (flow, start, outputs, { signal, mode = 'trigger' } = {}) => {
		const data = additionalData();
		data.hooks = new ExecutionLifecycleHooks(mode, data.executionId!, {} as never);
		const stack = [{ node: flow.getNode(start)!, data: { main: outputs }, source: null }];
		const running = new WorkflowExecute(data, mode, createRunExecutionData({ executionData: { nodeExecutionStack: stack } })).processRunExecutionData(flow);
		signal?.addEventListener('abort', () => running.cancel());
		return ranOf(await running);
	};

	return {
		credentials,
		additionalData,
		workflow,
		runFrom,
		run: (nodes, items, options) => {
			const all = [node('Start', 'harness.start'), ...nodes];
			return runFrom(workflow(all), 'Start', [items.map((json) => ({ json }))], options);
		},
	};
};

const ranOf = (run: IRun): Ran => {
	const { runData, error } = run.data.resultData;
	const outputs: Ran['outputs'] = (name) => runData[name]?.at(-1)?.data?.['main']?.map((items) => items ?? []);
	return { run, outputs, items: (name) => (outputs(name)?.[0] ?? []).map(({ json }) => json), error: error?.message };
};
