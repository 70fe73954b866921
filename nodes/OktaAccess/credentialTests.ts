import type { ICredentialsDecrypted, ICredentialTestFunctions, IN8nHttpFullResponse, INodeCredentialTestResult } from 'n8n-workflow';
import { asProblem } from '../../lifecycle/problem';
import { orgUrl } from '../../systems/okta/address';
import { checkOkta, type Check } from '../../systems/okta/check';
import { authorisation, mintSession } from '../../systems/okta/session';
import { serviceAppOf } from '../../systems/okta/serviceApp';
import { httpOver, sendingOptions, type RawRequest } from '../shared/transport';

/** n8n gives a credential test nothing but the old request helper. */
const sendBy =
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

const answer = async (check: () => Promise<Check>): Promise<INodeCredentialTestResult> => {
	try {
		const { ok, message } = await check();
		return { status: ok ? 'OK' : 'Error', message };
	} catch (error) {
		return { status: 'Error', message: asProblem(error).message };
	}
};

export async function testApiToken(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answer(async () => {
		const { orgUrl: entered, apiToken } = credential.data as { orgUrl: string; apiToken: string };
		const send = sendBy(this, () => ({ authorization: `SSWS ${apiToken}` }));
		return checkOkta(httpOver({ system: 'Okta', baseUrl: orgUrl(entered), send }), 'user', null);
	});
}

export async function testServiceApp(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answer(async () => {
		const app = serviceAppOf(credential.data ?? {});
		// mintSession names the whole address.
		const http = httpOver({ system: 'Okta', baseUrl: '', send: sendBy(this, () => ({})) });
		const session = await mintSession(
			app,
			({ url, form, headers }) => http({ method: 'POST', path: url, headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(form).toString() }),
			() => new Date(),
		);
		const send = sendBy(this, ({ method, url }) => authorisation(session, method, url, new Date()));
		return checkOkta(httpOver({ system: 'Okta', baseUrl: app.orgUrl, send }), 'app', session.scopes);
	});
}
