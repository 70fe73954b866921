import { createClock } from '../../../sandbox/clock';
import { startScim } from '../../../sandbox/scim';
import { startScimmyServer } from '../../support/scimmyServer';
import { differences } from './differences';
import { type Exchange, exchanges } from './exchanges';

interface Said {
	status: number;
	body: unknown;
}

interface Server {
	baseUrl: string;
	token: string;
}

/** What servers are free to say as they like: times, addresses, names for people, sentences. The library's `itemsPerPage` is what a page could hold, not what it holds. */
const FREE = new Set(['meta', 'detail', '$ref', 'display', 'itemsPerPage']);

function determined(value: unknown, names: ReadonlyMap<string, string>): unknown {
	if (typeof value === 'string') return names.get(value) ?? value;
	if (Array.isArray(value)) return value.map((item) => determined(item, names));
	if (typeof value !== 'object' || value === null) return value;
	const kept = Object.entries(value).filter(([name, inner]) => !FREE.has(name) && !(Array.isArray(inner) && inner.length === 0));
	return Object.fromEntries(kept.map(([name, inner]) => [name, name === 'schemas' ? [...(inner as string[])].sort() : determined(inner, names)]));
}

async function converse({ baseUrl, token }: Server): Promise<Said[]> {
	const ids = new Map<string, string>();
	const filled = (text: string) => text.replaceAll(/(?:\{|%7B)(\w+)(?:\}|%7D)/g, (whole, name: string) => ids.get(name) ?? whole);
	const say = async ({ method, path, body, headers = {}, as }: Exchange): Promise<Said> => {
		const answer = await fetch(`${baseUrl}${filled(path)}`, {
			method,
			headers: { authorization: `Bearer ${token}`, accept: 'application/scim+json', ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }), ...headers },
			...(body === undefined ? {} : { body: filled(JSON.stringify(body)) }),
		});
		const text = await answer.text();
		const parsed = (text === '' ? null : JSON.parse(text)) as { id: string } | null;
		if (as !== undefined && parsed !== null) ids.set(as, parsed.id);
		return { status: answer.status, body: determined(parsed, new Map([...ids].map(([name, id]) => [id, `{${name}}`]))) };
	};
	const said: Said[] = [];
	for (const exchange of exchanges) said.push(await say(exchange));
	return said;
}

const clock = createClock();
let ours: Said[];
let theirs: Said[];
beforeAll(async () => {
	const [double, library] = await Promise.all([startScim({ clock }), startScimmyServer()]);
	[ours, theirs] = await Promise.all([converse(double.connection.generic), converse(library)]);
	await Promise.all([double.stop(), library.stop()]);
	clock.stop();
});

describe('the double and a SCIM library answer alike', () => {
	const alike = exchanges.filter(({ what }) => differences[what] === undefined);
	test.each(alike)('$what', (exchange) => {
		const index = exchanges.indexOf(exchange);
		expect(ours[index]).toEqual(theirs[index]);
	});
});

describe('the double follows the standard where the library does not, or where both may choose', () => {
	test.each(Object.entries(differences).map(([what, { why, ...rest }]) => ({ what: `${what}: ${why}`, named: what, ...rest })))('$what', ({ named, double, library }) => {
		const index = exchanges.findIndex(({ what }) => what === named);
		expect([ours[index], theirs[index]]).toMatchObject([double, library]);
		expect(ours[index]).not.toEqual(theirs[index]);
	});
});
