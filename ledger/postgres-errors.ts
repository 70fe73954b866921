import { LedgerError } from './errors';

/** https://www.postgresql.org/docs/current/errcodes-appendix.html; none for errors of the network. */
interface PostgresError extends Error {
	code?: string;
}

export const fromPostgres = async <T>(work: () => Promise<T>): Promise<T> => {
	try {
		return await work();
	} catch (error) {
		throw error instanceof LedgerError ? error : asLedgerError(error as PostgresError);
	}
};

const asLedgerError = ({ code = '', message }: PostgresError): LedgerError => {
	const sqlState = /^[0-9A-Z]{5}$/.test(code) ? code : '';
	if (sqlState === '55P03' || sqlState === '57014') {
		return new LedgerError('busy', 'Another session has kept the ledger in PostgreSQL locked for 15 seconds. Look for one that is idle in a transaction (pg_stat_activity), then run this again.');
	}
	if (sqlState === '28P01' || sqlState === '28000') return new LedgerError('storage', 'PostgreSQL refused the user or the password of the ledger’s credential. Correct them there.');
	if (sqlState === '3D000') return new LedgerError('storage', 'PostgreSQL has no database of the name in the ledger’s credential. Create it, or correct the name.');
	if (sqlState === '42501') return new LedgerError('storage', `PostgreSQL does not let the ledger’s user do this: ${message}. Grant it CREATE on the database, or make it the owner of the ledger’s schema.`);
	if (sqlState === '23505') return new LedgerError('conflict', `PostgreSQL has a record already that was to be added: ${message}.`);
	if (isAboutEncryption(code, message)) {
		return new LedgerError('storage', `The ledger’s PostgreSQL was reached, but the connection to it could not be secured (${code || message}). Choose in Encryption of the ledger’s credential what the server offers, or give its certificate’s issuer in Certificate Authority.`);
	}
	if (sqlState === '' || /^(?:08|57P|53300)/.test(sqlState)) {
		return new LedgerError('unreachable', `The ledger’s PostgreSQL could not be reached, or broke off (${code || message}). Check that it runs and that n8n may reach it, then run this again.`);
	}
	return new LedgerError('storage', `The ledger’s PostgreSQL failed: ${message} (${sqlState}).`);
};

/** Waiting does not mend a certificate. */
const isAboutEncryption = (code: string, message: string): boolean =>
	/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)/.test(code) || /does not support SSL|SSL (?:connection|negotiation)/i.test(message);
