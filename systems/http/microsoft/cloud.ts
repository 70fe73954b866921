import { Problem } from '../../../lifecycle/problem';
import { isSafeAddress } from '../address';

/** Microsoft's clouds are separate: each signs apps in and keeps its directories at addresses of its own. */
export const clouds = {
	global: { login: 'https://login.microsoftonline.com', graph: 'https://graph.microsoft.com' },
	usGov: { login: 'https://login.microsoftonline.us', graph: 'https://graph.microsoft.us' },
	china: { login: 'https://login.chinacloudapi.cn', graph: 'https://microsoftgraph.chinacloudapi.cn' },
} as const;

export type Cloud = keyof typeof clouds;

export interface Addresses {
	login: string;
	graph: string;
	/** What a token is asked for: the name of the cloud's Graph, wherever it is reached. */
	resource: string;
}

/** `credential` is what sentences call the one that the fields are of: `Entra ID`. */
export const addressesOf = (credential: string, fields: { [field: string]: unknown }): Addresses => {
	const cloud = String(fields['cloud'] ?? 'global');
	if (!(cloud in clouds)) throw new Problem('misconfigured', `The ${credential} credential names a cloud that is not known here: ${cloud}. Choose one of the list.`);
	const usual = clouds[cloud as Cloud];
	return { login: origin(credential, fields['loginUrl'], 'login', usual.login), graph: origin(credential, fields['graphUrl'], 'Graph', usual.graph), resource: usual.graph };
};

/** Another address than the cloud's own, and never plain text over a network. */
const origin = (credential: string, entered: unknown, which: string, usual: string): string => {
	const text = typeof entered === 'string' ? entered.trim() : '';
	if (text === '') return usual;
	if (!URL.canParse(text)) throw new Problem('misconfigured', `The ${which} address in the ${credential} credential is not an address. Leave it empty, or enter it like ${usual}.`);
	const url = new URL(text);
	if (!isSafeAddress(url)) {
		throw new Problem('misconfigured', `The ${which} address in the ${credential} credential must start with https://, so that no secret travels in plain text.`);
	}
	return url.origin;
};
