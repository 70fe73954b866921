export const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Elements in order; a list repeats its element, and what is undefined is left out. */
export type Xml = { readonly [name: string]: string | number | boolean | undefined | Xml | readonly (string | Xml)[] };

export const elements = (content: Xml): string =>
	Object.entries(content)
		.flatMap(([name, value]) =>
			[value].flat().map((one) => (one === undefined ? '' : `<${name}>${typeof one === 'object' ? elements(one as Xml) : escaped(String(one))}</${name}>`)),
		)
		.join('');
