import { Problem } from '../../lifecycle/problem';
import type { Http, HttpRequest, HttpResponse } from '../../systems/http/types';
import type { IAllExecuteFunctions, ICredentialDataDecryptedObject, IHttpRequestHelper, IHttpRequestMethods, IN8nHttpFullResponse } from 'n8n-workflow';

export interface Target {
	/** For sentences: `Okta`. */
	system: string;
	/** `https://acme.okta.com`, no trailing slash. */
	baseUrl: string;
	/** Sends with the credential's authentication, or without any where the caller adds its own. */
	send(request: RawRequest): Promise<IN8nHttpFullResponse>;
}

export interface RawRequest {
	method: IHttpRequestMethods;
	url: string;
	headers: Record<string, string>;
	body?: unknown;
}

const requestTimeoutMs = 30_000;

/**
 * n8n's own request helper carries the bytes: its proxy settings, allowed domains, token renewal and cancellation apply.
 * The credential is handed to it as it was read once, or it would read and decrypt it again for every request.
 */
export const authenticated =
	(context: IAllExecuteFunctions, credential: string, data: ICredentialDataDecryptedObject, { renews = true, expired = 401 } = {}): Target['send'] =>
	(request) =>
		context.helpers.httpRequestWithAuthentication.call(
			context,
			credential,
			{
				...sendingOptions(request),
				// What says that a token has expired must throw, or n8n never renews it; and must not, where the token is not n8n's to renew.
				ignoreHttpStatusErrors: renews ? { ignore: true, except: [expired] } : true,
			},
			{ credentialsDecrypted: { id: '', name: credential, type: credential, data }, preAuthenticationRetryStatusCode: expired },
		) as Promise<IN8nHttpFullResponse>;

export const sendingOptions = ({ method, url, headers, body }: RawRequest) => ({
	method,
	url,
	headers,
	...(body === undefined ? {} : { body: body as object }),
	timeout: requestTimeoutMs,
	returnFullResponse: true as const,
	disableFollowRedirect: true,
	sendCredentialsOnCrossOriginRedirect: false,
});

export const httpOver = ({ system, baseUrl, send }: Target): Http => {
	return async (request) => {
		const url = baseUrl + request.path + queryText(request);
		// Whatever a client put together: the credential never leaves for another host.
		if (baseUrl !== '' && (!URL.canParse(url) || new URL(url).origin !== new URL(baseUrl).origin)) throw elsewhere(system);
		const headers = {
			accept: 'application/json',
			...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
			...request.headers,
		};
		try {
			const response = await send({ method: request.method, url, headers, body: request.body });
			return { status: response.statusCode, headers: lowerCased(response.headers), body: response.body };
		} catch (error) {
			return answerIn(error) ?? fail(problemIn(error, system));
		}
	};
};

type Helpers = Pick<IHttpRequestHelper['helpers'], 'httpRequest'>;

/** For tokens, which are asked for with a form and without a credential. */
export const postForm =
	(helpers: Helpers) =>
	async ({ url, form, headers = {} }: { url: string; form: Record<string, string>; headers?: Record<string, string> }): Promise<HttpResponse> => {
		const body = new URLSearchParams(form).toString();
		const request = { method: 'POST', url, headers: { accept: 'application/json', ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body } as const;
		const response = (await helpers.httpRequest({ ...sendingOptions(request), body, ignoreHttpStatusErrors: true })) as IN8nHttpFullResponse;
		return { status: response.statusCode, headers: lowerCased(response.headers), body: response.body };
	};

const elsewhere = (system: string) => new Problem('bad_answer', `A request meant for ${system} would have gone to another address, so it was not sent.`);

const fail = (problem: Problem): never => {
	throw problem;
};

const queryText = ({ query, path }: HttpRequest): string => {
	const pairs = Object.entries(query ?? {}).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
	return pairs.length === 0 ? '' : (path.includes('?') ? '&' : '?') + pairs.join('&');
};

export const lowerCased = (headers: object): Record<string, string> =>
	Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : String(value)]));

interface ThrownByN8n {
	httpCode?: unknown;
	code?: unknown;
	message?: unknown;
	failure?: { cause?: unknown };
	cause?: ThrownByN8n & { response?: { status?: unknown; headers?: unknown; data?: unknown } };
}

const causes = function* (error: unknown): Generator<NonNullable<ThrownByN8n['cause']>> {
	let current = error as ThrownByN8n['cause'] | undefined;
	for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth++) {
		yield current;
		current = current.cause;
	}
};

/** An answer that n8n turned into an error is still the vendor's answer. */
const answerIn = (error: unknown): HttpResponse | undefined => {
	for (const cause of causes(error)) {
		const { response } = cause;
		if (typeof response?.status === 'number') {
			return { status: response.status, headers: lowerCased(Object(response.headers)), body: response.data };
		}
	}
	const status = Number((error as ThrownByN8n | null)?.httpCode);
	return Number.isInteger(status) && status >= 100 ? { status, headers: {}, body: {} } : undefined;
};

/** Only what the error says of the network is used: its text may quote the request, and the request carries a token. */
const problemIn = (error: unknown, system: string): Problem => {
	const chain = [...causes(error)];
	const known = chain.find((cause): cause is Problem & typeof cause => (cause as unknown) instanceof Problem);
	if (known) return known;
	// n8n renews the tokens of OAuth itself, and gives up in ways of its own.
	if (chain.some(({ code, failure }) => code === 'EAUTH' || failure?.cause === 'credential-invalid')) {
		return new Problem('unauthorised', `${system} issues no new token for this credential: the consent was withdrawn or has run out, or the OAuth client in it is not known any more. Open the credential in n8n, connect the credential again, then run the case again.`);
	}
	const code = chain.map((cause) => cause.code).find((value): value is string => typeof value === 'string') ?? '';
	if (code === 'ERR_CANCELED') return new Problem('cancelled', `The execution was cancelled while ${system} was being asked. Run the case again.`);
	if (/TIMEDOUT|ABORTED|TIMEOUT/.test(code)) {
		return new Problem('timeout', `${system} did not answer within ${requestTimeoutMs / 1_000} seconds (${code}).`, { network: code });
	}
	const text = chain.map((cause) => String(cause.message ?? '')).join(' ');
	if (/timeout|aborted/i.test(text) && code === '') return new Problem('timeout', `${system} did not answer in time.`);
	return new Problem('unreachable', `${system} could not be reached (${code || 'connection failed'}). Check the address in the credential and that n8n may reach it through firewall and proxy, then run the case again.`, { network: code || 'unknown' });
};
