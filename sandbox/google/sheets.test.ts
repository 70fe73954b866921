import { createSign } from 'node:crypto';
import { createClock } from '../clock';
import { outsiders } from '../company';
import { startGoogle, type GoogleDouble } from '.';

let google: GoogleDouble;
let token: string;
beforeEach(async () => {
	google = await startGoogle({ clock: createClock() });
	token = await ownToken();
});
afterEach(() => google.stop());

const SPREADSHEETS = 'https://www.googleapis.com/auth/spreadsheets';
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** In the service account's own name: `sub` is itself. */
const ownToken = async (): Promise<string> => {
	const { email, privateKey } = google.connection.serviceAccount;
	const now = Math.floor(Date.now() / 1000);
	const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iss: email, sub: email, scope: SPREADSHEETS, aud: 'https://oauth2.googleapis.com/token', iat: now, exp: now + 3600 })}`;
	const assertion = `${signed}.${createSign('sha256').update(signed).sign(privateKey, 'base64url')}`;
	const answer = await fetch(`${google.url}/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }) });
	return ((await answer.json()) as { access_token: string }).access_token;
};

interface Body {
	values?: unknown[][];
	sheets: unknown[];
	error: { message: string };
}

const call = async (method: string, path: string, body?: unknown, { as = token, id = google.connection.spreadsheet } = {}) => {
	const answer = await fetch(`${google.url}/v4/spreadsheets/${id}${path}`, { method, headers: { authorization: `Bearer ${as}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
	return { status: answer.status, body: (await answer.json()) as Body };
};
const ROW = ['hr_event_1/laptop', 'Laptop', 'Ask for it', 'it@kestrel.example', false];

test('a row is written and read, as it is and as it is shown', async () => {
	expect((await call('PUT', '/values/Tickets!2:2?valueInputOption=RAW', { values: [ROW] })).status).toBe(200);
	expect((await call('GET', `/values/${encodeURIComponent("'Tickets'")}?valueRenderOption=UNFORMATTED_VALUE`)).body.values?.[1]).toEqual(ROW);
	expect((await call('GET', '/values/Tickets!A:B')).body.values).toEqual([['Ticket', 'Subject'], ['hr_event_1/laptop', 'Laptop']]);
	expect((await call('GET', '/values/Tickets!E2')).body.values).toEqual([['false']]);
	expect(google.ticketRows()).toEqual([ROW]);
});

test('rows are appended behind the last, and single cells changed', async () => {
	for (const id of ['a', 'b']) await call('POST', '/values/Tickets!A:E:append?valueInputOption=RAW', { values: [[id, 'x']] });
	await call('POST', '/values:batchUpdate', { valueInputOption: 'RAW', data: [{ range: 'Tickets!B3', values: [['changed']] }] });
	expect(google.ticketRows()).toEqual([['a', 'x'], ['b', 'changed']]);
});

test('what begins with = is text as it is, and a formula as somebody types it', async () => {
	for (const [row, option] of [[2, 'RAW'], [3, 'USER_ENTERED']] as const) await call('PUT', `/values/Tickets!${row}:${row}?valueInputOption=${option}`, { values: [['=1+1']] });
	expect(google.ticketRows()).toEqual([['=1+1'], ['#ERROR!']]);
});

test('there is no room beyond the last row, until there is', async () => {
	const write = () => call('PUT', '/values/Tickets!1001:1001?valueInputOption=RAW', { values: [['x']] });
	expect((await write()).body.error.message).toMatch(/exceeds grid limits/);
	await call('POST', ':batchUpdate', { requests: [{ appendDimension: { sheetId: 0, dimension: 'ROWS', length: 1 } }] });
	expect((await write()).status).toBe(200);
});

test('its sheets are named', async () => {
	expect((await call('GET', '?fields=sheets.properties')).body).toEqual({ sheets: [{ properties: expect.objectContaining({ sheetId: 0, title: 'Tickets' }) as object }] });
});

test.each<[string, () => Parameters<typeof call>, number]>([
	['one that is not shared', () => ['GET', '', undefined, { id: '1KestrelSandboxSalaries00000000000000000000' }], 403],
	['one that is not there', () => ['GET', '', undefined, { id: 'nothing' }], 404],
	['a sheet that is not there', () => ['GET', '/values/Nothing!A:B'], 400],
	['no value input option', () => ['PUT', '/values/Tickets!2:2', { values: [['x']] }], 400],
	['a token for something else', () => ['GET', '', undefined, { as: google.tokenFor(outsiders.automation, ['https://www.googleapis.com/auth/admin.directory.user']) }], 403],
])('%s is refused', async (_, given, status) => {
	expect((await call(...given())).status).toBe(status);
});
