import { DOMAIN } from '../../company';

export const ALL_STAFF_DOMAIN = DOMAIN;
export const TENANT_DOMAIN = 'kestrel.onmicrosoft.example';
export const TENANT_ID = '6a6d6c00-7e4a-4e12-8000-0000000000e1';
export const CLIENT_ID = '6a6d6c00-c11e-4e12-8000-0000000000e1';
export const CLIENT_SECRET = 'kestrel~sandbox-entra-client-secret';
export const DEVICES_CLIENT_ID = '6a6d6c00-de71-4e12-8000-0000000000e1';
export const DEVICES_CLIENT_SECRET = 'kestrel~sandbox-devices-client-secret';
export const SENDER_MAILBOX = `it-notices@${DOMAIN}`;

/** Accounts that belong to nobody in HR. */
export const strangers = {
	breakGlass: `breakglass@${DOMAIN}`,
	orphan: `old.vendor@${DOMAIN}`,
	guest: `rita.solberg_partner.example#EXT#@${TENANT_DOMAIN}`,
	ambiguousTwin: `tariq.aziz.test@${DOMAIN}`,
	senderMailbox: SENDER_MAILBOX,
} as const;
