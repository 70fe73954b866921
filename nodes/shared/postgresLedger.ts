import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { PostgresPlace } from '../../ledger';
import { Problem } from '../../lifecycle/problem';

/** What the credential says of a ledger in PostgreSQL. */
export const postgresLedgerOf = (data: ICredentialDataDecryptedObject): { place: PostgresPlace; key: string; origin: string } => {
	const text = (name: string): string => String(data[name] ?? '').trim();
	const given = (name: string, label: string): string => {
		if (text(name) !== '') return text(name);
		throw new Problem('misconfigured', `The credential of the evidence ledger in PostgreSQL lacks its ${label}. Fill it in there.`);
	};
	const port = Number(data['port']);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Problem('misconfigured', 'The port in the credential of the evidence ledger is not a number from 1 to 65535. PostgreSQL usually has 5432.');
	return {
		place: {
			host: given('host', 'host'),
			port,
			database: given('database', 'database'),
			user: given('user', 'user'),
			password: String(data['password'] ?? ''),
			schema: given('schema', 'schema'),
			tls: data['tls'] === 'off' || data['tls'] === 'on' ? data['tls'] : 'verified',
			...(text('authority') === '' ? {} : { authority: text('authority') }),
		},
		key: given('signingKey', 'signing key'),
		origin: given('ledgerName', 'ledger name'),
	};
};
