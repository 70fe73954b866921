import { systemClock } from '../../lifecycle/clock';
import { checkVault } from '../../systems/vault/check';
import { headersFor, label, placeOf, signInOf } from '../../systems/vault/place';
import { mintToken } from '../../systems/vault/session';
import { sendBy, testBy, type CredentialCheck } from './credentialTest';
import { httpOver } from './transport';

export const checkPolicy: CredentialCheck = async (asking, data) => {
	const place = placeOf(data);
	const signIn = signInOf(data);
	const httpWith = (headers: Record<string, string>) => httpOver({ system: label, baseUrl: place.baseUrl, send: sendBy(asking, () => headers) });
	const token = signIn.kind === 'token' ? signIn.token : await mintToken(place, signIn, httpWith({}));
	return checkVault(httpWith(headersFor(place, token)), place, systemClock);
};

export const testVault = testBy(checkPolicy);
