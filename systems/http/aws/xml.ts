/** An element without children is its text; one whose children are all called `member` is a list. */
export type XmlValue = string | XmlValue[] | { [name: string]: XmlValue };

export interface XmlDocument {
	/** Of the outermost element. */
	name: string;
	value: XmlValue;
}

const longest = 8 * 1024 * 1024;
const deepest = 24;

const nameShape = /^[A-Za-z_][\w.-]*$/;
const tagShape = /^([A-Za-z_][\w.-]*)((?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)$/;
const entities: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Never holds what was read: an answer may carry anything. */
export class XmlRefused extends Error {}

const refuse = (why: string): never => {
	throw new XmlRefused(why);
};

const isCharacter = (code: number): boolean => code === 9 || code === 10 || code === 13 || (code >= 32 && code < 0xd800) || (code >= 0xe000 && code < 0xfffe) || (code >= 0x10000 && code <= 0x10ffff);

const unescaped = (text: string): string =>
	text.includes('&')
		? text.replace(/&([^;&]{0,9})(;?)/g, (_all, name: string, end: string) => {
				if (end === '') return refuse('an ampersand that begins nothing');
				const code = /^#x[0-9A-Fa-f]{1,6}$/.test(name) ? parseInt(name.slice(2), 16) : /^#[0-9]{1,7}$/.test(name) ? Number(name.slice(1)) : undefined;
				if (code !== undefined) return isCharacter(code) ? String.fromCodePoint(code) : refuse('a character that is none');
				return Object.hasOwn(entities, name) ? entities[name]! : refuse('an entity of its own');
			})
		: text;

interface Open {
	name: string;
	text: string;
	children: [name: string, value: XmlValue][];
}

const valueOf = ({ text, children }: Open): XmlValue => {
	if (children.length === 0) return text;
	if (text.trim() !== '') return refuse('text between elements');
	if (children.every(([name]) => name === 'member')) return children.map(([, value]) => value);
	const names = new Set(children.map(([name]) => name));
	if (names.size < children.length) return refuse('an element that is there twice');
	// Own properties whatever they are called: a name like __proto__ is a name.
	return Object.fromEntries(children);
};

/**
 * The flat XML that AWS answers with, and nothing else XML can be: no document types, no entities but the five, no
 * comments, no instructions. In one pass, so that a hostile answer costs no more than its length.
 */
export const readXml = (source: string): XmlDocument => {
	if (source.length > longest) return refuse('more than is read');
	const open: Open[] = [];
	let outermost: XmlDocument | undefined;
	let at = /^\uFEFF?\s*(?:<\?xml\s[^<>?]*\?>)?\s*/.exec(source)![0].length;
	while (at < source.length) {
		const begins = source.indexOf('<', at);
		const text = source.slice(at, begins < 0 ? undefined : begins);
		const inside = open.at(-1);
		if (inside) inside.text += unescaped(text);
		else if (text.trim() !== '') return refuse('text outside of everything');
		if (begins < 0) break;
		const ends = source.indexOf('>', begins);
		if (ends < 0) return refuse('a tag without an end');
		const tag = source.slice(begins + 1, ends);
		at = ends + 1;
		if (tag.startsWith('/')) close(tag.slice(1).trimEnd());
		else start(tag);
	}
	if (open.length > 0 || outermost === undefined) return refuse('an end that is missing');
	return outermost;

	function start(tag: string): void {
		const [, name, , empty] = tagShape.exec(tag) ?? refuse('a tag that is none');
		if (outermost !== undefined) return refuse('a second document');
		if (open.length >= deepest) return refuse('too deep');
		open.push({ name: name!, text: '', children: [] });
		if (empty) close(name!);
	}

	function close(name: string): void {
		const ended = open.pop();
		if (!nameShape.test(name) || ended?.name !== name) return refuse('an end of something else');
		const inside = open.at(-1);
		if (inside) inside.children.push([name, valueOf(ended)]);
		else outermost = { name, value: valueOf(ended) };
	}
};
