import type { Problem } from '../../lifecycle/problem';

interface Pages<Row> {
	pageSize: number;
	/** Far beyond what there can be. */
	mostPages: number;
	/** What tells one row from another, whatever else of it changes from page to page. */
	identityOf(row: Row): string;
	endless(): Problem;
	/** Counted from nought. */
	pageOf(page: number): Promise<Row[]>;
}

/** One page after the other until one is not full, each forgotten once it was handed out. A list that begins again anywhere does not end. */
export async function* untilShort<Row>({ pageSize, mostPages, identityOf, endless, pageOf }: Pages<Row>): AsyncGenerator<Row[]> {
	const beginnings = new Set<string>();
	for (let page = 0; ; page += 1) {
		const rows = await pageOf(page);
		const first = rows[0] === undefined ? undefined : identityOf(rows[0]);
		if (page >= mostPages || (first !== undefined && beginnings.has(first))) throw endless();
		if (first !== undefined) beginnings.add(first);
		if (rows.length > 0) yield rows;
		if (rows.length < pageSize) return;
	}
}
