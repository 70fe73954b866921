/** A page as a tree, turned into text by Node and into elements by the browser: text is text in both, never markup. */
export interface Markup {
	tag: string;
	attributes: { readonly [name: string]: string };
	children: readonly Child[];
}

export type Child = Markup | string;
/** As it is written: with gaps, and lists within lists. */
export type Children = readonly (Child | null | undefined | false | Children)[];

export type Attributes = { readonly [name: string]: string | boolean | undefined };

export const h = (tag: string, attributes: Attributes = {}, ...children: Children): Markup => ({
	tag,
	attributes: Object.fromEntries(Object.entries(attributes).flatMap(([name, value]) => (value === undefined || value === false ? [] : [[name, value === true ? '' : value]]))),
	children: flat(children),
});

const flat = (children: Children): Child[] =>
	children.flatMap((child) => (child === null || child === undefined || child === false || child === '' ? [] : Array.isArray(child) ? flat(child as Children) : [child as Child]));

/** Characters that are not seen but change what is: controls, and orders to write backwards. */
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
export const visible = (text: string): string => text.replace(unseen, '\ufffd');

const escaped: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => visible(text).replace(/[&<>"]/g, (character) => escaped[character]!);

const empty: ReadonlySet<string> = new Set(['br', 'hr', 'input', 'link', 'meta']);

export const toHtml = (child: Child): string => {
	if (typeof child === 'string') return escape(child);
	const attributes = Object.entries(child.attributes).map(([name, value]) => ` ${name}="${escape(value)}"`).join('');
	const opened = `<${child.tag}${attributes}>`;
	return empty.has(child.tag) ? opened : `${opened}${child.children.map(toHtml).join('')}</${child.tag}>`;
};
