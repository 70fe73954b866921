import { randomUUID } from 'node:crypto';
import type { Database } from './database';
import type { Lease } from './types';

/**
 * A lease belongs to whoever took it, not to a name: a second claim by the same owner waits like anybody's, so that two
 * items of one execution exclude each other. Once expired it is lost even if nobody has taken it since, because
 * others may have acted on its absence.
 */
export const takeLease = async (
	database: Database,
	now: () => Date,
	name: string,
	owner: string,
	ttlMs: number,
): Promise<Lease | undefined> => {
	const token = randomUUID();
	const taken = await database.change(async (sql) => {
		const at = now().getTime();
		await sql.run('DELETE FROM leases WHERE expires_at <= ?', at);
		return await sql.run(
			'INSERT INTO leases (name, owner, token, expires_at) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO NOTHING',
			name, owner, token, at + ttlMs,
		);
	});
	if (taken === 0) return undefined;
	return {
		renew: () =>
			database.change(async (sql) => {
				const at = now().getTime();
				return (await sql.run(
					'UPDATE leases SET expires_at = ? WHERE name = ? AND token = ? AND expires_at > ?',
					at + ttlMs, name, token, at,
				)) === 1;
			}),
		release: async () => {
			await database.change((sql) => sql.run('DELETE FROM leases WHERE name = ? AND token = ?', name, token));
		},
	};
};

export const activeLeases = async (database: Database, now: () => Date, prefix: string): Promise<string[]> => {
	const rows = await database.read<{ name: string }>(
		'SELECT name FROM leases WHERE expires_at > ? AND substr(name, 1, ?) = ? ORDER BY name',
		now().getTime(), [...prefix].length, prefix, // SQL counts characters, JavaScript UTF-16 units
	);
	return rows.map(({ name }) => name);
};
