import { redact } from '../../ledger/secrets';
import { Problem, type ProblemCode } from '../../lifecycle/problem';
import type { HttpRequest, HttpResponse } from '../http/types';

interface GoogleError {
	reason: string | null;
	message: string | null;
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? redact(value).slice(0, 300) : null);

const parse = (body: unknown): GoogleError => {
	const { error } = Object(body) as { error?: unknown };
	const { errors, message, status } = Object(error) as { errors?: unknown; message?: unknown; status?: unknown };
	const first = Array.isArray(errors) ? (Object(errors[0]) as { reason?: unknown }) : {};
	return { reason: textOrNull(first.reason) ?? textOrNull(status), message: textOrNull(message) };
};

const quotaReasons = new Set(['userRateLimitExceeded', 'rateLimitExceeded', 'quotaExceeded', 'RESOURCE_EXHAUSTED']);

/** One reason stands for every precondition; only the words tell an account that is being made from a licence that is missing. */
const isIncomplete = (message: string | null): boolean => /creation is not complete/i.test(message ?? '');

/**
 * What Google did not take, and takes when it is asked again: quotas, which it refuses with 403 as well, and changes of
 * an account whose creation is not complete, which can take a minute.
 */
export const isThrottled = ({ status, body }: HttpResponse): boolean => {
	const { reason, message } = parse(body);
	if (status === 412) return isIncomplete(message);
	return status === 403 && reason !== null && quotaReasons.has(reason);
};

const codeOf = (status: number, { reason, message }: GoogleError): ProblemCode => {
	if (status === 401) return 'unauthorised';
	if (status === 403) return reason !== null && quotaReasons.has(reason) ? 'throttled' : 'forbidden';
	if (status === 404) return 'not_found';
	if (status === 412 && isIncomplete(message)) return 'throttled';
	if (status === 429) return 'throttled';
	if (status >= 500) return 'vendor_error';
	if (status >= 400) return 'rejected';
	return 'bad_answer';
};

/** Which scope a call stands on. First match wins. */
const scopes: readonly (readonly [RegExp, string])[] = [
	[/^\/gmail\/.*\/(delegates|forwardingAddresses|autoForwarding|sendAs)/, 'gmail.settings.sharing'],
	[/^\/gmail\//, 'gmail.settings.basic'],
	[/\/datatransfer\//, 'admin.datatransfer'],
	[/\/reports\//, 'admin.reports.audit.readonly'],
	[/\/licensing\//, 'apps.licensing'],
	[/^\/v1\/devices/, 'cloud-identity.devices'],
	[/^\/v1\/projects/, 'cloud-platform'],
	[/\/devices\/mobile/, 'admin.directory.device.mobile.action'],
	[/\/devices\/chromeos/, 'admin.directory.device.chromeos'],
	[/\/role/, 'admin.directory.rolemanagement'],
	[/\/orgunits/, 'admin.directory.orgunit'],
	[/\/groups/, 'admin.directory.group'],
	[/\/(tokens|asps|verificationCodes|twoStepVerification|signOut)/, 'admin.directory.user.security'],
];

const scopeFor = ({ path }: Pick<HttpRequest, 'path'>): string => scopes.find(([pattern]) => pattern.test(path))?.[1] ?? 'admin.directory.user';

const sentence = (code: ProblemCode, status: number, { reason, message }: GoogleError, request: HttpRequest): string => {
	const said = [message, reason].filter((text) => text !== null).join(', ') || `status ${status}`;
	const call = `${request.method} ${request.path.split('?')[0]}`;
	switch (code) {
		case 'unauthorised':
			return `Google did not accept the credential (${said}). The key may be disabled or deleted, the admin it acts for suspended, or the OAuth consent withdrawn. Renew it in the Google credential, press Test there, then run the case again.`;
		case 'forbidden':
			return `Google refused ${call}: the credential lacks permission, or what it is about is outside your domain (${said}). Authorise the scope ${scopeFor(request)} and give the admin it acts for the privilege; only a super admin may change an admin. Then run the case again.`;
		case 'not_found':
			return `Google says it does not know what ${call} is about (${said}). Check the account in the Admin console, then run the case again.`;
		case 'throttled':
			return status === 412
				? `Google kept refusing ${call}, because the creation of the account is not complete (${said}). Run the case again in a few minutes.`
				: `Google kept refusing ${call} because of a quota (${said}). Nothing is wrong with the request; run the case again in a few minutes, or raise the quota of the Cloud project.`;
		case 'vendor_error':
			return `Google failed inside while answering ${call} (status ${status}). Check the Google Workspace status page, then run the case again.`;
		case 'rejected':
			if (reason === 'adminCannotUnsuspend') return `Google rejected ${call}: it suspended the account itself, and only Google can lift that (${said}). Ask Google support.`;
			return `Google rejected ${call}: ${said}. Check the account in the Admin console, then run the case again.`;
		default:
			return `Google answered ${call} with something that is not its API (status ${status}${status >= 300 && status < 400 ? ', a redirect' : ''}). Check what stands between n8n and Google, such as a proxy or a login page, and the API Address in the credential.`;
	}
};

export const googleProblem = (request: HttpRequest, response: HttpResponse): Problem => {
	const error = parse(response.body);
	const code = codeOf(response.status, error);
	return new Problem(code, sentence(code, response.status, error, request), {
		status: response.status,
		...(error.reason === null ? {} : { vendorCode: error.reason }),
	});
};

/** Google's own word for why. */
export const reasonOf = (problem: Problem): string => String(problem.evidence['vendorCode'] ?? '');
