import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { HookContext, PollContext, WebhookContext } from 'n8n-core';
import type { IConnections, IDataObject, INode, INodeExecutionData, IWebhookData, IWorkflowExecuteAdditionalData, Workflow, WorkflowExecuteMode } from 'n8n-workflow';
import type { Instance, Ran } from './workflow';

export interface Delivered {
	status: number;
	/** What the trigger put out, per output; undefined where no execution was started. */
	outputs: INodeExecutionData[][] | undefined;
	/** The execution it started. */
	ran: Ran | undefined;
}

export interface Delivery {
	headers: { [name: string]: string };
	body: string | Buffer;
}

/** Whether the workflow is published, or listens for a test event in the editor. */
export type From = 'published' | 'editor';

export interface PublishedWorkflow {
	/** As n8n keeps it in its database between executions. */
	staticData: IDataObject;
	/** What n8n does on publishing and again on every start: ask, and create where there is none. */
	activate(from?: From): Promise<void>;
	deactivate(from?: From): Promise<void>;
	deliver(delivery: Delivery, from?: From): Promise<Delivered>;
	poll(from?: From): Promise<INodeExecutionData[][] | null>;
	/** Runs the workflow from what the trigger put out, as n8n does after a poll. */
	runFrom(outputs: INodeExecutionData[][]): Promise<Ran>;
	/** Listens on a port, as n8n does; the address goes behind an ingress. */
	serve(): Promise<{ url: string; stop(): Promise<void> }>;
}

/** A published workflow whose first node is a trigger with webhook and poll, driven through the contexts of n8n-core. Where nothing is said, each node leads to the next. */
export const publish = (n8n: Instance, nodes: INode[], connections?: IConnections): PublishedWorkflow => {
	const trigger = nodes[0]!;
	const kept: { staticData: IDataObject } = { staticData: {} };
	// Loaded anew each time: nothing but the static data outlives an execution.
	const load = () => n8n.workflow(nodes, connections, structuredClone(kept.staticData));
	const typeOf = (flow: Workflow) => flow.nodeTypes.getByNameAndVersion(trigger.type, trigger.typeVersion);
	const save = (flow: Workflow) => {
		kept.staticData = JSON.parse(JSON.stringify(flow.staticData)) as IDataObject;
	};
	const webhookOf = (flow: Workflow, data: IWorkflowExecuteAdditionalData, from: From): IWebhookData => {
		const [webhookDescription] = typeOf(flow).description.webhooks!;
		return { httpMethod: 'POST', node: trigger.name, path: '', webhookDescription: webhookDescription!, workflowId: flow.id, workflowExecuteAdditionalData: data, isTest: from === 'editor' };
	};
	const hook = async (flow: Workflow, method: 'checkExists' | 'create' | 'delete', from: From) => {
		const data = n8n.additionalData();
		const mode = method === 'delete' ? 'internal' : modeOf(from, 'trigger');
		const context = new HookContext(flow, flow.getNode(trigger.name)!, data, mode, 'activate', webhookOf(flow, data, from));
		return await typeOf(flow).webhookMethods!.default![method]!.call(context);
	};

	const published: PublishedWorkflow = {
		get staticData() {
			return kept.staticData;
		},
		activate: async (from = 'published') => {
			const flow = load();
			try {
				if (!(await hook(flow, 'checkExists', from))) await hook(flow, 'create', from);
			} finally {
				save(flow);
			}
		},
		deactivate: async (from = 'published') => {
			const flow = load();
			try {
				await hook(flow, 'delete', from);
			} finally {
				save(flow);
			}
		},
		deliver: async ({ headers, body }, from = 'published') => {
			const rawBody = Buffer.from(body);
			const json = headers['content-type'] === 'application/json' ? parsed(rawBody) : {};
			// n8n answers this itself, before any node is asked.
			if (json === undefined) return { status: 422, outputs: undefined, ran: undefined };
			const response = recordedResponse();
			const httpRequest: { [part: string]: unknown } = { headers, body: json, params: {}, query: {} };
			const readRawBody = async () => void (httpRequest['rawBody'] = rawBody);
			// n8n reads every body but a form with files, which it leaves to the node.
			if (headers['content-type']?.startsWith('multipart/')) httpRequest['readRawBody'] = readRawBody;
			else await readRawBody();
			const data = n8n.additionalData({ httpRequest: httpRequest as never, httpResponse: response as never });
			const flow = load();
			const context = new WebhookContext(flow, flow.getNode(trigger.name)!, data, modeOf(from, 'webhook'), webhookOf(flow, data, from), [], null);
			const { workflowData, noWebhookResponse } = await typeOf(flow).webhook!.call(context);
			const outputs = workflowData?.map((items) => items ?? []);
			const runs = outputs && from === 'published';
			return { status: noWebhookResponse ? response.statusCode : 200, outputs, ran: runs ? await n8n.runFrom(load(), trigger.name, outputs, { mode: 'webhook' }) : undefined };
		},
		poll: async (from = 'published') => {
			const flow = load();
			const context = new PollContext(flow, flow.getNode(trigger.name)!, n8n.additionalData(), modeOf(from, 'trigger'), from === 'editor' ? 'manual' : 'activate');
			return await typeOf(flow).poll!.call(context);
		},
		runFrom: (outputs) => n8n.runFrom(load(), trigger.name, outputs),
		serve: async () => {
			const server = createServer((request, response) => {
				void buffer(request)
					.then((body) => published.deliver({ headers: request.headers as Delivery['headers'], body }))
					.then(({ status }) => response.writeHead(status).end(), () => response.writeHead(500).end());
			});
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			return {
				url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
				stop: () => new Promise((resolve) => {
					server.close(() => resolve());
					server.closeAllConnections();
				}),
			};
		},
	};
	return published;
};

const modeOf = (from: From, published: WorkflowExecuteMode): WorkflowExecuteMode => (from === 'editor' ? 'manual' : published);

const parsed = (body: Buffer): IDataObject | undefined => {
	try {
		return JSON.parse(body.toString('utf8')) as IDataObject;
	} catch {
		return undefined;
	}
};

const recordedResponse = () => ({
	statusCode: 200,
	status(code: number) {
		this.statusCode = code;
		return this;
	},
	end() {
		return this;
	},
});
