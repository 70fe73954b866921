import type { Http } from '../http/types';
import { googleClient } from './client';
import { usualSettings } from './settings';

const asked = { count: 0 };
beforeEach(() => void (asked.count = 0));

const clientOver = (answer: () => unknown) => {
	const http: Http = async () => {
		asked.count += 1;
		return { status: 200, headers: {}, body: answer() };
	};
	return googleClient({ directory: http, licensing: http, cloudIdentity: http, iam: http, gmail: null }, usualSettings, () => {}).directory;
};
const everything = async (pages: AsyncIterable<unknown[]>) => {
	let count = 0;
	for await (const page of pages) count += page.length;
	return count;
};
const endless = { code: 'bad_answer', message: expect.stringContaining('does not end') };

test('a list ends with the page that names no other; a page may be empty', async () => {
	const answers = [{ items: [{}, {}], nextPageToken: 'a' }, { nextPageToken: 'b' }, { items: [{}], nextPageToken: '' }];
	expect(await clientOver(() => answers.shift()).list('/list', 'items')).toHaveLength(3);
	expect(asked.count).toBe(3);
});

test('a list that comes back to a page it had does not end', async () => {
	await expect(clientOver(() => ({ nextPageToken: `page ${asked.count % 3}` })).list('/list', 'items')).rejects.toMatchObject(endless);
	expect(asked.count).toBe(4);
});

test('a list that names ever new pages ends: soon where it is about one person, later where it is about everybody', async () => {
	const client = clientOver(() => ({ items: [{}], nextPageToken: `page ${asked.count}` }));
	await expect(client.list('/list', 'items')).rejects.toMatchObject(endless);
	expect(asked.count).toBe(500);
	await expect(everything(client.pages('/list', 'items'))).rejects.toMatchObject(endless);
	expect(asked.count).toBe(10_500);
});
