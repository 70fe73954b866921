/** What an application says of itself under /ServiceProviderConfig; null where it says nothing. */
export interface Config {
	patch: boolean | null;
	filter: boolean | null;
	etag: boolean | null;
	bulk: boolean | null;
	/** RFC 9865: pages are followed by cursors. */
	cursors: boolean;
}

export const unknownConfig: Config = { patch: null, filter: null, etag: null, bulk: null, cursors: false };

export const parseConfig = (body: unknown): Config => {
	const said = (typeof body === 'object' && body !== null ? body : {}) as { [name: string]: unknown };
	const part = (name: string) => (typeof said[name] === 'object' && said[name] !== null ? said[name] : {}) as { [name: string]: unknown };
	const supported = (name: string): boolean | null => (typeof part(name)['supported'] === 'boolean' ? (part(name)['supported'] as boolean) : null);
	return { patch: supported('patch'), filter: supported('filter'), etag: supported('etag'), bulk: supported('bulk'), cursors: part('pagination')['cursor'] === true };
};
