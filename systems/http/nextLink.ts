import { Problem } from '../../lifecycle/problem';

/**
 * A next link is opaque, but where it leads is not up to whoever wrote it: our credential goes along. Only path and
 * query of a web address are followed, behind the host we were configured with.
 */
export const pathOfLink = (href: string, system: string): string => {
	const refused = new Problem('bad_answer', `${system} named a next page that is no address of its own. Nothing can be concluded from the list.`);
	let url: URL;
	try {
		url = new URL(href, 'https://next.invalid');
	} catch {
		throw refused;
	}
	// Other schemes have paths without a leading slash, which would melt into the host in front of them.
	if (!/^https?:$/.test(url.protocol) || !url.pathname.startsWith('/')) throw refused;
	return url.pathname + url.search;
};

/** RFC 8288: several links in one header, each with any parameters in any order. */
export const nextInHeader = (header: string | undefined): string | null => {
	for (const [, href, parameters] of (header ?? '').matchAll(/<([^>]*)>((?:\s*;\s*[^\s=;,]+\s*(?:=\s*(?:"[^"]*"|[^",;\s]*))?)*)/g)) {
		const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^",;\s]*))/i.exec(parameters ?? '');
		const relations = (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/);
		if (relations.includes('next')) return href ?? '';
	}
	return null;
};
