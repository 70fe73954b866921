export type SqlValue = string | number | null;

/**
 * What the ledger asks of a database. The SQL it is given is plain enough for SQLite and PostgreSQL alike, with `?`
 * for values; all it takes to keep the ledger in another database is this interface.
 */
export interface Sql {
	all<Row>(sql: string, ...values: SqlValue[]): Promise<Row[]>;
	/** How many rows it changed. */
	run(sql: string, ...values: SqlValue[]): Promise<number>;
}

export interface Database {
	read: Sql['all'];
	/** One writer at a time among all processes. What `work` changed is on disk when this resolves, or undone when it rejects. */
	write<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
	/** Everything read in `work` is from one instant. */
	snapshot<T>(work: (sql: Pick<Sql, 'all'>) => Promise<T>): Promise<T>;
	/** What the database itself finds wrong with its file. */
	check(): Promise<string | null>;
	close(): Promise<void>;
}
