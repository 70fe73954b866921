import { Problem } from '../../lifecycle/problem';
import type * as Ldapts from '../../vendor/ldapts';
import { ldapts, type Opened } from './connection';

export interface Search {
	base: string;
	filter: Ldapts.Filter;
	attributes: string[];
	/** What loses its meaning as text. */
	binary: string[];
}

/** Where a page ended: the domain controller's mark of it, which only the connection that got it may hand back. */
export interface Mark {
	cookie: Buffer;
	client: Ldapts.Client;
}

export interface Page {
	rows: object[];
	/** Undefined where there is no more. */
	next: Mark | undefined;
}

const pageSize = 500;

/**
 * ldapts takes a page without entries for the last one, though a domain controller that finds little in its time answers
 * just so, and says that there is more. What it shows of a page does not include that, so this goes one layer below.
 */
export const readPage = async ({ client }: Opened, { base, filter, attributes, binary }: Search, after: Mark | undefined): Promise<Page> => {
	if (after !== undefined && after.client !== client) throw new Problem('unreachable', 'The connection to Active Directory was lost in the middle of a list. Run the case again.');
	const { PagedResultsControl, SearchRequest, StatusCodeParser } = ldapts();
	const paged = new PagedResultsControl({ value: { size: pageSize, ...(after ? { cookie: after.cookie } : {}) } });
	const messageId = client['_nextMessageId']() as number;
	const request = new SearchRequest({ messageId, baseDN: base, scope: 'sub', filter, attributes, explicitBufferAttributes: binary, controls: [paged] });
	const response = (await client['_send'](request)) as Ldapts.SearchResponse;
	if (response.status !== 0) throw StatusCodeParser.parse(response);
	const cookie = response.controls?.find((control) => control instanceof PagedResultsControl)?.value?.cookie;
	return { rows: response.searchEntries.map((entry) => entry.toObject(attributes, binary)), next: cookie?.length ? { cookie, client } : undefined };
};
