import type { ICredentialTestFunctions, IN8nHttpFullResponse, INodeCredentialTestResult } from 'n8n-workflow';
import { asProblem } from '../../lifecycle/problem';
import type { SendForm } from '../../systems/http/types';
import { httpOver, sendingOptions, type RawRequest } from './transport';

/** n8n gives a credential test nothing but the old request helper. */
export const sendBy =
	(context: ICredentialTestFunctions, headersFor: (request: RawRequest) => Record<string, string>) =>
	async (request: RawRequest): Promise<IN8nHttpFullResponse> => {
		const { returnFullResponse, disableFollowRedirect, ...options } = sendingOptions(request);
		const response = await context.helpers.request({
			...options,
			headers: { ...request.headers, ...headersFor(request) },
			json: true,
			simple: false,
			resolveWithFullResponse: returnFullResponse,
			followRedirect: !disableFollowRedirect,
		});
		return response as IN8nHttpFullResponse;
	};

/** A form to a token endpoint, whose whole address is named. */
export const formBy =
	(context: ICredentialTestFunctions, system: string): SendForm =>
	({ url, form, headers }) =>
		httpOver({ system, baseUrl: '', send: sendBy(context, () => ({})) })({ method: 'POST', path: url, headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(form).toString() });

/** What Test shows: a sentence, whatever went wrong. */
export const answerTo = async (check: () => Promise<{ ok: boolean; message: string }>): Promise<INodeCredentialTestResult> => {
	try {
		const { ok, message } = await check();
		return { status: ok ? 'OK' : 'Error', message };
	} catch (error) {
		return { status: 'Error', message: asProblem(error).message };
	}
};
