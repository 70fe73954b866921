export interface NodeJson {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	[key: string]: unknown;
}

export interface WorkflowJson {
	id?: string;
	name: string;
	nodes: NodeJson[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	active?: boolean;
	versionId?: string;
	[key: string]: unknown;
}

export interface SavedWorkflow extends WorkflowJson {
	id: string;
	versionId: string;
	activeVersionId: string | null;
	active: boolean;
}

export interface ImportOptions {
	/** By credential type: the id, or id and name, that every node asking for this type gets. */
	credentials?: Record<string, string | { id: string; name: string }>;
	patch?: (node: NodeJson, workflow: WorkflowJson) => void;
	name?: string;
}

export interface CredentialTest {
	status: 'OK' | 'Error';
	message: string;
}

export interface PublicationStatus {
	status: 'in_progress' | 'published' | 'not_published' | 'partial' | 'failed';
	triggers: Array<{ nodeId: string; status: string; errorMessage: string | null }>;
}

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	status: 'new' | 'running' | 'waiting' | 'success' | 'error' | 'crashed' | 'canceled' | 'unknown';
	mode: string;
	startedAt: string;
	stoppedAt?: string | null;
}

export interface WantedExecution {
	workflowId?: string;
	id?: string;
	/** Newer than this one: what `lastExecutionId` said before the thing was started. */
	after?: string;
	status?: Array<ExecutionSummary['status']>;
	where?: (found: ExecutionSummary) => boolean;
}

export interface NodeRun {
	startTime: number;
	executionTime: number;
	executionStatus: string;
	error?: { message: string; description?: string | null; httpCode?: string | null; [key: string]: unknown };
	data?: { main: Array<Array<{ json: Record<string, unknown>; pairedItem?: unknown }> | null> };
	hints?: Array<{ message: string }>;
}

export interface Execution extends ExecutionSummary {
	workflowData: WorkflowJson;
	data: {
		resultData: {
			runData: Record<string, NodeRun[]>;
			lastNodeExecuted?: string;
			error?: { message: string; [key: string]: unknown };
		};
		[key: string]: unknown;
	};
}

export interface NodeTypeJson {
	name: string;
	displayName: string;
	version: number | number[];
	[key: string]: unknown;
}
