import type { System } from '../../lifecycle/system';
import type { Target } from '../../nodes/shared/transport';
import type { Sandbox } from '../../sandbox';

export interface Hired {
	employeeId: string;
	workEmail: string;
}

/** What the bench has to know of a system. The next one is a file that looks like those beside this one, and a line in index.ts. */
export interface BenchSystem {
	/** Copies what the demo's leaver has there. The function gives the same to somebody else, and tells the id of their account. */
	equipment(sandbox: Sandbox): (person: Hired) => string;
	/** Everything that still gives access, counted. */
	accessOf(sandbox: Sandbox, accountId: string): Readonly<Record<string, unknown>>;
	/** What the template ticks: how much of each is still there, where nothing should be. */
	left(sandbox: Sandbox, accountId: string): Readonly<Record<string, number>>;
	/** Which step speaks, when access is restored, for what it does not give back. By what `accessOf` counts. */
	spokenForBy: Readonly<Record<string, string>>;
	/** As the pack's node has it, without n8n around it. */
	connect(sandbox: Sandbox): System;
	/** Opens accounts until there are so many. */
	openAccounts(sandbox: Sandbox, count: number): void;
}

/** One that the leaver template cuts while the bench looks on, against the work by hand. */
export interface CutSystem extends BenchSystem {
	/** Whether a request only asks for a token. */
	isForToken(path: string): boolean;
	/** Where the work by hand finds the system, and what it signs in with. */
	byHand(sandbox: Sandbox): Promise<ByHand>;
}

export interface ByHand {
	url: string;
	credentials: readonly Credential[];
	/** Those that have to be others for each leaver: they take the place of the ones of the same name. */
	credentialsFor?(leaver: Hired): readonly Credential[];
}

export interface Credential {
	type: string;
	name: string;
	data: Record<string, string | boolean>;
}

/** What n8n's request helper does for a node. */
export const sendWith =
	(authorisation: () => Promise<string>): Target['send'] =>
	async (request) => await sendSigned({ ...request, headers: { ...request.headers, authorization: await authorisation() } });

/** The same for a request that carries its own authentication. */
export const sendSigned: Target['send'] = async ({ method, url, headers, body }) => {
	const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }) });
	const text = await answer.text();
	const answered: Record<string, string> = {};
	answer.headers.forEach((value, name) => (answered[name] = value));
	return { statusCode: answer.status, headers: answered, body: text !== '' && /json/.test(answered['content-type'] ?? '') ? JSON.parse(text) : text };
};

/** Rows of the model, copied now: what others are given later is not the model's. */
export const copier = <Row>(rows: Iterable<Row>, isModels: (row: Row) => boolean): (() => Row[]) => {
	const models = structuredClone([...rows].filter(isModels));
	return () => structuredClone(models);
};
