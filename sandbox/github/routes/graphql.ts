import { ok, type Reply } from '../../server/message';
import type { GitHubCall, GitHubRoute } from '../call';
import { badRequest } from '../errors';
import { parse, SyntaxMistake } from '../graphql/parse';
import { answer, Undefined, type Given } from '../graphql/resolve';
import { schemaFor } from '../graphql/schema';
import { unauthenticated } from '../permissions';
import { bodyOf } from './places';

/** Whatever is wrong with a question is said with 200. */
function ask(call: GitHubCall): Reply {
	const { query, variables } = bodyOf(call);
	if (call.caller.kind === 'nobody' || call.caller.kind === 'app') throw unauthenticated();
	if (typeof query !== 'string') throw badRequest('A query attribute must be specified and must be a string.');
	try {
		return ok(answer(schemaFor(call), parse(query), (variables ?? {}) as Given));
	} catch (error) {
		if (error instanceof SyntaxMistake) return ok({ errors: [{ message: error.message, extensions: { code: 'parseError' } }] });
		if (error instanceof Undefined) return ok({ errors: [error.mistake] });
		throw error;
	}
}

export const graphqlRoutes: GitHubRoute[] = [{ method: 'POST', path: '/graphql', handle: ask }];
