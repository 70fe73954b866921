import { application, engineers } from './application';

/** Updating somebody switches them on or off, and nothing else; operations are spelt with a capital. */
export const jfrog = application('JFrog', '/access/api/v1/scim/v2', {
	staff: engineers,
	tokens: ['access token'],
	settings: { operations: 'Replace', changeable: ['active'] },
});
