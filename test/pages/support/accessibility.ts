import type { Page } from 'playwright-core';

/** What keeps somebody from reading the page: by hand, what the usual checkers look for first. */
export const barriers = (page: Page): Promise<string[]> =>
	page.evaluate(() => {
		const found: string[] = [];
		const seen = (element: Element): boolean => element.getClientRects().length > 0;
		const all = <Kind extends Element>(selector: string): Kind[] => Array.from(document.querySelectorAll<Kind>(selector)).filter(seen);
		const name = (element: Element): string => `<${element.tagName.toLowerCase()} ${Array.from(element.attributes).map(({ name: key, value }) => `${key}="${value}"`).join(' ')}>`;

		if (document.documentElement.lang === '') found.push('The page does not say which language it is in');
		if (document.title === '') found.push('The page has no title');
		if (all('main').length !== 1 || all('h1').length !== 1) found.push('There is not one main part with one first heading');
		const ids = Array.from(document.querySelectorAll('[id]')).map(({ id }) => id);
		for (const id of ids.filter((one, index) => ids.indexOf(one) !== index)) found.push(`There are two ${id}`);
		for (const link of all<HTMLAnchorElement>('a[href^="#"]')) if (document.getElementById(link.hash.slice(1)) === null) found.push(`${name(link)} leads nowhere`);

		let level = 0;
		for (const heading of all('h1, h2, h3, h4')) {
			const next = Number(heading.tagName[1]);
			if (next > level + 1) found.push(`${heading.textContent} is a heading of level ${next} after one of level ${level}`);
			level = next;
		}
		for (const input of all<HTMLInputElement>('input, textarea, select')) if ((input.labels?.length ?? 0) === 0) found.push(`${name(input)} has no label`);
		for (const button of all('button, a, summary')) if (button.textContent?.trim() === '') found.push(`${name(button)} has no name`);
		for (const region of all('section')) if (document.getElementById(region.getAttribute('aria-labelledby') ?? '') === null) found.push(`${name(region)} has no name`);
		for (const drawing of all('svg')) if (drawing.getAttribute('aria-hidden') !== 'true' && (drawing.getAttribute('role') !== 'img' || !drawing.getAttribute('aria-label'))) found.push(`${name(drawing)} is neither described nor hidden`);
		for (const table of all<HTMLTableElement>('table')) {
			if (!table.caption?.textContent) found.push('A table has no caption');
			for (const cell of Array.from(table.querySelectorAll('th'))) if (!cell.getAttribute('scope')) found.push(`${cell.textContent} does not say what it is the head of`);
			for (const row of Array.from(table.querySelectorAll('tbody tr'))) if (row.children.length !== table.tHead?.rows[0]?.cells.length) found.push(`A row of “${table.caption?.textContent}” has another number of cells than its head`);
		}

		const channels = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
		const luminance = ([red = 0, green = 0, blue = 0]: number[]): number =>
			[red, green, blue].map((channel) => channel / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)).reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index]!, 0);
		const ground = (element: Element | null): number[] => {
			if (element === null) return [255, 255, 255];
			const own = channels(getComputedStyle(element).backgroundColor);
			return own.length === 3 ? own : ground(element.parentElement);
		};
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		const low = new Set<string>();
		while (walker.nextNode()) {
			const { parentElement: element, textContent: text } = walker.currentNode;
			if (element === null || text?.trim() === '' || !seen(element) || element.closest('script, style')) continue;
			const style = getComputedStyle(element);
			const drawn = element.namespaceURI === 'http://www.w3.org/2000/svg';
			const [one, other] = [luminance(channels(drawn ? style.fill : style.color)), luminance(ground(element))];
			const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
			if (contrast < 4.5) low.add(`“${text!.trim().slice(0, 30)}” has a contrast of ${contrast.toFixed(2)}`);
		}
		return [...found, ...low];
	});
