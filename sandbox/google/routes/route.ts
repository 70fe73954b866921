import type { GoogleCall, GoogleHandler, GoogleRoute } from '../call';
import { forbidden, refuse } from '../errors';
import type { Privilege } from '../permissions';
import { demand } from '../permissions';
import { jsonBody } from '../../server/message';

interface Rule {
	scopes: readonly string[];
	/** What the admin the call is made for has to be allowed to do. */
	privilege?: Privilege;
}

/** A call, the scopes of which any one opens it, and the privilege its caller needs. */
export const route = (method: string, path: string, { scopes, privilege }: Rule, handle: GoogleHandler): GoogleRoute => ({
	method,
	path,
	needs: scopes.join(' '),
	handle: (call) => {
		if (privilege !== undefined) demand(call, privilege);
		return handle(call);
	},
});

export function bodyOf({ incoming }: GoogleCall): Record<string, unknown> {
	const body = jsonBody(incoming);
	if (body === undefined) throw refuse(400, 'parseError', 'This API does not support parsing form-encoded input, or the JSON is malformed.');
	return body;
}

/** The company goes by `my_customer`, by its id and, in some places, by its domain. */
export function checkCustomer({ state: { customer } }: GoogleCall, given: string | null | undefined, { byDomain = false } = {}): void {
	if (given === 'my_customer' || given === customer.id || (byDomain && given === customer.domain)) return;
	throw forbidden();
}

/** An answer without a body that nevertheless says 200. */
export const emptyOk = () => ({ status: 200, body: '' });
