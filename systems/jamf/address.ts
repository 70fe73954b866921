import { Problem } from '../../lifecycle/problem';
import { isSafeAddress } from '../http/address';

/** Where Jamf Pro is, whatever of the address was pasted. */
export const serverUrl = (entered: unknown): string => {
	const text = String(entered ?? '').trim().replace(/\/+$/, '').replace(/\/(api|JSSResource)$/, '');
	if (!URL.canParse(text)) throw new Problem('misconfigured', 'The address in the Jamf credential is no web address. Enter the one Jamf Pro is opened at, such as https://acme.jamfcloud.com.');
	const url = new URL(text);
	if (!isSafeAddress(url) || url.username !== '' || url.search !== '' || url.hash !== '') {
		throw new Problem('misconfigured', 'The address in the Jamf credential must begin with https:// and hold nothing but host and path, because the token travels with every request.');
	}
	return text;
};
