import { Problem, type ProblemCode } from '../../lifecycle/problem';
import type { Dictionary } from '../http/parse';
import type { HttpResponse } from '../http/types';
import { label, type VaultPlace } from './place';

/** What was asked for, in the words of a policy. */
export interface Asked {
	area: 'data' | 'metadata';
	capabilities: 'read' | 'create and update';
}

type Kind = 'sealed' | 'upgrading' | 'throttled' | 'broken' | 'expired' | 'denied' | 'noEngine' | 'overtaken' | 'rejected' | 'redirected' | 'noVault';

const codes: Record<Kind, ProblemCode> = {
	sealed: 'vendor_error',
	upgrading: 'vendor_error',
	throttled: 'throttled',
	broken: 'vendor_error',
	expired: 'unauthorised',
	denied: 'forbidden',
	noEngine: 'misconfigured',
	overtaken: 'rejected',
	rejected: 'rejected',
	redirected: 'bad_answer',
	noVault: 'bad_answer',
};

/** Not a page of something in between. */
export const isAnswer = (body: unknown): body is Dictionary => typeof body === 'object' && body !== null && !Array.isArray(body);

/** Null for what Vault would not say. */
export const errorsIn = (body: unknown): string | null => {
	const errors = isAnswer(body) ? body['errors'] : undefined;
	return Array.isArray(errors) && errors.every((error) => typeof error === 'string') ? errors.join('\n') : null;
};

const kindOf = (status: number, said: string | null): Kind => {
	if (status === 429) return 'throttled';
	if (status === 503 && /sealed/i.test(said ?? '')) return 'sealed';
	if (status >= 500) return 'broken';
	if (status >= 300 && status < 400) return 'redirected';
	if (said === null || status < 400) return 'noVault';
	if (status === 403) return /invalid token|bad token/i.test(said) ? 'expired' : 'denied';
	if (status === 404 || status === 405) return 'noEngine';
	if (/check-and-set parameter did not match/i.test(said)) return 'overtaken';
	return /upgrading from non-versioned/i.test(said) ? 'upgrading' : 'rejected';
};

const under = ({ mount, prefix }: VaultPlace, { area }: Asked): string => `${mount}/${area}/${prefix}/*`;

/** Only what is known is said in words of our own: an answer may quote the request, and the request may hold a PIN. */
const sentence = (kind: Kind, place: VaultPlace, asked: Asked, status: number): string => {
	const { mount } = place;
	const { capabilities } = asked;
	const where = under(place, asked);
	switch (kind) {
		case 'sealed':
			return `${label} is sealed, so it neither takes nor shows anything. Have those who hold its keys unseal it, then run the case again.`;
		case 'upgrading':
			return `The key-value engine ${mount} of ${label} is being upgraded to version 2, and takes nothing meanwhile. Run the case again in a few minutes.`;
		case 'throttled':
			return `${label} kept refusing because of a rate limit or quota. Nothing is wrong with the request; run the case again in a few minutes.`;
		case 'broken':
			return `${label} failed inside, or something between n8n and it did (status ${status}). Check that it is up and unsealed, then run the case again.`;
		case 'expired':
			return `${label} does not know the token any more: it has run out or was revoked. Enter a new one in the ${label} credential, or let it sign in with an AppRole, whose tokens are renewed by themselves; press Test there, then run the case again.`;
		case 'denied':
			return `${label} denied ${capabilities} on ${where}. It says so where the policy does not allow it, and also where the token has run out or there is no such mount or namespace. Compare mount, path prefix and namespace in the credential, let the policy allow ${capabilities} on ${where}, press Test in the credential, then run the case again.`;
		case 'noEngine':
			return `${label} has no key-value engine of version 2 at ${mount}. Correct mount and namespace in the credential (the mount alone, such as secret, without data), press Test there, then run the case again.`;
		case 'overtaken':
			return `Somebody else wrote to the same secret of ${label} at the same moment, so nothing was written. Run the case again.`;
		case 'rejected':
			return `${label} rejected ${capabilities} on ${where} (status ${status}). Its audit log says why; correct mount and path prefix in the credential if they are wrong, then run the case again.`;
		case 'redirected':
			return `${label} sent the request elsewhere (status ${status}), as a standby server does, and a token is not sent after it. Enter the address of the active server or of the load balancer in the credential, press Test there, then run the case again.`;
		case 'noVault':
			return `The address in the ${label} credential answered with something that is not Vault (status ${status}). Check the address and whatever stands between n8n and Vault, such as a proxy or a login page, then run the case again.`;
	}
};

export const vaultProblem = (place: VaultPlace, asked: Asked, { status, body }: HttpResponse): Problem => {
	const kind = kindOf(status, errorsIn(body));
	return new Problem(codes[kind], sentence(kind, place, asked, status), { status, ...(kind === 'denied' ? { missing: [`${asked.capabilities} on ${under(place, asked)}`] } : {}) });
};
