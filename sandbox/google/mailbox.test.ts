import { createClock } from '../clock';
import { cast, outsiders } from '../company';
import { startGoogle, type GoogleDouble } from '.';

type Answer = Record<string, unknown> & { error: { errors: { reason: string }[] } };

const clock = createClock();
let google: GoogleDouble;
let token: string;
beforeEach(async () => {
	google = await startGoogle({ clock, settings: { mailboxMs: 60_000 } });
	token = google.tokenFor(cast.leaver.workEmail);
});
afterEach(() => google.stop());

const ask = (method: string, path: string, body?: object, bearer = token) =>
	fetch(`${google.url}/gmail/v1/users/me/settings/${path}`, { method, headers: { authorization: `Bearer ${bearer}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
const read = async (path: string) => (await (await ask('GET', path)).json()) as Answer;
const reason = async (method: string, path: string, body?: object, bearer = token) => {
	const answer = await ask(method, path, body, bearer);
	return answer.ok ? String(answer.status) : `${answer.status} ${((await answer.json()) as Answer).error.errors[0]?.reason}`;
};

const HOME = 'mateo.rivas.home@mail.example';

test('the leaver’s mailbox leaks in every way there is', async () => {
	expect(await read('autoForwarding')).toEqual({ enabled: true, emailAddress: HOME, disposition: 'leaveInInbox' });
	expect(await read('forwardingAddresses')).toEqual({ forwardingAddresses: [{ forwardingEmail: HOME, verificationStatus: 'accepted' }] });
	expect(await read('delegates')).toEqual({ delegates: [{ delegateEmail: cast.leeWhoStays.workEmail, verificationStatus: 'accepted' }] });
	expect(await read('filters')).toMatchObject({ filter: [{ action: { forward: HOME } }, { action: { addLabelIds: ['Label_1'] } }] });
	expect(await read('sendAs')).toMatchObject({ sendAs: [{ isPrimary: true }, { sendAsEmail: 'releases@kestrel.example' }] });
	expect([await read('imap'), await read('pop'), await read('vacation')]).toMatchObject([{ enabled: true }, { accessWindow: 'fromNowOn' }, { enableAutoReply: false }]);
});

test('and every one of them can be closed', async () => {
	const { filter } = (await read('filters')) as unknown as { filter: { id: string }[] };
	expect(await reason('PUT', 'autoForwarding', { enabled: false })).toBe('200');
	expect(await reason('DELETE', `forwardingAddresses/${HOME}`)).toBe('204');
	expect(await reason('DELETE', `delegates/${cast.leeWhoStays.workEmail}`)).toBe('204');
	for (const { id } of filter) expect(await reason('DELETE', `filters/${id}`)).toBe('204');
	expect(await reason('DELETE', 'sendAs/releases@kestrel.example')).toBe('204');
	expect(await reason('PUT', 'imap', { enabled: false })).toBe('200');
	expect(await reason('PUT', 'pop', { accessWindow: 'disabled' })).toBe('200');
	expect(await reason('PUT', 'vacation', { enableAutoReply: true, responseSubject: 'Left', responseBodyPlainText: 'Please write to Amara.' })).toBe('200');
	expect(google.accessOf(cast.leaver.workEmail)).toMatchObject({ forwarding: 0, forwardingFilters: 0, delegates: 0, sendAs: 0 });
	for (const path of ['forwardingAddresses', 'delegates', 'filters']) expect(await read(path)).toEqual({});
	expect(await read('vacation')).toMatchObject({ enableAutoReply: true, responseSubject: 'Left' });
});

test.each([
	['DELETE', 'delegates/nobody@kestrel.example', undefined, '404 notFound'],
	['DELETE', 'forwardingAddresses/nobody@kestrel.example', undefined, '404 notFound'],
	['DELETE', 'filters/nothing', undefined, '404 notFound'],
	['DELETE', `sendAs/${cast.leaver.workEmail}`, undefined, '400 invalidArgument'],
	['POST', 'delegates', { delegateEmail: 'somebody@elsewhere.example' }, '400 invalidArgument'],
	['POST', 'delegates', { delegateEmail: cast.leeWhoStays.workEmail }, '409 duplicate'],
	['POST', 'delegates', { delegateEmail: cast.leaverManager.workEmail }, '200'],
	['PUT', 'autoForwarding', { enabled: true, emailAddress: 'not.verified@kestrel.example' }, '400 failedPrecondition'],
	['PUT', 'autoForwarding', { enabled: true, emailAddress: HOME }, '200'],
	['PUT', 'pop', { accessWindow: 'sometimes' }, '400 invalidArgument'],
	['POST', 'filters', { criteria: { from: 'x' }, action: { forward: 'not.verified@kestrel.example' } }, '400 failedPrecondition'],
])('%s %s %j is answered with %s', async (method, path, body, expected) => {
	expect(await reason(method, path, body)).toBe(expected);
});

test('forwarding ends with the address it went to', async () => {
	await ask('DELETE', `forwardingAddresses/${HOME}`);
	expect(await read('autoForwarding')).toEqual({ enabled: false });
});

test('an address inside is trusted at once, another only when its owner has said yes', async () => {
	for (const forwardingEmail of [cast.leaverManager.workEmail, 'else@elsewhere.example']) await ask('POST', 'forwardingAddresses', { forwardingEmail });
	expect(await reason('PUT', 'autoForwarding', { enabled: true, emailAddress: cast.leaverManager.workEmail })).toBe('200');
	expect(await reason('PUT', 'autoForwarding', { enabled: true, emailAddress: 'else@elsewhere.example' })).toBe('400 failedPrecondition');
});

test('a suspended user has no mailbox, and keeps what is set in it', async () => {
	google.operate('suspend', cast.leaver.workEmail);
	expect([await reason('GET', 'autoForwarding'), await reason('PUT', 'autoForwarding', { enabled: false })]).toEqual(['400 failedPrecondition', '400 failedPrecondition']);
	expect(google.accessOf(cast.leaver.workEmail)).toMatchObject({ forwarding: 1, delegates: 1 });
});

test('only its owner sees into a mailbox', async () => {
	const admin = google.tokenFor(outsiders.automation);
	const answer = await fetch(`${google.url}/gmail/v1/users/${cast.leaver.workEmail}/settings/delegates`, { headers: { authorization: `Bearer ${admin}` } });
	expect(answer.status).toBe(403);
	expect(((await answer.json()) as { error: { message: string } }).error.message).toBe(`Delegation denied for ${outsiders.automation}`);
});

test('what others get to see is changed by a service account only, and with the scope for it', async () => {
	const basic = google.tokenFor(cast.leaver.workEmail, ['https://www.googleapis.com/auth/gmail.settings.basic']);
	expect([await reason('GET', 'delegates', undefined, basic), await reason('PUT', 'imap', { enabled: false }, basic)]).toEqual(['200', '200']);
	expect(await reason('PUT', 'autoForwarding', { enabled: false }, basic)).toBe('403 insufficientPermissions');
	delete google.state.accessTokens.get(token)?.serviceAccount;
	expect(await reason('PUT', 'autoForwarding', { enabled: false })).toBe('403 forbidden');
});

test('a new user’s mailbox is not there at once', async () => {
	const admin = google.tokenFor(outsiders.automation);
	const body = { primaryEmail: 'ada@kestrel.example', name: { givenName: 'Ada', familyName: 'Lovelace' }, password: 'something long' };
	await fetch(`${google.url}/admin/directory/v1/users`, { method: 'POST', headers: { authorization: `Bearer ${admin}` }, body: JSON.stringify(body) });
	token = google.tokenFor('ada@kestrel.example');
	expect(await reason('GET', 'vacation')).toBe('400 failedPrecondition');
	clock.move(60_000);
	expect(await reason('GET', 'vacation')).toBe('200');
});
