import type { Row } from './table';

export type SqlValue = string | number | null;

/** The SQL is plain enough for SQLite and PostgreSQL alike, with `?` for values. */
export interface Sql {
	all<Row>(sql: string, ...values: SqlValue[]): Promise<Row[]>;
	/** How many rows it changed. */
	run(sql: string, ...values: SqlValue[]): Promise<number>;
}

/** How a ledger stands: who writes on it must have seen all of this. */
export interface Tip {
	/** How many records there are. */
	size: number;
	/** The last of them. */
	entry: string | null;
	/** The signature over both, and over everything before. */
	head: string;
}

export interface Extension {
	from: Tip;
	rows: readonly Row[];
	head: string;
}

/** What the ledger asks of a database. All it takes to keep the ledger in another one is this interface. */
export interface Database {
	read: Sql['all'];
	/** One writer at a time among all processes. What `work` changed is on disk when this resolves, or undone when it rejects. */
	write<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
	/** On disk as well, but beside what others write: for what is no evidence. */
	change<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
	/** How many extensions it can be given, each on top of the one before, until it has answered the first. */
	takesAtOnce: number;
	/** Adds records at once if the ledger still stands as seen, and else adds nothing: somebody came first, or changed it. */
	extend(extension: Extension): Promise<boolean>;
	/** What can be read now is on disk when this resolves. */
	settled(): Promise<void>;
	/** Everything read in `work` is from one instant. */
	snapshot<T>(work: (sql: Pick<Sql, 'all'>) => Promise<T>): Promise<T>;
	/** What the database itself finds wrong with its files. */
	check(): Promise<string | null>;
	/** By how much the database's clock is ahead of this machine's: where several machines write, it is the one that counts. */
	clockAheadMs(): number;
	close(): Promise<void>;
}
