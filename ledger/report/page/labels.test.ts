import { readable } from './labels';

test.each([
	['okta', 'Okta'],
	['blockSignIn', 'Block sign in'],
	['not_found', 'Not found'],
	['aws:111122223333', 'AWS 111122223333'],
	['scim:teamchat', 'SCIM teamchat'],
	['deactivateSshKeys', 'Deactivate SSH keys'],
	['awsome', 'Awsome'],
])('%s is read as %s', (id, text) => {
	expect(readable(id)).toBe(text);
});
