import { cast } from '../../../sandbox';
import { createBudget } from '../../../systems/http/budget';
import { patient } from '../../../systems/http/patient';
import type { Http, HttpRequest, HttpResponse } from '../../../systems/http/types';
import { jumpCloudSteps } from '../../../systems/jumpCloud';
import { checkJumpCloud } from '../../../systems/jumpCloud/check';
import { jumpCloudClient } from '../../../systems/jumpCloud/client';
import { getUser } from '../../../systems/jumpCloud/user';
import { overCredential, startJumpCloudCase, wishFor, type JumpCloudCase } from '../../support/jumpCloudCase';
import { personOf } from '../../support/leaverCase';
import { published, targets, type Published } from './published';

interface Sent {
	method: string;
	path: string;
	query: Record<string, string>;
	body: string;
}

const patternOf = ({ path }: Published) => new RegExp(`^${path.replaceAll('{}', '[0-9a-f]{24}')}$`);
const rowOf = ({ method, path }: Pick<Sent, 'method' | 'path'>) => published.filter((row) => row.method === method && patternOf(row).test(path));

/** What the published contract has against a request. */
const complaints = (sent: Sent): string[] => {
	const [row, ...others] = rowOf(sent);
	if (row === undefined || others.length > 0) return [`${sent.method} ${sent.path} is published ${others.length === 0 ? 'nowhere' : 'several times'}`];
	const name = `${row.method} ${row.path}`;
	const wrong: string[] = Object.keys(sent.query).filter((key) => !row.query?.includes(key)).map((key) => `${name}: query ${key}`);
	if (row.query?.includes('limit') && !/^(100|1)$/.test(sent.query['limit'] ?? '')) wrong.push(`${name}: a limit of its own is needed, for ten is the usual`);
	if (row.body === undefined) return sent.body === '' ? wrong : [...wrong, `${name}: no body is taken`];
	const body = JSON.parse(sent.body) as Record<string, unknown>;
	const { required, optional = [] } = row.body;
	for (const [key, fits] of Object.entries(required)) if (!fits(body[key])) wrong.push(`${name}: ${key} is ${JSON.stringify(body[key])}`);
	for (const key of Object.keys(body)) if (!(key in required) && !optional.includes(key)) wrong.push(`${name}: ${key} is no field`);
	return wrong;
};

let company: JumpCloudCase;
beforeEach(async () => {
	company = await startJumpCloudCase();
});
afterEach(() => company.stop());

const sentSoFar = () => company.jumpCloud.journal.entries.filter(({ path }) => path !== '/oauth2/token');

/** Everything the pack ever asks of JumpCloud, once. */
const everything = async () => {
	const all = { steps: jumpCloudSteps.map(({ id }) => id) };
	await company.cut(cast.leaver, all);
	company.companyClock.move(60_000);
	for (const id of company.jumpCloud.state.devices.keys()) company.jumpCloud.checkIn(id);
	await company.cut(cast.leaver, all);
	await company.restore(cast.leaver);
	await company.grant(wishFor({}, { join: ['VPN Users'], attributes: { costCenter: '1' } }));
	await company.grant(wishFor(personOf(cast.lockedOut)));
	await company.change(wishFor({ ...personOf(cast.leaver), title: 'Lead' }, { usable: null, leave: ['VPN Users'] }));
	for await (const page of company.system().accounts(company.system().connect(() => {}))) expect(page.length).toBeGreaterThan(0);
	const http = patient(overCredential(company.jumpCloud), { system: 'JumpCloud', clock: company.clock, budget: createBudget(16) });
	expect(await checkJumpCloud({ console: http, insights: http }, { organisationId: null })).toMatchObject({ ok: true });
};

test('every request is one that JumpCloud publishes, field by field, and every published row is used', async () => {
	await everything();
	const sent = sentSoFar();
	expect(sent.flatMap(complaints)).toEqual([]);
	const used = new Set(sent.flatMap((one) => rowOf(one).map(({ method, path }) => `${method} ${path}`)));
	expect(published.map(({ method, path }) => `${method} ${path}`).filter((name) => !used.has(name))).toEqual([]);
	expect(new Set(sent.flatMap(({ query }) => query['targets'] ?? []))).toEqual(new Set(targets));
});

test('the table would find what is wrong', () => {
	const id = 'a'.repeat(24);
	const request = (sent: Partial<Sent>): Sent => ({ method: 'GET', path: `/api/systemusers/${id}`, query: {}, body: '', ...sent });
	expect(complaints(request({ path: `/api/systemusers/${id}/resetmfa`, method: 'POST' }))).toEqual([expect.stringContaining('published nowhere')]);
	expect(complaints(request({ method: 'DELETE' }))).toEqual([expect.stringContaining('published nowhere')]);
	expect(complaints(request({ path: `/api/v2/users/${id}/memberof` }))).toEqual([expect.stringContaining('a limit of its own')]);
	expect(complaints(request({ query: { expand: 'all' } }))).toEqual([expect.stringContaining('query expand')]);
	expect(complaints(request({ method: 'PUT', body: '{"status":"SUSPENDED"}' }))).toEqual([expect.stringContaining('status is no field')]);
	expect(complaints(request({ method: 'POST', path: `/api/v2/usergroups/${id}/members`, body: '{"op":"delete","type":"user","id":"x"}' }))).toEqual([expect.stringContaining('op is "delete"')]);
});

describe('whatever stands in a path stays in its place', () => {
	const recorded: HttpRequest[] = [];
	const http: Http = async (request): Promise<HttpResponse> => {
		recorded.push(request);
		return { status: 200, headers: {}, body: {} };
	};
	const jumpCloud = jumpCloudClient({ console: http, insights: http }, { administratorEmail: null, hrIdAttribute: 'employeeIdentifier', matchByEmail: true }, () => {});
	const account = (id: string) => ({ id, label: 'somebody' });
	const applied = (step: string, id: string, state: object) => jumpCloudSteps.find((one) => one.id === step)!.apply(jumpCloud, account(id), state as never);
	beforeEach(() => void recorded.splice(0));

	const places: [string, (id: string) => Promise<unknown>][] = [
		['a user', (id) => getUser(jumpCloud, id)],
		['a user to suspend', (id) => applied('blockSignIn', id, {})],
		['an SSH key', (id) => applied('removeSshKeys', 'u1', { sshKeys: [{ id, name: 'k' }] })],
		['a push endpoint', (id) => applied('removePushEndpoints', 'u1', { endpoints: [{ id, name: 'p' }] })],
		['a scheduled state', (id) => applied('cancelScheduledStates', 'u1', { scheduled: [{ id, state: 'ACTIVATED', date: 'x' }] })],
		['a group', (id) => applied('removeFromGroups', 'u1', { groups: [{ id, name: 'g', dynamic: false, reads: [] }] })],
		['a user whose bindings go', (id) => applied('removeBindings', id, { bindings: [{ type: 'application', id: 'a', attributes: null }] })],
	];

	test.each(places)('%s', async (_name, work) => {
		await work('a/../../b?x=1#y').catch(() => {});
		expect(recorded).toHaveLength(1);
		expect(recorded[0]!.path).toContain('a%2F..%2F..%2Fb%3Fx%3D1%23y');
		for (const id of ['', '.', '..']) await expect(work(id)).rejects.toThrow(/cannot be part of an address/);
		expect(recorded).toHaveLength(1);
	});
});
