import { impatientClock } from '../../test/support/leaverCase';
import { startLdapServer, type Script } from '../../test/support/ldapServer';
import { createBudget } from '../http/budget';
import { accounts } from './accounts';
import { activeDirectoryClient } from './client';
import { connectionTo, type ConnectionTerms } from './connection';
import { guidText } from './identifiers';

const guid = (index: number) => {
	const bytes = Buffer.alloc(16);
	bytes.writeUInt32BE(index + 1, 12);
	return bytes;
};
const sid = Buffer.from('0105000000000005150000005c2d8e5d16321af1ac5573364e040000', 'hex');
const domain = 'DC=jml,DC=test';

const script = (more: Partial<Script> = {}): Script => ({
	objects: {
		'': { defaultNamingContext: [domain], dnsHostName: ['dc1.jml.test'], tokenGroups: [sid] },
		[domain]: { objectGUID: [guid(-1)], objectSid: [sid] },
		[`<GUID=${guidText(guid(-1))}>`]: {},
		'CN=there': { cn: ['there'] },
	},
	accounts: 0,
	account: (index) => ({ objectGUID: [guid(index)], objectSid: [sid], sAMAccountName: [`m${index}`], userAccountControl: ['512'], employeeID: [String(index)] }),
	...more,
});

const settings = { hrIdAttribute: 'employeeID', matchByEmail: true, leaversOu: null, searchBase: null };

let stop: () => Promise<void> = async () => {};
afterEach(() => stop());

const start = async (more: Partial<Script> = {}, terms: Partial<ConnectionTerms> = {}) => {
	const ldap = await startLdapServer(script(more));
	const connection = connectionTo(ldap.server, { clock: impatientClock(), budget: createBudget(4), ...terms });
	stop = async () => {
		await connection.close();
		await ldap.stop();
	};
	return { ldap, connection, ad: activeDirectoryClient(connection, settings, () => {}) };
};

test('10,000 accounts are listed page by page, over one connection, and no more than a page is held', async () => {
	const { ad, ldap } = await start({ accounts: 10_000 });
	let seen = 0;
	let largest = 0;
	for await (const page of accounts(ad)) {
		seen += page.length;
		largest = Math.max(largest, page.length);
	}
	expect({ seen, largest, ...ldap.stats }).toEqual({ seen: 10_000, largest: 500, pages: 20, largestPage: 500, connections: 1 });
}, 30_000);

test('whoever stops listing asks for no further page', async () => {
	const { ad, ldap } = await start({ accounts: 10_000 });
	for await (const page of accounts(ad)) if (page.length > 0) break;
	expect(ldap.stats.pages).toBe(1);
});

test('a page without accounts is not the end of the list while the server says that there is more', async () => {
	const { ad, ldap } = await start({ accounts: 700, emptyPages: 2 });
	let seen = 0;
	for await (const page of accounts(ad)) seen += page.length;
	expect({ seen, pages: ldap.stats.pages }).toEqual({ seen: 700, pages: 4 });
});

test('a list that says for ever that there is more is an error', async () => {
	const { ad, ldap } = await start({ accounts: 1, emptyPages: Infinity });
	await expect(ad.list({ has: 'cn' }, ['cn'])).rejects.toMatchObject({ code: 'bad_answer', message: expect.stringMatching(/does not end/) as string });
	expect(ldap.stats.pages).toBe(10_000);
});

test('where <GUID=…> is not understood, the object is found by its GUID first', async () => {
	const { ad } = await start({ accounts: 1, account: () => ({}), refuse: (base) => (base.startsWith('<GUID') ? 34 : base.startsWith('CN=0') ? 0 : undefined), objects: { ...script().objects, [`CN=0,${domain}`]: { cn: ['found'] } } });
	expect((await ad.get(guidText(guid(7)), ['cn']))?.text('cn')).toBe('found');
});

test('a connection that was lost is made anew for a read', async () => {
	const { ad, ldap } = await start();
	await ad.get('CN=there', ['cn']);
	ldap.cut();
	expect((await ad.get('CN=there', ['cn']))?.text('cn')).toBe('there');
	expect(ldap.stats.connections).toBe(2);
});

test('a list that breaks off in the middle is an error, never a short list', async () => {
	const { ad, ldap } = await start({ accounts: 1_500 });
	const pages = ad.pages({ has: 'cn' }, ['cn']);
	await pages.next();
	ldap.cut();
	await expect(pages.next()).rejects.toMatchObject({ code: 'unreachable' });
});

test('who does not answer in time is said to, and is not waited for twice by a change', async () => {
	const { connection, ldap } = await start({}, { operationMs: 50 });
	await connection.ask({ operation: 'bind', object: 'x' }, async () => 1);
	await expect(connection.send({ operation: 'modify', object: 'ada' }, () => new Promise(() => {}))).rejects.toMatchObject({ code: 'timeout', message: expect.stringMatching(/did not answer "modify" on ada within 0.05 seconds/) as string });
	expect(ldap.stats.connections).toBe(1);
});

test('a refusal for good is not asked for again, one in passing is', async () => {
	let asked = 0;
	const { ad } = await start({ refuse: (base) => (base === 'CN=busy' ? (++asked < 3 ? 51 : 0) : base === 'CN=no' ? (asked++, 50) : undefined), objects: { ...script().objects, 'CN=busy': { cn: ['at last'] } } });
	expect((await ad.get('CN=busy', ['cn']))?.text('cn')).toBe('at last');
	asked = 0;
	await expect(ad.get('CN=no', ['cn'])).rejects.toMatchObject({ code: 'forbidden' });
	expect(asked).toBe(1);
});

test('nothing that is no answer is taken for one', async () => {
	const { ad } = await start({ objects: { ...script().objects, [domain]: { objectGUID: [Buffer.alloc(3)], objectSid: [sid] } } });
	await expect(ad.get('CN=there', ['cn'])).rejects.toMatchObject({ code: 'bad_answer' });
});

test('the connection ends by itself when it has not been used for a while', async () => {
	const { ad, connection, ldap } = await start({}, { idleMs: 1 });
	await ad.get('CN=there', ['cn']);
	const { client } = await connection.send({ operation: 'look', object: 'x' }, async (opened) => opened);
	while (client.isConnected) await new Promise((resolve) => setImmediate(resolve));
	await ad.get('CN=there', ['cn']);
	expect(ldap.stats.connections).toBe(2);
});
