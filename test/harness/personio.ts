import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import { giveSinkAccess } from './sinkNodes';

interface Answer {
	status: number;
	type: string;
	body: string;
}

export interface Personio {
	origin: string;
	people: Map<string, { person: IDataObject; employments: IDataObject[] }>;
	/** Paths that were asked for, in order, the token's left out. */
	asked: string[];
	/** What it says instead of what is true while set, at one path or at all. */
	instead: (Answer & { path?: string }) | undefined;
	stop(): Promise<void>;
}

const accessToken = 'access-token-of-personio';
const list = (items: IDataObject[]): IDataObject => ({ _data: items, _meta: { links: {} } });

/** Personio's API v2, as far as the template asks it. */
export const startPersonio = async (): Promise<Personio> => {
	const told = ({ people }: Personio, path: string): IDataObject | undefined => {
		if (path === '/v2/persons') return list([...people.values()].map(({ person }) => person));
		const [, id, part] = /^\/v2\/persons\/([^/]+)(\/employments)?$/.exec(path) ?? [];
		const known = people.get(id ?? '');
		return part === undefined ? known?.person : known && list(known.employments);
	};
	const answer = (path: string, authorization: string | undefined): Answer => {
		if (path === '/v2/auth/token') return { status: 200, type: 'application/json', body: JSON.stringify({ access_token: accessToken, expires_in: 86_400, token_type: 'Bearer' }) };
		personio.asked.push(path);
		if (authorization !== `Bearer ${accessToken}`) return { status: 401, type: 'application/problem+json', body: '{"title":"Unauthorized"}' };
		if (personio.instead && (personio.instead.path ?? path) === path) return personio.instead;
		const found = told(personio, path);
		return found ? { status: 200, type: 'application/json', body: JSON.stringify(found) } : { status: 404, type: 'application/problem+json', body: '{"title":"Not Found"}' };
	};
	const server = createServer((request, response) => {
		const { status, type, body } = answer(new URL(request.url!, 'http://personio').pathname, request.headers.authorization);
		request.resume().once('end', () => response.writeHead(status, { 'content-type': type }).end(body));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const personio: Personio = {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		people: new Map(),
		asked: [],
		instead: undefined,
		stop: () => new Promise((resolve) => server.close(() => resolve())),
	};
	giveSinkAccess({ s3Port: 0, aws: { accessKeyId: '', secretAccessKey: '', region: '' }, headers: {}, oauth: { tokenUrl: `${personio.origin}/v2/auth/token`, clientId: 'n8n', clientSecret: 'client-secret-of-personio', scope: '' } });
	return personio;
};
