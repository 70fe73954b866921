import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { Problem } from '../../lifecycle/problem';
import { hostsAt, type GoogleHost } from '../../systems/google/address';
import type { GoogleConnections } from '../../systems/google/client';
import { isThrottled } from '../../systems/google/errors';
import { itself, owner, scopesFor, serviceAccountOf, type ServiceAccount, type Subject } from '../../systems/google/serviceAccount';
import type { Http } from '../../systems/http/types';
import { patientHttp } from '../shared/patientHttp';
import { authenticated, httpOver, postForm, type Target } from '../shared/transport';
import { tokensOf, type Tokens } from './sessions';

export type Send = Target['send'];

/** One door per host. `as` sends in another name than the credential's own, where that is possible. */
export const doorsTo = (apiUrl: unknown, send: Send, as: ((subject: Subject) => Send) | null, patience: (http: Http, host: GoogleHost) => Http = (http) => http): GoogleConnections => {
	const hosts = hostsAt(apiUrl);
	const door = (host: GoogleHost, by: Send) => patience(httpOver({ system: 'Google', baseUrl: hosts[host], send: by }), host);
	return {
		directory: door('directory', send),
		licensing: door('licensing', send),
		cloudIdentity: door('cloudIdentity', send),
		iam: door('iam', as === null ? send : as(itself)),
		gmail: as && ((mailbox) => door('gmail', as(owner(mailbox)))),
	};
};

export const googleConnections = (context: IExecuteFunctions, credential: string, data: ICredentialDataDecryptedObject, itemIndex: number): GoogleConnections => {
	const credentialId = context.getNode().credentials?.[credential]?.id ?? credential;
	// Each host answers, and counts, for itself: mailboxes that hang must not keep the suspension waiting for its turn.
	const patience = (http: Http, host: GoogleHost) => patientHttp(context, 'Google', `${credentialId}/${host}`, http, itemIndex, { isThrottled });
	const delegated = credential === 'jmlGoogleServiceAccountApi';
	if (!delegated && data['oauthTokenData'] === undefined) throw new Problem('misconfigured', 'The Google OAuth2 credential is not connected, so nothing was asked. Open it in n8n, press Connect, and consent as the admin it names.');
	const as = delegated ? inOtherNames(context, credential, data) : null;
	return doorsTo(data['apiUrl'], authenticated(context, credential, data), as, patience);
};

const inOtherNames = (context: IExecuteFunctions, credential: string, data: ICredentialDataDecryptedObject) => {
	const account = serviceAccountOf(data);
	const tokens = tokensOf(account, postForm(context.helpers));
	return (subject: Subject): Send => sendAs(account, tokens, subject, (token) => authenticated(context, credential, { ...data, sessionToken: JSON.stringify({ token, expiresAt: 0 }) }, { renews: false }));
};

/** A token that is refused is minted once more: it may have been withdrawn. */
export const sendAs =
	(account: ServiceAccount, tokens: Tokens, subject: Subject, sendWith: (token: string) => Send): Send =>
	async (request) => {
		if (scopesFor(account, subject).length === 0) {
			const missing = subject.acting === 'mailbox' ? 'gmail.settings.basic and gmail.settings.sharing' : 'cloud-platform';
			throw new Problem('forbidden', `The Scopes in the Google credential do not name ${missing}, so this was not asked for. Authorise and add them, or untick the step.`);
		}
		const first = await sendWith(await tokens.token(subject))(request);
		if (first.statusCode !== 401) return first;
		tokens.forget(subject);
		return sendWith(await tokens.token(subject))(request);
	};
