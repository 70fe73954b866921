import type { Sql } from './database';
import { checkpointText, type Signer } from './note';
import { readMeta, writeMeta } from './schema';
import { damaged } from './tree';

/**
 * Each append signs the size and root it leaves behind, in the same transaction, and the next one goes on only from
 * what was signed. So rows taken off the end are noticed like any others, and nobody without the key can make the
 * ledger sign a history it did not write. (Putting a whole older copy of the ledger in its place is only noticed by
 * those who hold a later checkpoint.)
 */
export const seal = (sql: Sql, signer: Signer, size: number, root: Buffer): Promise<void> =>
	writeMeta(sql, 'head', sealOf(signer, size, root));

export const assertSealed = async (sql: Sql, signer: Signer, size: number, root: Buffer): Promise<void> => {
	const sealed = await readMeta(sql.all, 'head');
	// Ed25519 signatures of the same text are the same, so signing again is a check, and mostly one already made.
	if (sealed !== sealOf(signer, size, root)) throw damaged(`its ${size} records are not those that were signed for last`);
};

const sealOf = (signer: Signer, size: number, root: Buffer): string => signer.sign(checkpointText(signer.name, size, root.toString('base64')));
