import type { Row } from './rows/row';
import { rows } from './rows';
import { everyItem, type Sdk } from './support/sdk';
import { fits, type Meant } from './support/request';
import { startWorld, type World } from './support/world';

let world: World;
beforeAll(async () => {
	world = await startWorld();
});
beforeEach(() => world.rewind());
afterEach(() => world.okta.faults.clear());
afterAll(() => world.stop());

const rowCalled = (name: string): Row => rows.find((row) => row.name === name)!;
const at = '2026-11-20T09:30:00.000Z';
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const id = (kind: string, index: number) => `${kind}p${String(index).padStart(16, '0')}`;

/** Enough of everything that every list takes three pages; the double's page sizes are Okta's. */
const lists: [name: string, fill: (world: World) => void][] = [
	['consent grants', ({ user }) => user().grants.push(...many(450, (index) => ({ id: id('oag', index), clientId: id('0oa', index), scopeId: 'openid', created: at })))],
	[
		'clients with refresh tokens',
		({ user }) => user().refreshTokens.push(...many(45, (index) => ({ id: id('oar', index), clientId: id('0oa', index), scopes: ['openid'], created: at, expiresAt: at }))),
	],
	[
		'groups of a user',
		({ okta, account }) => {
			const [model] = okta.state.groups.values();
			for (const one of many(450, (index) => id('00g', index))) okta.state.groups.set(one, { ...model!, id: one, name: one, type: 'OKTA_GROUP', members: new Set([account.id]), ruleMembers: new Set() });
		},
	],
	[
		'group rules',
		({ okta }) => {
			const [model] = okta.state.rules.values();
			for (const one of many(120, (index) => id('0pr', index))) okta.state.rules.set(one, { ...model!, id: one, groupIds: [] });
		},
	],
	[
		'apps of a user, with how they were assigned',
		({ okta, account }) => {
			const [model] = okta.state.apps.values();
			for (const one of many(450, (index) => id('0oa', index))) okta.state.apps.set(one, { ...model!, id: one, users: new Map([[account.id, { assignedAt: at, profile: {} }]]), groupIds: [] });
		},
	],
	[
		'the System Log about one person',
		({ okta, account }) =>
			void okta.state.log.push(
				...many(250, (index) => ({ visibleAtElapsed: 0, event: { uuid: id('evt', index), published: '2026-11-20T09:00:30.000Z', eventType: 'user.session.clear', target: [{ id: account.id, type: 'User' }], outcome: { result: 'SUCCESS' } } })),
			),
	],
];

const inOrder = async (row: Row, work: () => Promise<unknown>): Promise<Meant[]> => (await world.during(work)).filter((request) => fits(row.request, request));

const bothWays = async (name: string, fill: (world: World) => void) => {
	const row = rowCalled(name);
	if (typeof row.oracle !== 'function') throw new Error(`${name} has no oracle that follows pages.`);
	fill(world);
	const { oracle } = row;
	const said = await inOrder(row, () => oracle(world.sdk('withDpop'), world));
	const sent = await inOrder(row, () => row.ours(world.ours('withDpop'), world, null));
	return { said, sent };
};

describe('over several pages we follow the same links as the SDK', () => {
	test.each(lists)('%s', async (name, fill) => {
		// The log reaches back 90 days from now, and the events are from a day of their own.
		world.sandbox.clock.set('2026-11-20T12:00:00.000Z');
		const { said, sent } = await bothWays(name, fill);
		expect(sent).toEqual(said);
		expect(said).toHaveLength(3);
		expect(new Set(said.map(({ query }) => query['after'])).size).toBe(3);
	});

	test('users by a profile attribute, and find the same ones', async () => {
		const search = 'profile.department eq "Engineering" or profile.department eq "Sales"';
		let theirs: (string | undefined)[] = [];
		let ours: unknown[] = [];
		const said = await world.during(async () => {
			theirs = (await everyItem(world.sdk('withDpop').userApi.listUsers({ search, limit: 10 }))).map((user) => user.id);
		});
		const sent = await world.during(async () => {
			ours = (await world.ours('withDpop').okta.list('/api/v1/users', { search, limit: 10 })).map((user) => user['id']);
		});
		expect(sent).toEqual(said);
		expect(said.length).toBeGreaterThan(2);
		expect(ours).toEqual(theirs);
		expect(new Set(ours).size).toBe(ours.length);
	});

	test('everybody with an admin role, where the link is in the body and the SDK leaves following it to its caller', async () => {
		const row = rowCalled('everybody with an admin role');
		const path = '/api/v1/iam/assignees/users';
		const pages: [after: string | null, next: string | null][] = [[null, 'first+one/='], ['first+one/=', 'second'], ['second', null]];
		const answers = () => {
			for (const [index, [, next]] of pages.entries()) {
				const links = next === null ? {} : { next: { href: `${world.okta.url}${path}?after=${encodeURIComponent(next)}` } };
				world.okta.faults.add({ path: new RegExp(`${path}$`), times: 1, after: 0, effect: { kind: 'status', status: 200, body: { value: [{ id: id('00u', index) }], _links: links } } });
			}
		};
		const follow = async ({ roleAssignmentApi }: Sdk) => {
			for (const [after] of pages) await roleAssignmentApi.listUsersWithRoleAssignments(after === null ? {} : { after });
		};
		answers();
		const said = await inOrder(row, () => follow(world.sdk('withDpop')));
		world.okta.faults.clear();
		row.given!(world);
		answers();
		const sent = await inOrder(row, () => row.ours(world.ours('withDpop'), world, null));
		expect(sent).toEqual(said);
		expect(said.map(({ query }) => query['after'] ?? null)).toEqual(pages.map(([after]) => after));
	});
});

test('an empty page in the middle ends no list of ours, although it ends the SDK’s', async () => {
	const empty = () => {
		world.okta.faults.clear();
		world.okta.faults.add({ path: /\/grants$/, times: 1, effect: { kind: 'status', status: 200, headers: { link: `<${world.okta.url}/api/v1/users/${world.account.id}/grants?after=>; rel="next"` }, body: [] } });
	};
	empty();
	const theirs = await everyItem(world.sdk('apiToken').userApi.listUserGrants({ userId: world.account.id }));
	empty();
	const ours = await world.ours('apiToken').okta.list(`/api/v1/users/${world.account.id}/grants`);
	expect(theirs).toEqual([]);
	expect(ours).toHaveLength(world.user().grants.length);
	expect(ours.length).toBeGreaterThan(0);
});

test('a list that leads back to itself is refused, because nobody knows the rest of it', async () => {
	const path = `/api/v1/users/${world.account.id}/grants`;
	world.okta.faults.add({ path: /\/grants$/, effect: { kind: 'status', status: 200, headers: { link: `<${world.okta.url}${path}?after=x>; rel="next"` }, body: [] } });
	await expect(world.ours('apiToken').okta.list(path)).rejects.toMatchObject({ code: 'bad_answer', message: expect.stringContaining('does not end') });
});
