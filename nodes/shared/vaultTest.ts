import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { systemClock } from '../../lifecycle/clock';
import { checkVault } from '../../systems/vault/check';
import { headersFor, label, placeOf, signInOf } from '../../systems/vault/place';
import { mintToken } from '../../systems/vault/session';
import { answerTo, sendBy } from './credentialTest';
import { httpOver } from './transport';

/** With a token of its own: one that was kept would not show what the role was given a moment ago. */
export async function testVault(this: ICredentialTestFunctions, { data = {} }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async () => {
		const place = placeOf(data);
		const signIn = signInOf(data);
		const httpWith = (headers: Record<string, string>) => httpOver({ system: label, baseUrl: place.baseUrl, send: sendBy(this, () => headers) });
		const token = signIn.kind === 'token' ? signIn.token : await mintToken(place, signIn, httpWith({}));
		return checkVault(httpWith(headersFor(place, token)), place, systemClock);
	});
}
