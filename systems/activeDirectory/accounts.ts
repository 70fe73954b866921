import type { AccountPages, ListedAccount } from '../../lifecycle/accounts';
import type { ActiveDirectory } from './client';
import type { Entry } from './entry';
import { people } from './filter';
import { generalizedTime, instantOf } from './fileTime';
import { ridOf } from './identifiers';
import { idOf, isDisabled, labelOf, sidOf } from './user';

const guest = 501;
const service = new Set([500, 502]);

export async function* accounts(ad: ActiveDirectory): AccountPages {
	const { hrIdAttribute, searchBase } = ad.settings;
	const shown = ['objectGUID', 'objectSid', 'sAMAccountName', 'userPrincipalName', 'displayName', 'mail', 'userAccountControl', 'accountExpires', 'servicePrincipalName', 'isCriticalSystemObject', 'whenCreated', 'lastLogonTimestamp', hrIdAttribute];
	const now = new Date().toISOString();
	for await (const page of ad.pages(people, shown, searchBase)) yield page.map((entry) => listed(entry, hrIdAttribute, now));
}

const kindOf = (entry: Entry): ListedAccount['kind'] => {
	const rid = ridOf(sidOf(entry));
	if (rid === guest) return 'guest';
	return service.has(rid) || entry.text('isCriticalSystemObject') === 'TRUE' || entry.texts('servicePrincipalName').length > 0 ? 'service' : 'person';
};

const listed = (entry: Entry, hrIdAttribute: string, now: string): ListedAccount => {
	const disabled = isDisabled(entry.number('userAccountControl'));
	const expires = instantOf(entry.text('accountExpires'));
	const expired = expires !== null && expires <= now;
	return {
		id: idOf(entry),
		label: labelOf(entry),
		personId: entry.text(hrIdAttribute),
		email: entry.text('mail'),
		name: entry.text('displayName'),
		status: disabled ? 'disabled' : expired ? 'expired' : 'enabled',
		usable: !disabled && !expired,
		kind: kindOf(entry),
		masteredBy: null,
		createdAt: generalizedTime(entry.text('whenCreated')),
		lastSignInAt: instantOf(entry.text('lastLogonTimestamp')),
	};
};
