import { visible, type Child } from '../page/markup';

const svg = 'http://www.w3.org/2000/svg';

/** No text ever becomes markup on the way. */
export const toDom = (child: Child, inSvg = false): Node => {
	if (typeof child === 'string') return document.createTextNode(visible(child));
	const drawn = inSvg || child.tag === 'svg';
	const element = drawn ? document.createElementNS(svg, child.tag) : document.createElement(child.tag);
	for (const [name, value] of Object.entries(child.attributes)) element.setAttribute(name, visible(value));
	element.append(...child.children.map((one) => toDom(one, drawn)));
	return element;
};
