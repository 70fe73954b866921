import { createClock } from '../clock';
import type { GitHubDouble } from '.';
import { startGitHub } from '.';
import { api, verdict } from './testing/api';

let github: GitHubDouble;
beforeEach(async () => {
	github = await startGitHub({ clock: createClock() });
});
afterEach(() => github.stop());

interface Shown {
	number: number;
	html_url: string;
	labels: { name: string }[];
}

const ISSUES = '/repos/kestrel/platform/issues';
const create = (body: object) => api<Shown>(github, 'POST', ISSUES, { body: { title: 'Laptop of Mateo Rivas', ...body } });

test('an issue is created, and found by its label, open or closed', async () => {
	const made = await create({ labels: ['jml', 'hr_event_1/laptop'] });
	expect([made.status, made.body.number, made.body.html_url]).toEqual([201, 1, 'https://github.com/kestrel/platform/issues/1']);
	await create({ labels: ['hr_event_2/laptop'] });
	[...github.state.issues.values()][0]!.state = 'closed';
	const found = async (query: string) => (await api<Shown[]>(github, 'GET', `${ISSUES}?${query}`)).body.map(({ number }) => number);
	expect(await found('labels=hr_event_1/laptop&state=all')).toEqual([1]);
	expect(await found('labels=hr_event_1/laptop')).toEqual([]);
	expect(await found('state=all')).toEqual([2, 1]);
	expect(await verdict(github, 'GET', `${ISSUES}/1`)).toBe('200');
});

test.each<[string, object]>([
	['no title', { title: '' }],
	['a label that is too long', { labels: ['x'.repeat(51)] }],
])('%s is refused', async (_, body) => {
	expect((await create(body)).status).toBe(422);
	expect(github.state.issues.size).toBe(0);
});

test('in a private repository nobody from outside sees any', async () => {
	expect(await verdict(github, 'GET', ISSUES, { token: null })).toMatch(/^404/);
	expect(await verdict(github, 'POST', ISSUES, { token: null, body: { title: 'x' } })).toMatch(/^404/);
});
