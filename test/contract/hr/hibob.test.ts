import { createHmac } from 'node:crypto';
import { hibob } from '../../../systems/hr/hibob';
import { conforms, type Wish } from '../../support/hrConformance';

const secret = 'hibob-webhook-secret-of-the-tests';
const statuses = { preboarding: 'hired', active: 'employed', leave: 'parentalLeave', terminated: 'terminated', unmapped: 'Ausgeschieden' };

/** POST /v1/people/search with humanReadable APPEND: nested, with texts of lists beside. */
const nested = ({ id, status, firstDay, lastDay, title = 'Engineer' }: Wish) => ({
	id,
	displayName: 'Ada Lovelace',
	email: 'ada@kestrel.example',
	work: { title: '253190842', department: '253190901', site: 'Berlin', startDate: firstDay, employeeIdInCompany: '1001', reportsTo: { id: '3332883884017713239', displayName: 'Grace Hopper', email: 'grace@kestrel.example' } },
	internal: { terminationDate: lastDay ?? null, status: status === 'terminated' ? 'Inactive' : 'Active', lifecycleStatus: statuses[status] },
	humanReadable: { work: { title, department: 'R&D' } },
});

/** The same in the machine format: each field under its path. */
const flat = ({ id, status, firstDay, lastDay, title = 'Engineer' }: Wish) => ({
	'/root/id': { value: id },
	'/root/displayName': { value: 'Ada Lovelace' },
	'/root/email': { value: 'ada@kestrel.example' },
	'/work/title': { value: title },
	'/work/startDate': { value: firstDay },
	'/internal/terminationDate': { value: lastDay ?? null },
	'/internal/lifecycleStatus': { value: statuses[status] },
});

const messages = {
	door: hibob.door!,
	keys: { secrets: [secret] },
	bodyIsSigned: true,
	message: (key: string, now: Date, about: string, nonce: number) => {
		const body = Buffer.from(JSON.stringify({ companyId: 636192, type: 'employee.left', triggeredBy: 'system', triggeredAt: new Date(now.getTime() + nonce).toISOString(), version: 'v2', data: { employeeId: about } }));
		return { headers: { 'bob-signature': createHmac('sha512', key).update(body).digest('base64') }, query: {}, body };
	},
};
const ids = ['3332883884017713238', '3332883884017713240'] as const;

describe('nested', () => {
	conforms(hibob, { answer: (people) => ({ answer: { employees: people.map(nested) } }), ids, needed: ['id', 'terminationDate', 'lifecycleStatus', 'startDate', 'internal', 'work'], empty: [{ employees: [] }, { employees: null }, { employees: [null] }], messages });
});

describe('flat', () => {
	conforms(hibob, { answer: (people) => ({ answer: { employees: people.map(flat) } }), ids, needed: ['/root/id', '/internal/terminationDate', '/internal/lifecycleStatus', '/work/startDate'], empty: [{ employees: [] }] });
});

test.each(['Ping test', '"Ping test"', '{"text":"Ping test"}'])('HiBob: the connection test %s is answered before there is a secret', async (body) => {
	const verdict = await hibob.door!({ headers: {}, query: {}, body: Buffer.from(body) }, { secrets: [] }, { now: new Date(), fetchText: async () => '' });
	expect(verdict).toEqual({ kind: 'handshake', reply: { status: 200, body: {} } });
});

test('HiBob: the text of a list is shown, not its number', () => {
	const [said] = hibob.read({ employees: [nested({ id: ids[0], status: 'active', firstDay: '2020-01-06' })] }, {});
	expect(said).toMatchObject({ entry: { person: { title: 'Engineer', department: 'R&D', location: 'Berlin', manager: { id: '3332883884017713239', name: 'Grace Hopper' } } } });
});
