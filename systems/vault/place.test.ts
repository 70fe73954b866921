import { headersFor, placeOf, signInOf, usual } from './place';

const fields = { address: 'https://vault.acme.com:8200', mount: 'secret', pathPrefix: 'jml/device-pins' };
const misconfigured = expect.objectContaining({ code: 'misconfigured' });

test.each([
	['https://vault.acme.com:8200', 'https://vault.acme.com:8200'],
	[' https://vault.acme.com:8200/ ', 'https://vault.acme.com:8200'],
	['https://vault.acme.com:8200/v1/', 'https://vault.acme.com:8200'],
	['https://vault.acme.com:8200/ui/vault/secrets', 'https://vault.acme.com:8200'],
	['https://acme.com/vault', 'https://acme.com/vault'],
	['http://127.0.0.1:8200', 'http://127.0.0.1:8200'],
])('the address %j', (address, baseUrl) => expect(placeOf({ ...fields, address }).baseUrl).toBe(baseUrl));

test.each(['', 'vault.acme.com', 'http://vault.acme.com:8200', 'https://me@vault.acme.com', 'https://:secret@vault.acme.com', 'https://vault.acme.com/?a=b', 'ftp://localhost'])('%j gets no token', (address) => {
	expect(() => placeOf({ ...fields, address })).toThrow(misconfigured);
});

test('paths are what was entered without slashes around it, and the usual ones where nothing was', () => {
	expect(placeOf({ ...fields, mount: '/teams/it-kv/', pathPrefix: 'pins', namespace: 'admin/it/' })).toMatchObject({ mount: 'teams/it-kv', prefix: 'pins', namespace: 'admin/it' });
	expect(placeOf({ address: fields.address })).toEqual({ baseUrl: fields.address, namespace: null, mount: usual.mount, prefix: usual.prefix });
});

test.each(['a//b', '..', 'a/../b', '.', 'a/..b', 'a b', 'a/*', 'a/+/b', 'a?b', 'a%2fb', 'a\nb'])('%j is no path', (path) => {
	for (const name of ['mount', 'pathPrefix', 'namespace']) expect(() => placeOf({ ...fields, [name]: path })).toThrow(misconfigured);
	expect(() => signInOf({ roleId: 'r', secretId: 's', appRolePath: path })).toThrow(misconfigured);
});

test('who signs in', () => {
	expect(signInOf({ authentication: 'token', token: ' hvs.a ', roleId: 'r' })).toEqual({ kind: 'token', token: 'hvs.a' });
	expect(signInOf({ authentication: 'appRole', roleId: 'r', secretId: 's', appRolePath: '' })).toEqual({ kind: 'appRole', roleId: 'r', secretId: 's', path: 'approle' });
	for (const lacking of [{ authentication: 'token', token: ' ' }, { authentication: 'appRole', roleId: 'r' }, { authentication: 'appRole', secretId: 's' }]) expect(() => signInOf(lacking)).toThrow(misconfigured);
});

test('the namespace and the token go with a request where there are any', () => {
	expect(headersFor({ namespace: null }, null)).toEqual({ 'x-vault-request': 'true' });
	expect(headersFor({ namespace: 'admin' }, 'hvs.a')).toEqual({ 'x-vault-request': 'true', 'x-vault-namespace': 'admin', 'x-vault-token': 'hvs.a' });
});
