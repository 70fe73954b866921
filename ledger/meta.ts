import type { Sql } from './database';

export const readMeta = async (all: Sql['all'], name: string): Promise<string | undefined> => {
	const [row] = await all<{ value: string }>('SELECT value FROM meta WHERE name = ?', name);
	return row?.value;
};

export const writeMeta = async (sql: Sql, name: string, value: string): Promise<void> => {
	await sql.run('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', name, value);
};
