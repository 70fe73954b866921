import { setTimeout as sleep } from 'node:timers/promises';

import { parseFlatted } from './flatted';
import type { Session } from './session';
import type { CredentialTest, Execution, ExecutionSummary, ImportOptions, NodeJson, NodeTypeJson, PublicationStatus, SavedWorkflow, WantedExecution, WorkflowJson } from './types';

const ENDED: ExecutionSummary['status'][] = ['success', 'error', 'crashed', 'canceled'];
const POLL_MS = 75;

/** What the editor does, done the way the editor does it. */
export class N8nApi {
	constructor(private readonly session: Session) {}

	request<T = unknown>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T> {
		return this.session.request<T>(method, path, body, headers);
	}

	async createCredential(type: string, name: string, data: Record<string, unknown>): Promise<string> {
		return (await this.request<{ id: string }>('POST', '/rest/credentials', { type, name, data })).id;
	}

	async updateCredential(id: string, type: string, name: string, data: Record<string, unknown>): Promise<void> {
		await this.request('PATCH', `/rest/credentials/${id}`, { type, name, data });
	}

	/** The `Test` of the credential dialog, with what is stored. */
	async testCredential(id: string): Promise<CredentialTest> {
		const { name, type, data } = await this.request<{ name: string; type: string; data: object }>('GET', `/rest/credentials/${id}?includeData=true`);
		return await this.request('POST', '/rest/credentials/test', { credentials: { id, name, type, data } });
	}

	async deleteCredential(id: string): Promise<void> {
		await this.request('DELETE', `/rest/credentials/${id}`);
	}

	/** Keeps the id that the file carries, so that references between templates hold. */
	async importWorkflow(json: WorkflowJson, { credentials = {}, patch, name }: ImportOptions = {}): Promise<SavedWorkflow> {
		const workflow = structuredClone(json);
		for (const node of workflow.nodes) {
			for (const type of Object.keys(node.credentials ?? {})) {
				const chosen = credentials[type];
				if (chosen && node.credentials) node.credentials[type] = typeof chosen === 'string' ? { id: chosen, name: type } : chosen;
			}
			patch?.(node, workflow);
		}
		const { active: _active, versionId: _versionId, ...rest } = workflow;
		return await this.request('POST', '/rest/workflows', { ...rest, ...(name ? { name } : {}) });
	}

	async workflow(id: string): Promise<SavedWorkflow> {
		return await this.request('GET', `/rest/workflows/${id}`);
	}

	async updateWorkflow(id: string, change: Partial<WorkflowJson>): Promise<SavedWorkflow> {
		return await this.request('PATCH', `/rest/workflows/${id}`, change);
	}

	async deleteWorkflow(id: string): Promise<void> {
		await this.deactivate(id);
		await this.request('POST', `/rest/workflows/${id}/archive`, {});
		await this.request('DELETE', `/rest/workflows/${id}`);
	}

	/** "Publish" in the editor. Returns when every trigger is listening; rejects with what a trigger that does not has said. */
	async activate(id: string): Promise<SavedWorkflow> {
		const { versionId } = await this.workflow(id);
		const workflow = await this.request<SavedWorkflow>('POST', `/rest/workflows/${id}/activate`, { versionId });
		const { status, triggers } = await this.published(id);
		if (status === 'published') return workflow;
		const reasons = triggers.flatMap(({ nodeId, errorMessage }) => (errorMessage ? [`${workflow.nodes.find((node) => node.id === nodeId)?.name ?? nodeId}: ${errorMessage}`] : []));
		throw new Error(`Publishing ${workflow.name} ended as "${status}". ${reasons.join(' ')}`);
	}

	/** "Unpublish". Returns when the triggers have been told (a webhook deleted at its vendor). */
	async deactivate(id: string): Promise<void> {
		await this.request('POST', `/rest/workflows/${id}/deactivate`, {});
		await this.published(id);
	}

	/** n8n publishes in the background, one after another: the answer to the request only means that it is queued. */
	private async published(id: string, timeoutMs = 60_000): Promise<PublicationStatus> {
		const until = Date.now() + timeoutMs;
		for (;;) {
			const status = await this.request<PublicationStatus>('GET', `/rest/workflows/${id}/publication-status`);
			if (status.status !== 'in_progress') return status;
			if (Date.now() > until) throw new Error(`n8n has not finished publishing ${id} within ${timeoutMs / 1000} s`);
			await sleep(POLL_MS);
		}
	}

	/** After a start: pollers and schedules of published workflows are started in the background too. */
	async settled(): Promise<void> {
		const { data } = await this.request<{ data: Array<{ id: string; activeVersionId: string | null }> }>('GET', '/rest/workflows');
		for (const { id, activeVersionId } of data) if (activeVersionId) await this.published(id);
	}

	/** "Execute workflow". Undefined if n8n now waits for the trigger's test webhook. */
	async runManually(id: string, trigger: string): Promise<string | undefined> {
		const answer = await this.request<{ executionId?: string }>('POST', `/rest/workflows/${id}/run`, { triggerToStartFrom: { name: trigger } });
		return answer.executionId;
	}

	/** Newest first, after those that are running. */
	async executions({ workflowId, status, limit = 20 }: { workflowId?: string; status?: string[]; limit?: number } = {}): Promise<ExecutionSummary[]> {
		const filter = JSON.stringify({ ...(workflowId ? { workflowId } : {}), ...(status ? { status } : {}) });
		const answer = await this.request<{ results: ExecutionSummary[] }>('GET', `/rest/executions?limit=${limit}&filter=${encodeURIComponent(filter)}`);
		return answer.results;
	}

	async execution(id: string): Promise<Execution> {
		const raw = await this.request<ExecutionSummary & { data: string; workflowData: WorkflowJson }>('GET', `/rest/executions/${id}`);
		return { ...raw, data: parseFlatted(raw.data) as Execution['data'] };
	}

	/**
	 * The first execution that has ended (or has come to another `status`) and fits. n8n pushes events only to the browser
	 * tab that started a run by hand, so that a run started by a webhook can only be asked for.
	 */
	async waitForExecution(fits: WantedExecution, timeoutMs = 120_000): Promise<Execution> {
		const until = Date.now() + timeoutMs;
		const { workflowId, id, after = '0', status = ENDED, where = () => true } = fits;
		let seen: ExecutionSummary[] = [];
		do {
			seen = await this.executions({ ...(workflowId ? { workflowId } : {}), limit: 100 });
			const found = seen.filter((one) => (id ? one.id === id : Number(one.id) > Number(after)) && status.includes(one.status) && where(one)).pop();
			if (found) return await this.execution(found.id);
			await sleep(POLL_MS);
		} while (Date.now() < until);
		throw new Error(`No such execution within ${timeoutMs / 1000} s. There are: ${JSON.stringify(seen.map((one) => [one.id, one.workflowId, one.status, one.mode]))}`);
	}

	/** The id to give as `after` to `waitForExecution` before starting something. n8n lists what is running first, however old. */
	async lastExecutionId(): Promise<string> {
		const ids = (await this.executions()).map(({ id }) => Number(id));
		return String(Math.max(0, ...ids));
	}

	async nodeTypes(): Promise<NodeTypeJson[]> {
		return await this.request('GET', '/types/nodes.json');
	}

	async credentialTypes(): Promise<Array<{ name: string; displayName: string }>> {
		return await this.request('GET', '/types/credentials.json');
	}
}

/** The items that a node put out, from its last run in an execution. */
export function itemsOf(execution: Execution, node: NodeJson['name'], output = 0): Array<Record<string, unknown>> {
	const run = execution.data.resultData.runData[node]?.at(-1);
	return (run?.data?.main[output] ?? []).map((item) => item.json);
}
