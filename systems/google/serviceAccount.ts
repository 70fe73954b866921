import { Problem } from '../../lifecycle/problem';
import { hostsAt } from './address';
import { actingFor, scopesIn, type Acting } from './scopes';

export interface ServiceAccount {
	email: string;
	keyId: string | null;
	/** PEM. */
	privateKey: string;
	/** The admin in whose name the Directory is asked. */
	adminEmail: string;
	scopes: readonly string[];
	tokenUrl: string;
}

const missing = (label: string) => new Problem('misconfigured', `The Google credential has no ${label}. Fill it in and press Test there.`);

/** The JSON file Google gave for the key, or the private key alone beside the address of the service account. */
const keyIn = (text: string): { email?: unknown; keyId?: unknown; privateKey: string } => {
	if (!text.startsWith('{')) return { privateKey: text };
	try {
		const file = JSON.parse(text) as { client_email?: unknown; private_key_id?: unknown; private_key?: unknown };
		return { email: file.client_email, keyId: file.private_key_id, privateKey: String(file.private_key ?? '') };
	} catch {
		throw new Problem('misconfigured', 'The key in the Google credential begins like a JSON file but cannot be read. Paste the whole file Google gave for the key, or the private key alone.');
	}
};

/** The service account as the credential's fields describe it. */
export const serviceAccountOf = (fields: { [field: string]: unknown }): ServiceAccount => {
	const text = (name: string): string => {
		const value = fields[name];
		return typeof value === 'string' ? value.trim() : '';
	};
	const key = keyIn(text('privateKey'));
	const email = text('serviceAccountEmail') || (typeof key.email === 'string' ? key.email : '');
	const adminEmail = text('adminEmail');
	if (key.privateKey === '') throw missing('private key');
	if (email === '') throw missing('service account email');
	if (adminEmail === '') throw missing('admin email');
	const scopes = scopesIn(text('scopes'));
	if (scopes.length === 0) throw missing('scopes');
	return {
		email,
		keyId: typeof key.keyId === 'string' && key.keyId !== '' ? key.keyId : null,
		privateKey: key.privateKey,
		adminEmail,
		scopes,
		tokenUrl: `${hostsAt(fields['apiUrl']).token}/token`,
	};
};

export interface Subject {
	acting: Acting;
	/** Nobody where the service account acts for itself. */
	email: string | null;
}

export const admin = ({ adminEmail }: ServiceAccount): Subject => ({ acting: 'admin', email: adminEmail });
export const owner = (mailbox: string): Subject => ({ acting: 'mailbox', email: mailbox });
export const itself: Subject = { acting: 'itself', email: null };

export const scopesFor = ({ scopes }: ServiceAccount, { acting }: Subject): string[] => scopes.filter((scope) => actingFor(scope) === acting);
