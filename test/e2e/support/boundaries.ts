import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NodeJson, WorkflowJson } from '../../../scripts/n8n';

/** Between two nodes of a workflow: the name of the one before, the output, and the one behind. */
export interface Boundary {
	from: string;
	output: number;
	to: string;
	input: number;
}

export const nameOf = ({ from, output, to }: Boundary): string => `${from}[${output}] | ${to}`;

/** Every connection that can be reached from a node. */
export const boundariesFrom = ({ connections }: WorkflowJson, start: string): Boundary[] => {
	const found: Boundary[] = [];
	const seen = new Set<string>();
	const walk = (from: string): void => {
		if (seen.has(from)) return;
		seen.add(from);
		const outputs = (connections as Record<string, { main?: ({ node: string; index: number }[] | null)[] }>)[from]?.main ?? [];
		for (const [output, targets] of outputs.entries()) {
			for (const { node: to, index: input } of targets ?? []) {
				found.push({ from, output, to, input });
				walk(to);
			}
		}
	};
	walk(start);
	return found;
};

/**
 * n8n's own nodes between two others: one asks whether it may go on, the other hands on what came, with its files. Who asks
 * is the person of the item, or of its case.
 */
export const withGates = (workflow: WorkflowJson, boundaries: readonly Boundary[], url: string): WorkflowJson => {
	const gated = structuredClone(workflow);
	const connections = gated.connections as Record<string, { main: ({ node: string; type: 'main'; index: number }[] | null)[] }>;
	for (const [index, { from, output, to, input }] of boundaries.entries()) {
		const [ask, pass] = [`May It Go On ${index}?`, `Go On ${index}`];
		const at: [number, number] = [0, 2_000 + index * 100];
		// Behind Tell the item has no person any more, and the case names them.
		const who = '={{ $json.person?.id ?? ($json.caseId ?? "").split("_")[3] ?? "nobody" }}';
		const nodes: NodeJson[] = [
			{ id: `ask-${index}`, name: ask, type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, position: at, parameters: { url: `=${url}/${index}/${who.slice(1)}`, options: { timeout: 600_000 } } },
			{ id: `pass-${index}`, name: pass, type: 'n8n-nodes-base.merge', typeVersion: 3, position: at, parameters: { mode: 'chooseBranch', chooseBranchMode: 'waitForAll', output: 'specifiedInput', useDataOfInput: '1' } },
		];
		gated.nodes.push(...nodes);
		const targets = connections[from]!.main[output]!;
		connections[from]!.main[output] = targets.flatMap((one) => (one.node === to && one.index === input ? [{ node: ask, type: 'main' as const, index: 0 }, { node: pass, type: 'main' as const, index: 0 }] : [one]));
		connections[ask] = { main: [[{ node: pass, type: 'main', index: 1 }]] };
		connections[pass] = { main: [[{ node: to, type: 'main', index: input }]] };
	}
	return gated;
};

export interface Gatekeeper {
	url: string;
	/** Holds somebody at a boundary, for as long as nobody opens. Resolves when they stand there. */
	hold(boundary: number, who: string): Promise<void>;
	/** From now on nobody is held, and who stands is forgotten: n8n was killed with them. */
	open(): void;
	/** Whom it let pass or holds, in their order. */
	readonly passed: readonly { boundary: number; who: string }[];
	stop(): Promise<void>;
}

export const startGatekeeper = async (): Promise<Gatekeeper> => {
	const held = new Map<string, () => void>();
	const standing = new Set<ServerResponse>();
	const passed: { boundary: number; who: string }[] = [];
	const server = createServer((request, response) => {
		const [boundary, who] = (request.url ?? '/').slice(1).split('/');
		passed.push({ boundary: Number(boundary), who: String(who) });
		const arrived = held.get(`${boundary}/${who}`);
		if (arrived === undefined) return void response.end('{}');
		standing.add(response);
		arrived();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		hold: (boundary, who) => new Promise((resolve) => held.set(`${boundary}/${who}`, resolve)),
		open: () => {
			held.clear();
			for (const response of standing) response.destroy();
			standing.clear();
		},
		passed,
		stop: () => new Promise((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		}),
	};
};
