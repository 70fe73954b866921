import type { Incoming, Reply } from '../server/message';
import { header, ok } from '../server/message';

const escape = (text: unknown) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function element(name: string, value: unknown): string {
	const tag = /^[A-Za-z]/.test(name) ? name : 'item';
	if (value === null || value === undefined) return `<${tag}/>`;
	if (Array.isArray(value)) return `<${tag}>${value.map((item) => element('item', item)).join('')}</${tag}>`;
	if (typeof value !== 'object') return `<${tag}>${escape(value)}</${tag}>`;
	return `<${tag}>${Object.entries(value).map(([key, inner]) => element(key, inner)).join('')}</${tag}>`;
}

/** Older resources answer XML to whoever does not ask for JSON. */
export function olderResource(incoming: Incoming, root: string, value: unknown): Reply {
	if (header(incoming, 'accept')?.includes('application/json') === true) return ok(value);
	return ok(`<?xml version="1.0"?>\n${element(root, value)}`, { 'content-type': 'text/xml' });
}
