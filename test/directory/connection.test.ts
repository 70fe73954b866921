import { selfSigned } from '../../sandbox/ingress/certificate';
import { activeDirectoryClient } from '../../systems/activeDirectory/client';
import { connectionTo } from '../../systems/activeDirectory/connection';
import { serverOf, type Server } from '../../systems/activeDirectory/server';
import { createBudget } from '../../systems/http/budget';
import { quickly, serverFor, startUnit, told, withSamba, type Unit } from './support/domain';

const asked = { operation: 'bind', object: 'the directory' };

const signIn = async (own: Partial<Server>): Promise<unknown> => {
	const connection = connectionTo(serverFor(told(), own), quickly);
	return await connection
		.send(asked, async ({ root }) => root.namingContext)
		.catch((error: { code: string; message: string; evidence: object }) => error)
		.finally(() => connection.close());
};

withSamba('the connection', () => {
	let unit: Unit;
	beforeAll(async () => {
		unit = await startUnit();
	});
	afterAll(() => unit?.stop());

	test('LDAPS and StartTLS both work', async () => {
		expect(await signIn({})).toBe('DC=jml,DC=test');
		expect(await signIn({ encryption: 'startTls', port: told().startTlsPort })).toBe('DC=jml,DC=test');
	});

	test.each(['ldaps', 'startTls'] as const)('a certificate of an unknown authority ends it before a password is sent (%s)', async (encryption) => {
		const port = encryption === 'ldaps' ? 636 : 389;
		expect(await signIn({ encryption, port, ca: null })).toMatchObject({ code: 'misconfigured', message: expect.stringMatching(/no password was sent.*certificate of your authority/) as string });
		expect(await signIn({ encryption, port, ca: selfSigned().certificate })).toMatchObject({ code: 'misconfigured' });
	});

	test.each(['ldaps', 'startTls'] as const)('a certificate for another name ends it as well (%s)', async (encryption) => {
		const port = encryption === 'ldaps' ? 636 : 389;
		expect(await signIn({ encryption, port, host: `127.9.9.${1 + Math.floor(Math.random() * 200)}` })).toMatchObject({ code: 'unreachable' });
		const other = told().host.replace(/\d+$/, (last) => last);
		expect(await signIn({ encryption, port, host: `::ffff:${other}` })).toMatchObject({ code: 'misconfigured', message: expect.stringMatching(/for another name/) as string });
	});

	test('the wrong encryption for a port is said to be that', async () => {
		expect(await signIn({ encryption: 'ldaps', port: 389 })).toMatchObject({ message: expect.stringMatching(/Check (port and encryption|the address)/) as string });
	});

	test('a wrong password, a disabled and an expired account of n8n are told apart', async () => {
		const user = await unit.user();
		const as = (password: string) => signIn({ user: user.person.workEmail, password });
		expect(await as('wrong')).toMatchObject({ code: 'unauthorised', evidence: { ldapCode: 49, data: '52e' } });
		await unit.ad.modify(user.id, { operation: 'replace', attribute: 'accountExpires', values: ['132223104000000000'] });
		expect(await as('Start-of-1st-day')).toMatchObject({ code: 'unauthorised', evidence: { data: '701' } });
		await unit.ad.modify(user.id, { operation: 'replace', attribute: 'userAccountControl', values: ['514'] });
		expect(await as('Start-of-1st-day')).toMatchObject({ code: 'unauthorised', evidence: { data: '533' }, message: expect.stringMatching(/the account is disabled/) as string });
	});

	test('without a password nothing is sent', () => {
		expect(() => serverOf({ host: 'dc1', user: 'svc@jml.test', password: '' })).toThrow(/no password/);
	});

	test('lost in between, it comes back signed in, and finds the same domain controller', async () => {
		const connection = unit.connect();
		const ad = activeDirectoryClient(connection, unit.settings, () => {});
		await connection.send(asked, async ({ client }) => client.unbind());
		expect((await ad.get(unit.ous.people, ['ou']))?.text('ou')).toBe('People');
	});

	test('a cancelled execution asks nothing more', async () => {
		const stop = new AbortController();
		const ad = activeDirectoryClient(unit.connect({}, { signal: stop.signal, budget: createBudget(4) }), unit.settings, () => {});
		await ad.root();
		stop.abort();
		await expect(ad.get(unit.ous.people, ['ou'])).rejects.toMatchObject({ code: 'cancelled' });
	});

	test('n8n started so that it logs every request is refused, for passwords would be in the log', async () => {
		process.env['NODE_DEBUG'] = 'ldapts';
		try {
			expect(await signIn({})).toMatchObject({ code: 'misconfigured', message: expect.stringMatching(/NODE_DEBUG/) as string });
		} finally {
			delete process.env['NODE_DEBUG'];
		}
	});

	test('what is searched for never means anything else', async () => {
		const user = await unit.user({ employeeID: ['H*)(x\\'] });
		const find = (id: string) => unit.system().find(unit.ad, { id, workEmail: null });
		expect(await find('H*)(x\\')).toMatchObject({ kind: 'one', account: { id: user.id } });
		expect(await find('*')).toMatchObject({ kind: 'none' });
		expect(await find('H*')).toMatchObject({ kind: 'none' });
	});

	describe('whose account it is', () => {
		const find = (id: string, workEmail: string | null = null, own: Partial<Unit['settings']> = {}) => unit.system().find(activeDirectoryClient(unit.admin, { ...unit.settings, ...own }, () => {}), { id, workEmail });

		test('A01: by the HR id, also where another account has the address', async () => {
			const [mine, other] = [await unit.user(), await unit.user()];
			expect(await find(mine.person.id, other.person.workEmail)).toMatchObject({ kind: 'one', account: { id: mine.id } });
		});
		test('A02: two with one HR id are several', async () => {
			const one = await unit.user();
			await unit.user({ employeeID: [one.person.id] });
			expect(await find(one.person.id)).toMatchObject({ kind: 'several', why: expect.stringMatching(/They all carry it in employeeID/) as string });
		});
		test('by the address only where no HR id is set, and not where that is switched off', async () => {
			const [unclaimed, claimed] = [await unit.user({ employeeID: [] }), await unit.user()];
			expect(await find('HR-x', unclaimed.person.workEmail)).toMatchObject({ kind: 'one', account: { id: unclaimed.id } });
			expect(await find('HR-x', unclaimed.person.workEmail, { matchByEmail: false })).toMatchObject({ kind: 'none' });
			expect(await find('HR-x', claimed.person.workEmail)).toMatchObject({ kind: 'none', inTheWay: expect.stringMatching(/somebody else's/) as string });
		});
		test('an attribute the schema does not have is said, instead of taking everybody for unclaimed', async () => {
			const user = await unit.user();
			await expect(find('HR-x', user.person.workEmail, { hrIdAttribute: 'employeId' })).rejects.toMatchObject({ code: 'misconfigured', message: expect.stringMatching(/no attribute "employeId"/) as string });
		});
	});
});
