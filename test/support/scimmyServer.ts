import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Request } from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

type Kept = Record<string, unknown> & { id: string; userName?: string; displayName?: string; members?: { value: string }[]; meta: { created: string; lastModified: string } };

export interface ScimRequest {
	method: string;
	path: string;
	query: Record<string, string>;
	/** Without the token. */
	headers: Record<string, unknown>;
	body: unknown;
	status: number;
}

export interface ScimmyServer {
	baseUrl: string;
	token: string;
	users: Map<string, Kept>;
	groups: Map<string, Kept>;
	/** Every request that was answered, oldest first. */
	journal: ScimRequest[];
	/** Puts somebody in without a request. */
	addUser(user: Record<string, unknown>): string;
	addGroup(displayName: string, memberIds?: readonly string[]): string;
	stop(): Promise<void>;
}

/** What one server keeps; the library knows one set of handlers for all servers of a process. */
interface World {
	users: Map<string, Kept>;
	groups: Map<string, Kept>;
}

interface Sought {
	id?: string | undefined;
	filter?: { match(all: Kept[]): Kept[] } | undefined;
}

const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

const missing = (id: string | undefined) => new SCIMMY.Types.Error(404, null as never, `Resource ${id ?? ''} not found`);

function keep(kept: Map<string, Kept>, id: string | undefined, given: unknown): Kept {
	if (id !== undefined && !kept.has(id)) throw missing(id);
	const now = new Date().toISOString();
	const created = kept.get(id ?? '')?.meta.created ?? now;
	const { groups: _shownOnly, ...own } = plain(given);
	const resource: Kept = { ...own, id: id ?? randomUUID(), meta: { created, lastModified: now } };
	kept.set(resource.id, resource);
	return resource;
}

function one(kept: Map<string, Kept>, id: string): Kept {
	const found = kept.get(id);
	if (found === undefined) throw missing(id);
	return found;
}

/** The library leaves filters to its handlers. */
const read = (all: Kept[], { filter }: Sought) => (filter === undefined ? all : filter.match(all));

function remove(kept: Map<string, Kept>, id: string | undefined): void {
	if (!kept.delete(id ?? '')) throw missing(id);
}

function unique({ users }: World, id: string | undefined, userName: unknown): void {
	const wanted = String(userName).toLowerCase();
	for (const user of users.values()) if (user.id !== id && String(user.userName).toLowerCase() === wanted) throw new SCIMMY.Types.Error(409, 'uniqueness', `userName ${String(userName)} is already in use`);
}

const withGroups = ({ groups }: World, user: Kept): Kept => {
	const mine = [...groups.values()].filter(({ members = [] }) => members.some(({ value }) => value === user.id));
	return mine.length === 0 ? user : { ...user, groups: mine.map(({ id, displayName }) => ({ value: id, display: displayName, type: 'direct' })) };
};

const handlers = {
	user: {
		ingress: ({ id }: Sought, instance: unknown, world: World) => {
			unique(world, id, (instance as { userName?: unknown }).userName);
			return withGroups(world, keep(world.users, id, instance));
		},
		egress: (sought: Sought, world: World) => (sought.id === undefined ? read([...world.users.values()].map((user) => withGroups(world, user)), sought) : withGroups(world, one(world.users, sought.id))),
		degress: ({ id }: Sought, world: World) => {
			remove(world.users, id);
			for (const group of world.groups.values()) if (group.members !== undefined) group.members = group.members.filter(({ value }) => value !== id);
		},
	},
	group: {
		ingress: ({ id }: Sought, instance: unknown, world: World) => keep(world.groups, id, instance),
		egress: (sought: Sought, world: World) => (sought.id === undefined ? read([...world.groups.values()], sought) : one(world.groups, sought.id)),
		degress: ({ id }: Sought, world: World) => remove(world.groups, id),
	},
};

const declare = () => {
	SCIMMY.Resources.declare(SCIMMY.Resources.User, handlers.user as never);
	SCIMMY.Resources.declare(SCIMMY.Resources.Group, handlers.group as never);
	SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
};

let declared = false;

const TOKEN = 'scimmy-token-kestrel';

/** A SCIM server made by others, with users and groups in memory and a journal of what it was asked. */
export async function startScimmyServer(): Promise<ScimmyServer> {
	if (!declared) declare();
	declared = true;
	const world: World = { users: new Map(), groups: new Map() };
	const journal: ScimRequest[] = [];
	const app = express();
	app.use((request, response, next) => {
		// The library writes numbers into the query, which Express 5 would read anew from the address every time.
		Object.defineProperty(request, 'query', { value: { ...request.query }, writable: true });
		response.once('finish', () => {
			const { authorization: _secret, ...headers } = request.headers;
			const { pathname, searchParams } = new URL(request.originalUrl, 'http://scimmy.invalid');
			journal.push({ method: request.method, path: pathname, query: Object.fromEntries(searchParams), headers, body: request.body as unknown, status: response.statusCode });
		});
		next();
	});
	const handler = (request: Request) => {
		if (request.header('authorization') !== `Bearer ${TOKEN}`) throw new Error('The token is missing or not valid');
		return undefined;
	};
	const baseUri = (request: Request) => `http://${request.header('host') ?? ''}`;
	app.use('/scim', new SCIMMYRouters({ type: 'bearer', handler, baseUri, context: () => world } as never));

	const server = createServer(app);
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		baseUrl: `http://127.0.0.1:${port}/scim`,
		token: TOKEN,
		...world,
		journal,
		addUser: (user) => keep(world.users, undefined, { active: true, ...user }).id,
		addGroup: (displayName, memberIds = []) => keep(world.groups, undefined, { displayName, members: memberIds.map((value) => ({ value, type: 'User' })) }).id,
		stop: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
