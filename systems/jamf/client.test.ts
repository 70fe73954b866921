import type { JsonObject } from '../../ledger/types';
import type { HttpRequest, HttpResponse, SendForm } from '../http/types';
import { serverUrl } from './address';
import { jamfClient, type KnownVersion } from './client';
import { parseComputer } from './computers';
import { placeOf } from './device';
import { parseMobile } from './mobiles';
import { is } from './rsql';
import { apiClientOf, mintToken } from './session';

const answering = (answer: (request: HttpRequest) => Partial<HttpResponse>, known: KnownVersion = {}) => {
	const asked: HttpRequest[] = [];
	const calls: JsonObject[] = [];
	const jamf = jamfClient(async (request) => (asked.push(request), { status: 200, headers: {}, body: {}, ...answer(request) }), (call) => calls.push(call), known);
	return { asked, calls, jamf };
};

const read = async (pages: AsyncIterable<unknown[]>) => {
	const rows: unknown[] = [];
	for await (const page of pages) rows.push(...page);
	return rows;
};

describe('the version of the inventory', () => {
	test.each([
		[['v4', 'v3', 'v1'], 'v4', 1],
		[['v3', 'v1'], 'v3', 2],
		[['v1'], 'v1', 3],
	])('a server with %j is asked by %s, after %i questions that are not put again', async (there, version, questions) => {
		const known: KnownVersion = {};
		const { asked, jamf } = answering(({ path }) => (there.some((one) => path === `/api/${one}/computers-inventory`) ? {} : { status: 404, body: { httpStatus: 404, errors: [] } }), known);
		expect(await jamf.version()).toBe(version);
		expect(await jamf.version()).toBe(version);
		expect(asked).toHaveLength(questions);
		const later = answering(() => ({}), known);
		expect(await later.jamf.version()).toBe(version);
		expect(later.asked).toEqual([]);
	});

	test.each([[403, 'forbidden'], [503, 'vendor_error']])('%i says nothing about it', async (status, code) => {
		const { asked, jamf } = answering(() => ({ status, body: { errors: [{ code: 'X', description: 'no' }] } }));
		await expect(jamf.version()).rejects.toMatchObject({ code });
		expect(asked).toHaveLength(1);
	});

	test('a server without any is too old, or none', async () => {
		await expect(answering(() => ({ status: 404, body: '<html>' })).jamf.version()).rejects.toMatchObject({ code: 'misconfigured' });
	});
});

describe('lists', () => {
	const of = (answer: (page: number) => unknown) => answering(({ query }) => ({ body: answer(Number(query!['page'])) })).jamf.pages('/api/v2/mobile-devices/detail?section=GENERAL', {});
	const some = (from: number, count: number) => Array.from({ length: count }, (_, index) => ({ id: String(from + index) }));

	test('are read to their end', async () => {
		expect(await read(of((page) => ({ totalCount: 250, results: some(page * 100, page === 2 ? 50 : 100) })))).toHaveLength(250);
		expect(await read(of(() => ({ totalCount: 0, results: [] })))).toEqual([]);
	});

	test.each([
		['the same page over and over', () => ({ totalCount: 1_000, results: some(0, 100) }), /does not end/],
		['a page that is missing', (page: number) => ({ totalCount: 250, results: page === 0 ? some(0, 100) : [] }), /broke off after 100 of 250/],
		['a page that begins with what the last one ended with, because something moved', (page: number) => ({ totalCount: 200, results: page === 0 ? some(0, 100) : page === 1 ? some(99, 100) : [] }), /broke off after 199 of 200/],
		['the same row twice on one page', (page: number) => ({ totalCount: 2, results: page === 0 ? [{ id: '1' }, { id: '1' }] : [] }), /broke off after 1 of 2/],
		['a count that is less than there is', () => ({ totalCount: 3, results: some(0, 100) }), /shows 100 and counts 3/],
		['a count of none beside a row', () => ({ totalCount: 0, results: some(0, 1) }), /shows 1 and counts 0/],
		['a count below nothing', () => ({ totalCount: -1, results: [] }), /totalCount/],
		['a broken count', () => ({ totalCount: 0.5, results: [] }), /totalCount/],
		['a count in words', () => ({ totalCount: '0', results: [] }), /totalCount/],
		['no count', () => ({ results: [] }), /totalCount/],
		['no rows', () => ({ totalCount: 0 }), /results/],
		['rows that are none', () => ({ totalCount: 1, results: ['x'] }), /not an object/],
		['a login page', () => '<html>', /not an object/],
	])('%s', async (_, answer, said) => {
		await expect(read(of(answer))).rejects.toThrow(said);
	});
});

describe('what Jamf answers', () => {
	const errors = [{ code: 'X', description: 'The reason.', id: '0', field: null }];
	test.each([
		[400, { errors }, 'rejected', /rejected.*The reason/],
		[401, { errors }, 'unauthorised', /did not accept the token/],
		[403, { errors }, 'forbidden', /Give the API role the privileges/],
		[404, { httpStatus: 404, errors: [] }, 'not_found', /does not know/],
		[404, '<html>', 'bad_answer', /something that is not its API/],
		[403, '<html>', 'bad_answer', /something that is not its API/],
		[302, '', 'bad_answer', /a redirect/],
		[429, { errors }, 'throttled', /too many requests/],
		[500, { errors }, 'vendor_error', /status 500: The reason/],
		[503, '<html>', 'vendor_error', /status 503/],
	])('%i %j is %s', async (status, body, code, said) => {
		const { jamf } = answering(() => ({ status, body }));
		await expect(jamf.get('/api/v2/mdm/commands')).rejects.toMatchObject({ code, message: expect.stringMatching(said) as string });
	});

	test.each(['The pin 481516 is not valid', 'The pin_481516x is not valid'])('a PIN that is quoted back (%s) is in no error, and in no observed call', async (description) => {
		const { calls, jamf } = answering(() => ({ status: 500, body: { errors: [{ code: 'X', description }] } }));
		const problem = await jamf.order('/api/v2/mdm/commands', { commandData: { pin: '481516' } }).then(() => null, (error: unknown) => error as Error);
		expect(problem!.message).toMatch(/The pin.\[redacted\]x? is not valid/);
		expect(calls).toEqual([{ method: 'POST', path: '/api/v2/mdm/commands', status: 500 }]);
	});
});

describe('the token', () => {
	const client = { serverUrl: 'https://acme.jamfcloud.com', clientId: 'id', clientSecret: 'secret' };
	const server = (answers: Record<string, Partial<HttpResponse>>) => {
		const asked: string[] = [];
		const send: SendForm = async ({ url, form }) => {
			asked.push(new URL(url).pathname);
			expect(form).toEqual({ grant_type: 'client_credentials', client_id: 'id', client_secret: 'secret' });
			return { status: 404, headers: {}, body: '', ...answers[new URL(url).pathname] };
		};
		return { asked, send };
	};
	const good = { status: 200, body: { access_token: 'token', expires_in: 60 } };

	test('is asked for as it is spelled now, and as it was spelled first', async () => {
		const now = server({ '/api/v1/oauth/token': good, '/api/oauth/token': good });
		expect(await mintToken(client, now.send)).toBe('token');
		const old = server({ '/api/oauth/token': good });
		expect(await mintToken(client, old.send)).toBe('token');
		expect([now.asked, old.asked]).toEqual([['/api/v1/oauth/token'], ['/api/v1/oauth/token', '/api/oauth/token']]);
	});

	test.each([
		[{ status: 401, body: { error: 'invalid_client' } }, 'unauthorised', /invalid_client.*Compare client ID/],
		[{ status: 401, body: '' }, 'unauthorised', /status 401/],
		[{ status: 429, body: '' }, 'throttled', /in a minute/],
		[{ status: 503, body: '' }, 'vendor_error', /status 503/],
		[{ status: 200, body: '<html>' }, 'bad_answer', /proxy or a login page/],
		[{ status: 404, body: '' }, 'bad_answer', /10\.49/],
	])('%j is %s', async (answer, code, said) => {
		await expect(mintToken(client, server({ '/api/v1/oauth/token': answer }).send)).rejects.toMatchObject({ code, message: expect.stringMatching(said) as string });
	});

	test('a secret that is quoted back is in no error', async () => {
		const answer = { status: 401, body: { error: 'invalid_client', error_description: 'No client id with secret has been found' } };
		const problem = await mintToken(client, server({ '/api/v1/oauth/token': answer }).send).then(() => null, (error: unknown) => error as Error);
		expect(problem!.message).toContain('(No client id with [redacted] has been found)');
	});

	test('takes the whole credential', () => {
		expect(apiClientOf({ baseUrl: ' https://acme.jamfcloud.com/ ', clientId: ' id ', clientSecret: 'secret' })).toEqual(client);
		expect(() => apiClientOf({ baseUrl: 'https://acme.jamfcloud.com', clientId: '', clientSecret: 'secret' })).toThrow(/no client ID/);
	});

	test.each(['https://acme.jamfcloud.com/api', 'https://acme.jamfcloud.com/JSSResource/', 'https://acme.jamfcloud.com'])('%s is the address', (entered) => {
		expect(serverUrl(entered)).toBe('https://acme.jamfcloud.com');
	});
	test.each(['', 'acme', 'http://acme.jamfcloud.com', 'https://me:pw@acme.jamfcloud.com', 'https://acme.jamfcloud.com?x=1'])('%s is none', (entered) => {
		expect(() => serverUrl(entered)).toThrow(/address in the Jamf credential/);
	});
});

describe('filters', () => {
	test('quote what they compare', () => expect(is('emailAddress', "pat.o'brien+x@acme.com")).toBe('emailAddress=="pat.o\'brien+x@acme.com"'));
	test.each(['', ' ', '*', 'ada*', 'a"b', 'a\\b'])('%p is not sent', (value) => expect(() => is('username', value)).toThrow(/was not asked/));
});

describe('a computer', () => {
	const row = (general: object = {}, more: object = {}) => ({
		id: '42',
		general: { name: 'KST-MAC-42', platform: 'Mac', managementId: 'm-42', remoteManagement: { managed: true }, supervised: true, enrolledViaAutomatedDeviceEnrollment: true, lastEnrolledDate: '2026-01-01T00:00:00Z', lastContactTime: '2026-11-20T10:00:00Z', ...general },
		hardware: { serialNumber: 'C42', model: 'MacBook', appleSilicon: true },
		operatingSystem: { version: '15.6' },
		userAndLocation: { username: 'ada', email: 'Ada@Acme.com', realname: 'Ada Lovelace' },
		...more,
	});

	test('is read', () => {
		expect(parseComputer(row())).toMatchObject({ id: 'computer/42', managementId: 'm-42', platform: 'macos', ownership: 'corporate', holders: ['ada@acme.com'], doubts: [], managed: true, lastSeen: '2026-11-20T10:00:00.000Z', enrolledAt: '2026-01-01T00:00:00.000Z', appleSilicon: true });
	});

	test.each([[true, 'corporate'], [false, 'unknown'], [null, 'unknown'], ['true', 'unknown'], [undefined, 'unknown']])('enrolled automatically: %p, supervised: %s', (enrolledViaAutomatedDeviceEnrollment, ownership) => {
		expect(parseComputer(row({ enrolledViaAutomatedDeviceEnrollment })).ownership).toBe(ownership);
	});

	test.each([
		[{ username: 'alovelace', email: 'ada.lovelace@acme.com' }, ['ada.lovelace@acme.com'], 0],
		[{ username: 'Ada.Lovelace', email: 'alovelace@acme.com' }, ['alovelace@acme.com'], 0],
		[{ username: 'alovelace@corp.acme.com', email: 'ada.lovelace@acme.com' }, ['ada.lovelace@acme.com'], 0],
		[{ username: 'E12345', email: 'ada.lovelace@acme.com' }, ['ada.lovelace@acme.com'], 0],
		[{ username: 'e54321', email: 'e12345@acme.com', realname: 'Ada Lovelace' }, ['e12345@acme.com'], 1],
		[{ username: 'amara.osei', email: 'e12345@acme.com', realname: 'Ada Lovelace' }, ['e12345@acme.com'], 1],
		[{ username: 'e12345', email: 'E12345@acme.com' }, ['e12345@acme.com'], 0],
		[{ username: 'ab1234@acme.com', email: 'ada.lovelace@acme.com' }, ['ada.lovelace@acme.com'], 0],
		[{ username: 'alovelace', email: 'e12345@acme.com', realname: 'Ada Lovelace' }, ['e12345@acme.com'], 0],
		[{ username: 'jmueller', email: 'j.m@acme.com', realname: 'Jürgen Müller' }, ['j.m@acme.com'], 1],
		[{ username: 'amara.osei', email: 'ada.lovelace@acme.com' }, ['ada.lovelace@acme.com'], 1],
		[{ username: 'amara.osei', email: 'ada.lovelace@acme.com', realname: 'Amara Osei' }, ['ada.lovelace@acme.com'], 1],
		[{ username: 'amara.osei@acme.com', email: 'ada.lovelace@acme.com' }, ['ada.lovelace@acme.com', 'amara.osei@acme.com'], 0],
		[{ username: 'ada', email: '' }, ['ada'], 1],
		[{ username: 'ADA ', email: ' Ada@Acme.com ' }, ['ada@acme.com'], 0],
		[{ username: 'Ada@acme.com', email: null }, ['ada@acme.com'], 0],
		[{ username: '', email: ' ' }, [], 0],
		[{}, [], 0],
	])('its person is %j', (userAndLocation, holders, doubts) => {
		const device = parseComputer(row({}, { userAndLocation }));
		expect([device.holders, device.doubts.length]).toEqual([holders, doubts]);
	});

	test.each([
		[{ remoteManagement: { managed: 'yes' } }, { managed: false }],
		[{ remoteManagement: null }, { managed: false }],
		[{ platform: 'Windows' }, { platform: 'other' }],
		[{ lastContactTime: '1970-01-01T00:00:00Z' }, { lastSeen: null }],
		[{ lastContactTime: 'yesterday' }, { lastSeen: null }],
		[{ lastContactTime: 'Mac 7' }, { lastSeen: null }],
		[{ lastContactTime: '2026-11-20T10:00:00+02:00' }, { lastSeen: '2026-11-20T08:00:00.000Z' }],
		[{ lastEnrolledDate: '2026-11-20T10:00:00' }, { enrolledAt: null }],
		[{ lastEnrolledDate: '2026-11-20' }, { enrolledAt: null }],
		[{ lastEnrolledDate: 1_790_000_000_000 }, { enrolledAt: null }],
		[{ managementId: null }, { managementId: null, managed: false }],
		[{ managementId: 7 }, { managementId: null, managed: false }],
	])('%j', (general, expected) => expect(parseComputer(row(general))).toMatchObject(expected));

	test.each([{ general: null }, { userAndLocation: null }, { id: '../1' }, { id: '' }])('%j is none', (more) => {
		expect(() => parseComputer(row({}, more))).toThrow(/Nothing can be concluded/);
	});
});

describe('a mobile device', () => {
	const listed = (general: object = {}) => ({ mobileDeviceId: '7', deviceType: 'iOS', general: { displayName: 'KST-IPH-7', managementId: 'm-7', managed: true, supervised: true, deviceOwnershipLevel: 'institutional', osVersion: '18.6', lastEnrolledDate: '2026-01-01T00:00:00Z', lastInventoryUpdateDate: '2026-11-20T10:00:00Z', ...general }, hardware: { model: 'iPhone', serialNumber: 'M7' }, userAndLocation: { username: 'ada', emailAddress: 'ada@acme.com' }, security: { lostModeEnabled: false } });
	const whole = { id: '7', name: 'KST-IPH-7', type: 'ios', managementId: 'm-7', managed: true, deviceOwnershipLevel: 'institutional', osVersion: '18.6', serialNumber: 'M7', lastEnrollmentTimestamp: '2026-01-01T00:00:00Z', lastInventoryUpdateTimestamp: '2026-11-20T10:00:00Z', location: { username: 'ada', emailAddress: 'ada@acme.com' }, ios: { supervised: true, model: 'iPhone', unlockToken: 'c2VjcmV0', security: { lostModeEnabled: false } } };

	test('is the same in the list and by itself, and nothing that opens it is read', () => {
		expect(parseMobile(listed())).toEqual(parseMobile(whole));
		expect(parseMobile(whole)).toMatchObject({ id: 'mobile/7', serial: 'M7', platform: 'ios', ownership: 'corporate', holders: ['ada@acme.com'], managed: true, supervised: true, locked: false, lastSeen: '2026-11-20T10:00:00.000Z' });
		expect(JSON.stringify(parseMobile(whole))).not.toContain('c2VjcmV0');
	});

	test.each([
		[{}, 'corporate'],
		[{ deviceOwnershipLevel: 'Institutional' }, 'corporate'],
		[{ deviceOwnershipLevel: 'personal' }, 'personal'],
		[{ deviceOwnershipLevel: 'accountdrivendeviceenrollment' }, 'personal'],
		[{ deviceOwnershipLevel: 'something new' }, 'personal'],
		[{ deviceOwnershipType: 'personal' }, 'personal'],
		[{ deviceOwnershipLevel: null }, 'unknown'],
		[{ deviceOwnershipLevel: null, deviceOwnershipType: 'institutional' }, 'corporate'],
	])('%j: %s', (general, ownership) => expect(parseMobile(listed(general)).ownership).toBe(ownership));

	test.each(['tvOS', 'watchOS', 'visionOS', 'android', null])('%s is something else', (deviceType) => expect(parseMobile({ ...listed(), deviceType }).platform).toBe('other'));
	test.each([{ general: null }, { userAndLocation: null }, { mobileDeviceId: null }])('%j is none', (more) => expect(() => parseMobile({ ...listed(), ...more })).toThrow(/Nothing can be concluded/));
});

describe('whoever used a Mac last', () => {
	const mateo = { username: 'mrivas', email: 'mateo.rivas@acme.com', realname: 'Mateo Rivas Núñez' };
	const doubts = (user: unknown, more: object = {}, userAndLocation: object = mateo) =>
		parseComputer({ id: '1', general: { managementId: 'm', lastLoggedInUsernameBinary: user, lastEnrolledDate: '2026-01-01T00:00:00Z', ...more }, userAndLocation }).doubts;

	test.each(['mrivas', 'mateo.rivas', 'Mateo.Rivas@acme.com', 'ACME\\mrivas', 'mateorivas', 'mateo', 'rivas', 'rivasm', 'mateorivasnunez', 'mateo_nunez', 'mnunez', '', null, undefined, 7, 'root', '_mbsetupuser', 'loginwindow'])('%p is them, or nobody', (user) => {
		expect(doubts(user)).toEqual([]);
	});
	test.each(['amara.osei', 'mateo.rivas2', 'admin', 'm', 'jrivas'])('%p is somebody else', (user) => {
		expect(doubts(user)).toEqual([`the last to sign in to it was ${user}`]);
	});

	test.each([
		['alovelace', { email: 'ada@acme.com', realname: 'Lovelace, Ada' }],
		['alovelace', { email: 'ada_lovelace@acme.com' }],
		['alovelace', { email: 'ada-lovelace@acme.com' }],
		['adalovelace', { email: 'ada.lovelace+mac@acme.com' }],
		['jpicard', { email: 'jean-luc.picard@acme.com' }],
		['jurgenmuller', { email: 'juergen.mueller@acme.com', realname: 'Jürgen Müller' }],
		['jurgenmuller', { email: 'müller@acme.com', realname: 'Jürgen Müller' }],
		['weili', { email: 'wei.li@acme.com', realname: '李伟' }],
		['e12345', { email: 'ada.lovelace@acme.com', username: 'E12345' }],
		['skywalker', { email: 'ada.lovelace@acme.com', realname: 'Ada Lovelace (skywalker)' }],
	])('%s is the person of %j', (user, userAndLocation) => expect(doubts(user, {}, userAndLocation)).toEqual([]));

	test('a user name that was set by whoever used it last vouches for nobody', () => {
		expect(doubts('amara.osei', {}, { ...mateo, username: 'amara.osei' })).toEqual(['Jamf Pro has the user name amara.osei beside the address mateo.rivas@acme.com, and they do not look like the same person', 'the last to sign in to it was amara.osei']);
		expect(doubts('amara.osei', {}, { ...mateo, username: 'amara.osei', realname: 'Amara Osei' })).toHaveLength(2);
	});

	test('before it was enrolled is another life', () => {
		expect(doubts('amara.osei', { lastLoggedInUsernameBinaryTimestamp: '2025-12-31T00:00:00Z' })).toEqual([]);
		expect(doubts('amara.osei', { lastLoggedInUsernameBinaryTimestamp: '2026-01-02T00:00:00Z' })).toHaveLength(1);
	});

	test('Self Service counts as well, unless it is known to have been earlier', () => {
		const helper = { lastLoggedInUsernameSelfService: 'amara.osei' };
		const said = ['the last to sign in to Self Service on it was amara.osei'];
		const times = (binary: string, selfService: string) => ({ ...helper, lastLoggedInUsernameBinaryTimestamp: binary, lastLoggedInUsernameSelfServiceTimestamp: selfService });
		expect(doubts('mrivas', helper)).toEqual(said);
		expect(doubts('mrivas', times('2026-02-01T00:00:00Z', '2026-02-02T00:00:00Z'))).toEqual(said);
		expect(doubts('mrivas', times('2026-02-02T00:00:00Z', '2026-02-01T00:00:00Z'))).toEqual([]);
		expect(doubts('mrivas', times('2026-02-02T00:00:00', '2026-02-01T00:00:00'))).toEqual(said);
	});
});

describe('ids', () => {
	test('say the kind', () => expect([placeOf('computer/42'), placeOf('mobile/7')]).toEqual([{ kind: 'computer', number: '42' }, { kind: 'mobile', number: '7' }]));
	test.each(['42', 'computer/', 'computer/42/erase', 'tablet/1', 'mobile/../1'])('%s is none', (id) => expect(() => placeOf(id)).toThrow(/is no device of Jamf Pro/));
});
