import { Problem } from '../../lifecycle/problem';
import { isSafeAddress } from '../http/address';

/** The web app has nearly the same address as the API. */
const isWebApp = ({ hostname }: URL): boolean => /\.(kandji\.io|iru\.com)$/.test(hostname) && !/\.api(\.eu)?\.(kandji\.io|iru\.com)$/.test(hostname);

/** Where the API is, whatever of the address was pasted. */
export const apiUrl = (entered: unknown): string => {
	const text = String(entered ?? '').trim().replace(/\/+$/, '').replace(/\/api(\/v1)?$/, '');
	if (!URL.canParse(text)) throw new Problem('misconfigured', 'The address in the Iru credential is no web address. Enter the API URL that Iru shows under Settings, Access, such as https://acme.api.kandji.io, or https://acme.api.eu.kandji.io in the EU.');
	const url = new URL(text);
	if (!isSafeAddress(url) || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
		throw new Problem('misconfigured', 'The address in the Iru credential must begin with https:// and hold nothing but the host, because the token travels with every request.');
	}
	if (isWebApp(url)) throw new Problem('misconfigured', `${url.hostname} is where Iru is opened in a browser, and not its API. Enter the API URL that Iru shows under Settings, Access, such as https://acme.api.kandji.io, or https://acme.api.eu.kandji.io in the EU.`);
	return `${text}/api/v1`;
};
