import { Problem } from '../../lifecycle/problem';
import { isSafeAddress } from '../http/address';

/** Where the tenant is: the console with both versions of the API, Directory Insights, and the token endpoint. */
export interface Place {
	consoleUrl: string;
	insightsUrl: string;
	tokenUrl: string;
	/** For administrators of several organisations. */
	organisationId: string | null;
}

const usual = { consoleUrl: 'https://console.jumpcloud.com', insightsUrl: 'https://api.jumpcloud.com', tokenUrl: 'https://admin-oauth.id.jumpcloud.com/oauth2/token' } as const;

type Fields = { [field: string]: unknown };

const entered = (fields: Fields, name: string): string | null => {
	const value = fields[name];
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
};

const addressIn = (text: string, which: string, example: string): URL => {
	if (!URL.canParse(text)) throw new Problem('misconfigured', `The ${which} in the JumpCloud credential is not an address. Enter it like ${example}.`);
	const url = new URL(text);
	if (!isSafeAddress(url)) throw new Problem('misconfigured', `The ${which} in the JumpCloud credential must start with https://, so that no key travels in plain text.`);
	return url;
};

/** A tenant in another region has its console and its Insights under the same region. */
const insightsBeside = (console: URL): string => (/^console\.([a-z]+\.)?jumpcloud\.com$/.test(console.hostname) ? `https://${console.hostname.replace(/^console\./, 'api.')}` : console.origin);

export const placeOf = (fields: Fields): Place => {
	const console = addressIn(entered(fields, 'consoleUrl') ?? usual.consoleUrl, 'console address', usual.consoleUrl);
	const insights = entered(fields, 'insightsUrl');
	const token = addressIn(entered(fields, 'tokenUrl') ?? usual.tokenUrl, 'token address', usual.tokenUrl);
	return {
		consoleUrl: console.origin,
		insightsUrl: insights === null ? insightsBeside(console) : addressIn(insights, 'Insights address', usual.insightsUrl).origin,
		tokenUrl: `${token.origin}${token.pathname}`,
		organisationId: entered(fields, 'organisationId'),
	};
};

/** An API key is a person's, and which one only they can tell: no call says it. */
export interface KeyHolder {
	apiKey: string;
	administratorEmail: string;
}

const required = (fields: Fields, name: string, label: string): string => {
	const value = entered(fields, name);
	if (value === null) throw new Problem('misconfigured', `The JumpCloud credential has no ${label}. Fill it in and press Test there.`);
	return value;
};

export const keyHolderOf = (fields: Fields): KeyHolder => {
	const administratorEmail = required(fields, 'administratorEmail', "administrator's email");
	if (!administratorEmail.includes('@')) throw new Problem('misconfigured', "The administrator's email in the JumpCloud credential is not an e-mail address. Enter that of the administrator whose API key it is; without it nobody can keep that person from being cut.");
	return { apiKey: required(fields, 'apiKey', 'API key'), administratorEmail };
};

export interface ServiceAccount {
	clientId: string;
	clientSecret: string;
}

export const serviceAccountOf = (fields: Fields): ServiceAccount => ({ clientId: required(fields, 'clientId', 'client ID'), clientSecret: required(fields, 'clientSecret', 'client secret') });

export const organisationHeader = ({ organisationId }: Pick<Place, 'organisationId'>): Record<string, string> => (organisationId === null ? {} : { 'x-org-id': organisationId });
