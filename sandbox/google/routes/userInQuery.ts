import type { GoogleCall } from '../call';
import { invalid } from '../errors';
import { living } from '../users';

/** Ids of the users a device search such as `email:ada@acme.test` is about; undefined where it is about nobody in particular. */
export function userInQuery({ state, query }: GoogleCall, ...fields: string[]): string[] | undefined {
	return usersIn({ state }, query.get('query'), fields);
}

export function usersIn({ state }: Pick<GoogleCall, 'state'>, text: string | null, fields: readonly string[]): string[] | undefined {
	if (text === null || text === '') return undefined;
	const [, field = '', address = ''] = /^(\w+):"?([^\s"]+)"?$/.exec(text.trim()) ?? [];
	if (!fields.includes(field)) throw invalid('Invalid Input: query');
	return living(state).filter(({ primaryEmail, aliases }) => [primaryEmail, ...aliases].includes(address.toLowerCase())).map(({ id }) => id);
}
