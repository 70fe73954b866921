import fc from 'fast-check';
import type { Http } from '../http/types';
import { applicationOf, usualSettings } from './application';
import { configOnce, scimClient } from './client';
import { findAccount, revisit } from './find';

interface Row {
	id: string;
	userName: string;
	externalId?: string;
	active: boolean;
}

/** Answers every look-up with everybody, in pages of any length, and reads anybody by id. */
const ignoringFilters =
	(rows: readonly Row[], perPage: number, asked: string[] = []): Http =>
	async ({ path, query = {} }) => {
		asked.push(path);
		const headers = {};
		if (path === '/ServiceProviderConfig') return { status: 404, headers, body: {} };
		if (path === '/Users') {
			const from = Number(query['startIndex'] ?? 1) - 1;
			return { status: 200, headers, body: { totalResults: rows.length, Resources: rows.slice(from, from + perPage) } };
		}
		const row = rows.find(({ id }) => path === `/Users/${encodeURIComponent(id)}`);
		return row ? { status: 200, headers, body: row } : { status: 404, headers, body: {} };
	};

const clientOver = (http: Http, settings = usualSettings) => scimClient(http, applicationOf('Wiki', 'generic', settings), configOnce(http), () => {});

const hrId = fc.constantFrom('1', '2', '3', 'a"b');
const address = fc.constantFrom('ada@acme.test', 'Ada@acme.test', 'eve@acme.test', 'o"neil@acme.test', 'x\\@acme.test');
const rows = fc.uniqueArray(fc.record({ id: fc.uuid(), userName: address, externalId: fc.option(hrId, { nil: undefined }) as fc.Arbitrary<string>, active: fc.boolean() }), { selector: ({ id }) => id, maxLength: 12 });

test('an application that ignores filters never leads to an account that is not theirs', async () => {
	await fc.assert(
		fc.asyncProperty(rows, hrId, fc.option(address), fc.integer({ min: 1, max: 5 }), async (everybody, id, workEmail, perPage) => {
			const found = await findAccount(clientOver(ignoringFilters(everybody, perPage)), { id, workEmail });
			const theirs = everybody.filter(({ externalId }) => externalId === id);
			const unclaimed = everybody.filter(({ userName, externalId }) => externalId === undefined && workEmail !== null && userName.toLowerCase() === workEmail.toLowerCase());
			const possible = [...theirs, ...unclaimed].map(({ id: one }) => one);
			if (found.kind === 'one') expect(possible).toEqual([found.account.id]);
			else if (found.kind === 'several') {
				expect(found.accounts.length).toBeGreaterThan(1);
				for (const account of found.accounts) expect(possible).toContain(account.id);
			}
			else expect(possible).toEqual([]);
		}),
	);
});

test('a hit in a list that the account itself does not bear out is no hit', async () => {
	const row = { id: '1', userName: 'ada@acme.test', externalId: '42', active: true };
	const lagging: Http = async (request) => (request.path === '/Users/1' ? { status: 200, headers: {}, body: { ...row, externalId: '43' } } : ignoringFilters([row], 5)(request));
	expect(await findAccount(clientOver(lagging), { id: '42', workEmail: null })).toMatchObject({ kind: 'none' });
});

test('a hit in a list that the account itself denies is not "no account"', async () => {
	const row = { id: '1', userName: 'ada@acme.test', externalId: '42', active: true };
	const denying: Http = async (request) => (request.path === '/Users/1' ? { status: 404, headers: {}, body: { message: 'no Route matched' } } : ignoringFilters([row], 5)(request));
	await expect(findAccount(clientOver(denying), { id: '42', workEmail: null })).rejects.toThrow(/says that it does not know .* and lists the account all the same/);
});

test.each([
	['beside their own', [{ value: 'boss@acme.test', type: 'work', primary: true }, { value: 'ada@acme.test', type: 'other' }], 'none'],
	['beside their own, with nothing said of which counts', [{ value: 'boss@acme.test' }, { value: 'ada@acme.test' }], 'none'],
	['as their own', [{ value: 'ada@acme.test', type: 'work', primary: true }], 'one'],
	['as the one that counts, beside a private one', [{ value: 'ada@home.test', type: 'home' }, { value: 'ada@acme.test', primary: true }], 'one'],
] as const)('somebody of another name who has the address %s: %s', async (_name, emails, kind) => {
	const row = { id: '1', userName: 'boss', emails, active: true } as unknown as Row;
	const found = await findAccount(clientOver(ignoringFilters([row], 5)), { id: '42', workEmail: 'ada@acme.test' });
	expect(found).toMatchObject({ kind, ...(kind === 'none' ? { why: expect.stringMatching(/only a further address of boss/), inTheWay: expect.any(String) } : {}) });
});

describe('the account of the case', () => {
	const known = { id: '7', label: 'ada@acme.test' };
	const ada = { id: '42', workEmail: 'ada@acme.test' };
	const again = (row: object) => revisit(clientOver(ignoringFilters([{ id: '7', active: false, ...row } as Row], 5), { hrIdAttribute: 'externalId', matchByEmail: true }), ada, known);

	test.each([
		['still theirs by the HR id, whatever its name', { userName: 'x9f3', externalId: '42' }, '7'],
		['still theirs by the name', { userName: 'Ada@acme.test' }, '7'],
		['somebody of another name, as another application under the same name has it', { userName: 'eve@acme.test' }, undefined],
		['given to another HR id', { userName: 'ada@acme.test', externalId: '43' }, undefined],
	])('%s', async (_name, row, id) => {
		expect((await again(row))?.id).toBe(id);
	});
});

test('without an HR id nobody is looked for', async () => {
	const asked: string[] = [];
	expect(await findAccount(clientOver(ignoringFilters([], 1, asked)), { id: '', workEmail: 'ada@acme.test' })).toMatchObject({ kind: 'none', inTheWay: expect.any(String) });
	expect(asked).toEqual([]);
});

test('an id that is no part of an address is not asked for', async () => {
	const row = { id: '..', userName: 'ada@acme.test', externalId: '42', active: true };
	await expect(findAccount(clientOver(ignoringFilters([row], 5)), { id: '42', workEmail: null })).rejects.toThrow(/cannot be part of an address/);
});
