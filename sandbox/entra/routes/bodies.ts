import { jsonBody } from '../../server/message';
import type { EntraCall } from '../call';
import { badRequest, refuse } from '../errors';

export function bodyOf({ incoming }: Pick<EntraCall, 'incoming'>): Record<string, unknown> {
	const body = jsonBody(incoming);
	if (body === undefined) throw refuse('BadRequest', 'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.');
	return body;
}

export function textIn(body: Record<string, unknown>, name: string): string {
	const value = body[name];
	if (typeof value !== 'string' || value === '') throw badRequest(`A value is required for property '${name}' of the request.`);
	return value;
}

/** The object a reference points at, as `{"@odata.id": ".../users/{id}"}` says it. */
export function referenceIn(call: EntraCall): string {
	const reference = bodyOf(call)['@odata.id'];
	const [, id] = typeof reference === 'string' ? (/\/(?:users|groups|directoryObjects|servicePrincipals)\/([^/]+)$/.exec(reference) ?? []) : [];
	if (id === undefined) throw badRequest('Invalid object identifier: the body has to say @odata.id.');
	return decodeURIComponent(id);
}
