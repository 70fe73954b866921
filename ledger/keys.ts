import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { LedgerError } from './errors';
import { createOnce } from './files';

/** Two processes that start at once end up with the same key. */
export const createKeyFile = (path: string): Promise<void> =>
	createOnce(path, (draft) => {
		const { privateKey } = generateKeyPairSync('ed25519');
		writeFileSync(draft, privateKey.export({ format: 'pem', type: 'pkcs8' }));
	});

export const loadKeyFile = (path: string): KeyObject => {
	assertPrivate(path);
	let key: KeyObject | undefined;
	try {
		key = createPrivateKey(readFileSync(path));
	} catch {
		// Told below: the message of the crypto library would only confuse, and may quote what it read.
	}
	if (key?.asymmetricKeyType !== 'ed25519') {
		throw new LedgerError('key', `${path} is not an Ed25519 private key in PEM form, so the ledger cannot sign its checkpoints. Restore the file from a backup.`);
	}
	return key;
};

const pkcs8OfEd25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A key as people paste it: PEM, also on one line, or base64 of the 32 bytes. */
export const parseKey = (text: string): KeyObject => {
	const inner = text.replace(/-----[A-Z ]+-----/g, '').replace(/\s+/g, '');
	const bytes = Buffer.from(inner, 'base64');
	let key: KeyObject | undefined;
	try {
		key = createPrivateKey({ key: bytes.length === 32 ? Buffer.concat([pkcs8OfEd25519, bytes]) : bytes, format: 'der', type: 'pkcs8' });
	} catch {
		// As above.
	}
	if (key?.asymmetricKeyType !== 'ed25519') {
		throw new LedgerError('key', 'The signing key in the ledger’s credential is not an Ed25519 private key. Make one with: openssl genpkey -algorithm ed25519');
	}
	return key;
};

const assertPrivate = (path: string): void => {
	if (process.platform === 'win32') return; // access lists, not modes, decide there
	const mode = statSync(path).mode & 0o777;
	if ((mode & 0o077) !== 0) {
		throw new LedgerError(
			'key',
			`Other users of this machine can open the ledger's signing key ${path} (mode ${mode.toString(8)}), so its signatures would prove nothing. Run: chmod 600 ${path}`,
		);
	}
};
