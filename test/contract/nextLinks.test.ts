import type { Http } from '../../systems/http/types';
import { oktaClient, type Okta } from '../../systems/okta/client';
import { untouchable } from '../../systems/okta/untouchable';
import { startEavesdropper } from './support/eavesdropper';
import { everyItem } from './support/sdk';
import { startWorld, type World } from './support/world';

let world: World;
let other: Awaited<ReturnType<typeof startEavesdropper>>;
beforeAll(async () => {
	world = await startWorld();
	other = await startEavesdropper();
});
beforeEach(() => {
	world.rewind();
	other.heard.length = 0;
});
afterEach(() => world.okta.faults.clear());
afterAll(async () => {
	await world.stop();
	await other.stop();
});

const path = '/api/v1/users';

/** Whatever is asked for, tokens aside. */
const anything = /^\/(?!oauth2)/;

/** The first page names the next one like this; every later page is the last. */
const pagesLinkedBy = (link: string | string[]) => {
	world.okta.faults.clear();
	const page = (headers: Record<string, string | string[]>, id: string) => ({ kind: 'status' as const, status: 200, headers, body: [{ id, status: 'ACTIVE', profile: { login: id } }] });
	world.okta.faults.add({ path: anything, times: 1, effect: page({ link }, 'first') });
	world.okta.faults.add({ path: anything, effect: page({}, 'second') });
};

const targets = async (link: string | string[], work: () => Promise<unknown>) => {
	pagesLinkedBy(link);
	await world.during(work);
	return world.wire.seen.map(({ target }) => decodeURIComponent(target));
};
const ourTargets = (link: string | string[]) => targets(link, () => world.ours('apiToken').okta.list(path, { limit: 2 }));
const sdkTargets = (link: string | string[]) => targets(link, () => everyItem(world.sdk('apiToken').userApi.listUsers({ limit: 2 })));

describe('a next link is understood as the SDK understands it', () => {
	const page = (after: string) => `<${world.okta.url}${path}?limit=2&after=${after}>`;
	const written: [string, () => string | string[], string | null][] = [
		['in a header of its own', () => ['<https://okta.invalid/>; rel="self"', `${page('X')}; rel="next"`], 'X'],
		['joined with others', () => `<https://okta.invalid/>; rel="self", ${page('X')}; rel="next"`, 'X'],
		['joined without a space', () => `<https://okta.invalid/>;rel="self",${page('X')};rel="next"`, 'X'],
		['before the others', () => `${page('X')}; rel="next", <https://okta.invalid/>; rel="self"`, 'X'],
		['without quotes', () => `${page('X')}; rel=next`, 'X'],
		['with an encoded cursor', () => `${page('a%2Bb%20c%3D%3D%2F')}; rel="next"`, 'a+b c==/'],
		['with separators of the header in the cursor', () => `${page('a,b;c')}; rel="next"`, 'a,b;c'],
		['with more than one relation', () => `${page('X')}; rel="next last"`, 'X'],
		['not there', () => '<https://okta.invalid/>; rel="self"', null],
		['empty', () => '', null],
	];

	test.each(written)('%s', async (_name, link, after) => {
		const said = await sdkTargets(link());
		expect(await ourTargets(link())).toEqual(said);
		expect(said).toEqual(after === null ? [`${path}?limit=2`] : [`${path}?limit=2`, `${path}?limit=2&after=${after}`]);
	});

	test('with another parameter before its relation', async () => {
		const link = `${page('X')}; title="more"; rel="next"`;
		expect(await ourTargets(link)).toEqual(await sdkTargets(link));
	});

	test('unless it is a relation of another name that begins alike', async () => {
		const link = `${page('X')}; rel="next-archive"`;
		expect(await ourTargets(link)).toEqual(await sdkTargets(link));
	});
});

/** Addresses of another host, in all the ways an address can be written. */
const elsewhere: [string, (host: string) => string][] = [
	['its address', (host) => `http://${host}/stolen`],
	['its address, without a scheme', (host) => `//${host}/stolen`],
	['its address, with backslashes', (host) => `\\\\${host}\\stolen`],
	['its address, behind a user', (host) => `http://okta@${host}/stolen`],
	['its address, behind ours as a user', (host) => `${world.okta.url}@${host}/stolen`],
	['ours, and its as a path', (host) => `${world.okta.url}//${host}/stolen`],
	['ours, and its behind an @', (host) => `${world.okta.url}/@${host}/stolen`],
	['its address behind a backslash', (host) => `https://okta.invalid\\@${host}/stolen`],
];

/** Addresses without a host: what follows their scheme is no path, and must not be put behind our address. */
const rootless: [string, (host: string) => string][] = [
	['a scheme of its own', (host) => `x:@${host}/stolen`],
	['a mail address', (host) => `mailto:okta@${host}/stolen`],
	['the rest of a longer host name', () => 'urn:.okta.example/stolen'],
	['the rest of a longer port', () => 'x:9/stolen'],
];

/** Both places where our code follows a link. */
const followers: [string, (okta: Okta, href: string) => Promise<unknown>][] = [
	[
		'the Link header of a list',
		(okta, href) => {
			pagesLinkedBy(`<${href}>; rel="next"`);
			return okta.list(path, { limit: 2 });
		},
	],
	[
		'the body of the list of admins',
		(okta, href) => {
			world.user().roles = [{ id: 'ra1super000000000000', type: 'SUPER_ADMIN', label: 'Super Administrator', created: '2026-01-01T00:00:00.000Z' }];
			world.okta.faults.add({ path: /assignees/, times: 1, effect: { kind: 'status', status: 200, body: { value: [], _links: { next: { href } } } } });
			return untouchable(okta, world.account);
		},
	],
];

describe.each(followers)('%s never leads to another host', (_place, follow) => {
	/** What was asked for, and what of it reached our Okta. Whether the rest got anywhere is up to names and ports of this machine. */
	const followed = async (href: string) => {
		const { http, settings } = world.ours('withDpop');
		const asked: string[] = [];
		const recording: Http = (request) => {
			asked.push(request.path);
			return http(request);
		};
		await world.during(() => follow(oktaClient(recording, settings, () => {}), href).catch(() => {}));
		return { asked, arrived: world.wire.seen.filter(({ target }) => target.includes('stolen')) };
	};

	test.each(elsewhere)('by %s', async (_name, href) => {
		const { arrived } = await followed(href(other.host));
		expect(other.heard).toEqual([]);
		// The link was followed, and ended up at our Okta.
		expect(arrived).toHaveLength(1);
		expect(arrived[0]!.headers['host']).toBe(new URL(world.okta.url).host);
	});

	test.each([' ', '#', '?after=X', 'http://[', '/', '.', '//'])('by something that is no page: %j', async (href) => {
		const { asked } = await followed(href);
		expect(other.heard).toEqual([]);
		expect(asked.filter((one) => !one.startsWith('/'))).toEqual([]);
	});

	test.each(rootless)('by %s', async (_name, href) => {
		const { asked } = await followed(href(other.host));
		expect(other.heard).toEqual([]);
		expect(asked.filter((one) => !one.startsWith('/'))).toEqual([]);
	});
});

test('the SDK takes its token wherever the link leads, which is why we do not', async () => {
	pagesLinkedBy(`<http://${other.host}/stolen>; rel="next"`);
	await everyItem(world.sdk('apiToken').userApi.listUsers({ limit: 2 }));
	expect(other.heard).toEqual(['GET /stolen']);
});
