import type { ICredentialDataDecryptedObject, ICredentialsDecrypted, ICredentialTestFunctions, IN8nHttpFullResponse, INodeCredentialTestResult } from 'n8n-workflow';
import { failedCheck, type Check } from '../../lifecycle/check';
import type { SendForm } from '../../systems/http/types';
import { httpOver, sendingOptions, type RawRequest } from './transport';

/** n8n gives a credential test nothing but the old request helper. An execution has it as well. */
export interface Asking {
	helpers: Pick<ICredentialTestFunctions['helpers'], 'request'>;
}

/** With sessions of its own: one that was kept would not show what was granted a moment ago. */
export type CredentialCheck = (asking: Asking, data: ICredentialDataDecryptedObject) => Promise<Check>;

export const sendBy =
	({ helpers }: Asking, headersFor: (request: RawRequest) => Record<string, string>) =>
	async (request: RawRequest): Promise<IN8nHttpFullResponse> => {
		const { returnFullResponse, disableFollowRedirect, ...options } = sendingOptions(request);
		const response = await helpers.request({
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
	(asking: Asking, system: string): SendForm =>
	({ url, form, headers }) =>
		httpOver({ system, baseUrl: '', send: sendBy(asking, () => ({})) })({ method: 'POST', path: url, headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(form).toString() });

/** What Test shows: a sentence, whatever went wrong. */
export const testBy = (check: CredentialCheck) =>
	async function (this: ICredentialTestFunctions, { data = {} }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
		const { ok, message } = await check(this, data).catch(failedCheck);
		return { status: ok ? 'OK' : 'Error', message };
	};
