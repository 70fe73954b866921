import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { checkJumpCloud } from '../../systems/jumpCloud/check';
import { keyHolderOf, organisationHeader, placeOf, serviceAccountOf, type Place } from '../../systems/jumpCloud/place';
import { mintToken } from '../../systems/jumpCloud/session';
import { answerTo, formBy, sendBy } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';

const checkBy = (context: ICredentialTestFunctions, place: Place, authorisation: Record<string, string>) => {
	const send = sendBy(context, () => ({ ...authorisation, ...organisationHeader(place) }));
	const at = (baseUrl: string) => httpOver({ system: 'JumpCloud', baseUrl, send });
	return checkJumpCloud({ console: at(place.consoleUrl), insights: at(place.insightsUrl) }, place);
};

export async function testApiKey(this: ICredentialTestFunctions, { data = {} }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async () => checkBy(this, placeOf(data), { 'x-api-key': keyHolderOf(data).apiKey }));
}

/** With a token of its own: one that was kept would not show what was granted a moment ago. */
export async function testServiceAccount(this: ICredentialTestFunctions, { data = {} }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async () => {
		const place = placeOf(data);
		const token = await mintToken(place, serviceAccountOf(data), formBy(this, 'JumpCloud'));
		return checkBy(this, place, { authorization: `Bearer ${token}` });
	});
}
