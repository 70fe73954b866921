import { Problem } from '../../lifecycle/problem';
import type { ActiveDirectorySettings } from './client';

/** As they were typed into the options of the node. */
export interface EnteredOptions {
	hrIdAttribute?: string;
	matchByEmail?: boolean;
	leaversOu?: string;
	newAccountsOu?: string;
	searchBase?: string;
}

const place = (label: string, entered: string | undefined): string | null => {
	const dn = entered?.trim() ?? '';
	if (dn !== '' && !/^(OU|CN|DC)=.+/i.test(dn)) throw new Problem('misconfigured', `${label} in the options of the node is no distinguished name. Enter it like OU=People,DC=corp,DC=example.`);
	return dn === '' ? null : dn;
};

export const settingsOf = ({ hrIdAttribute = 'employeeID', matchByEmail = true, leaversOu, searchBase }: EnteredOptions): ActiveDirectorySettings => {
	const attribute = hrIdAttribute.trim();
	if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(attribute)) throw new Problem('misconfigured', 'HR ID Attribute in the options of the node is no name of an attribute. Enter it like employeeID or extensionAttribute5.');
	return { hrIdAttribute: attribute, matchByEmail, leaversOu: place('Leavers OU', leaversOu), searchBase: place('Search Below', searchBase) };
};

export const newAccountsOuOf = ({ newAccountsOu }: EnteredOptions): string | null => place('New Accounts OU', newAccountsOu);
