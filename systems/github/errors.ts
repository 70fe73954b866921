import { redact } from '../../ledger/secrets';
import type { JsonObject } from '../../ledger/types';
import { Problem, type ProblemCode } from '../../lifecycle/problem';
import type { HttpRequest, HttpResponse } from '../http/types';
import { scopesLacking } from './scopes';
import { isThrottled } from './throttling';

type Said = { message?: unknown; documentation_url?: unknown; errors?: unknown };

const saidIn = (body: unknown): Said => (typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Said) : {});

/** `Validation Failed` says nothing; what failed stands beside it. SCIM calls it `detail`. */
const messageIn = (body: unknown): string | null => {
	const { message, errors, detail } = saidIn(body) as Said & { detail?: unknown };
	const details = (Array.isArray(errors) ? errors : []).flatMap((error: unknown) => {
		const { message: told, field, code } = Object(error) as { message?: unknown; field?: unknown; code?: unknown };
		if (typeof error === 'string') return [error];
		return typeof told === 'string' ? [told] : typeof code === 'string' ? [`${typeof field === 'string' ? `${field} ` : ''}${code}`] : [];
	});
	const parts = [message ?? detail, ...details].filter((part): part is string => typeof part === 'string' && part !== '');
	return parts.length === 0 ? null : redact(parts.join('; ')).slice(0, 300).replace(/\.$/, '');
};

interface Refusal {
	request: HttpRequest;
	response: HttpResponse;
	organisation: string;
}

/** A GitHub App is told which permission it lacks as `members=write`. */
const permissionNamed = (headers: HttpResponse['headers']): string | null => headers['x-accepted-github-permissions']?.replaceAll('=', ':') ?? null;

const lacksSingleSignOn = ({ headers }: HttpResponse): boolean => (headers['x-github-sso'] ?? '').startsWith('required');

const codeOf = (response: HttpResponse): ProblemCode => {
	const { status, body } = response;
	if (isThrottled(response)) return 'throttled';
	if (status === 401) return 'unauthorised';
	if (status >= 500) return 'vendor_error';
	// Something in between may say 403 or 404 as well, and nothing could be concluded from that.
	if (status < 400 || messageIn(body) === null) return 'bad_answer';
	if (status === 403) return 'forbidden';
	// Whoever may not see something is told that it is not there.
	if (status === 404) return scopesLacking(response).length > 0 ? 'forbidden' : 'not_found';
	return 'rejected';
};

const forbidden = ({ response, organisation }: Refusal, call: string, said: string): string => {
	if (lacksSingleSignOn(response)) return `GitHub refused ${call}: the token is not authorised for single sign-on of ${organisation}. Its owner opens github.com/settings/tokens, "Configure SSO" beside the token, authorises it for ${organisation}, and the case is run again.`;
	const scopes = scopesLacking(response);
	if (scopes.length > 0) return `GitHub refused ${call}: the token lacks the scope ${scopes.join(' or ')}. Its owner adds it under github.com/settings/tokens; press Test in the credential, then run the case again.`;
	const permission = permissionNamed(response.headers);
	if (permission !== null && response.headers['x-oauth-scopes'] === undefined) return `GitHub refused ${call}: the GitHub App lacks the permission ${permission}. Add it to the app, have an owner of ${organisation} accept it, then run the case again.`;
	return `GitHub refused ${call}: ${said}. The token must belong to an owner of ${organisation}, or the GitHub App must have the permission; press Test in the credential, then run the case again.`;
};

const sentence = (code: ProblemCode, refusal: Refusal): string => {
	const { request, response, organisation } = refusal;
	const { status, body, headers } = response;
	const call = `${request.method} ${request.path}`;
	const said = messageIn(body) ?? `status ${status}`;
	switch (code) {
		case 'unauthorised':
			return `GitHub did not accept the credential (${said}). The token may have expired or been revoked, or its owner may have been removed. Put a new one into the credential, press Test there, then run the case again.`;
		case 'forbidden':
			return forbidden(refusal, call, said);
		case 'not_found':
			return `GitHub does not show what ${call} is about (${said}): it is not there, or the credential may not see it. Check the name of the organisation in the node and press Test in the credential, then run the case again.`;
		case 'throttled': {
			const reset = Number(headers['x-ratelimit-reset']);
			const when = headers['x-ratelimit-remaining'] === '0' && Number.isFinite(reset) ? `after ${new Date(reset * 1_000).toISOString()}` : 'in a few minutes';
			return `GitHub kept refusing ${call} because of a rate limit. Nothing is wrong with the request; run the case again ${when}.`;
		}
		case 'vendor_error':
			return `GitHub failed while answering ${call} (status ${status}). Look at githubstatus.com, then run the case again.`;
		case 'rejected':
			return `GitHub rejected ${call}: ${said}. Look at it under github.com/orgs/${organisation}/people, then run the case again.`;
		default:
			return `GitHub answered ${call} with something that is not its API (status ${status}${status >= 300 && status < 400 ? ', a redirect' : ''}). Check the API address in the credential and whatever stands between n8n and GitHub.`;
	}
};

export const requestIdOf = ({ headers }: HttpResponse): string | null => headers['x-github-request-id'] ?? null;

export const githubProblem = (refusal: Refusal): Problem => {
	const { response } = refusal;
	const code = codeOf(response);
	const evidence: JsonObject = { status: response.status, requestId: requestIdOf(response) };
	return new Problem(code, sentence(code, refusal), evidence);
};

/** GraphQL says what is wrong with 200, and by type. */
export const graphqlProblem = (errors: unknown[], response: HttpResponse, organisation: string): Problem => {
	const { type, message, extensions } = Object(errors[0]) as { type?: unknown; message?: unknown; extensions?: unknown };
	const said = typeof message === 'string' ? redact(message).slice(0, 300).replace(/\.$/, '') : 'no reason given';
	const evidence: JsonObject = { status: response.status, requestId: requestIdOf(response), ...(typeof type === 'string' ? { vendorCode: type } : {}) };
	const lacksSso = (Object(extensions) as { saml_failure?: unknown }).saml_failure === true;
	const again = 'Press Test in the credential, then run the case again.';
	switch (type) {
		case 'RATE_LIMITED':
			return new Problem('throttled', 'GitHub kept refusing to say who is who because of a rate limit. Run the case again in a few minutes.', evidence);
		case 'INSUFFICIENT_SCOPES':
			return new Problem('forbidden', `GitHub refused to say who is who in ${organisation}: the token lacks the scope admin:org (${said}). ${again}`, evidence);
		case 'FORBIDDEN':
			return new Problem('forbidden', lacksSso
				? `GitHub refused to say who is who: the token is not authorised for single sign-on of ${organisation}. Its owner opens github.com/settings/tokens, "Configure SSO" beside the token, authorises it, and the case is run again.`
				: `GitHub refused to say who is who in ${organisation}: ${said}. The token must belong to an owner with the scope admin:org, or the GitHub App must have members:read and organization_administration:read. ${again}`, evidence);
		case 'NOT_FOUND':
			return new Problem('not_found', `GitHub shows no organisation ${organisation} to this credential (${said}). Check Organisations in the node. ${again}`, evidence);
		default:
			return new Problem('bad_answer', `GitHub did not answer who is who in ${organisation} (${said}). Nothing can be concluded from it; run the case again.`, evidence);
	}
};
