import type { Sql } from './database';
import type { Signer } from './note';
import { erasedOnce } from './record';
import { readMeta } from './meta';
import { damaged } from './tree';

/**
 * Each append seals the size and root it leaves behind, in the same transaction, and the next one goes on only from
 * what was sealed. So rows taken off the end are noticed like any others, and nobody without the key can make the
 * ledger sign a history it did not write. (Putting a whole older copy of the ledger in its place is only noticed by
 * those who hold a later checkpoint.) Nobody else has to check a seal, so it is no signature, which would take longer
 * than all the rest of an append but the disk.
 */
export const sealOf = (signer: Signer, size: number, root: Buffer): string => {
	const text = `${size} ${root.toString('base64')}`;
	return `${text} ${signer.blind(`jml-head/1 ${text}`)}`;
};

export interface Sealed {
	size: number;
	root: Buffer;
}

/** undefined where it is no seal of this ledger. */
export const openSeal = (signer: Signer, seal: string): Sealed | undefined => {
	const [, size, root] = /^(0|[1-9]\d{0,15}) ([A-Za-z0-9+/]{43}=) /.exec(seal) ?? [];
	if (size === undefined || root === undefined) return undefined;
	const sealed = { size: Number(size), root: Buffer.from(root, 'base64') };
	return sealOf(signer, sealed.size, sealed.root) === seal ? sealed : undefined;
};

export const assertSealed = async (sql: Pick<Sql, 'all'>, signer: Signer, size: number, root: Buffer): Promise<string> => {
	const sealed = await readMeta(sql.all, 'head');
	if (sealed === undefined || sealed !== sealOf(signer, size, root)) throw damaged(`its ${size} records are not those that were sealed last`);
	return sealed;
};

/** Of a record that was erased, the key that can be recorded once stays as something that only this ledger recognises. */
export const blinded = (signer: Signer, once: string): string => `${erasedOnce}${signer.blind(`jml-once/1 ${once}`)}`;
