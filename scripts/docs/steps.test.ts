import { systems } from '../../systems';
import { derivedFiles } from './steps';

test.each(derivedFiles().map(({ file, before, text }) => [file, before, text]))('%s says of the steps what the code does; otherwise run `npm run docs`', (_file, before, text) => {
	expect(before).toBe(text);
});

test.each(systems.map(({ id }) => id))('the steps of %s are told in a document', (id) => {
	expect(derivedFiles().some(({ before }) => before.includes(`<!-- steps:${id} -->`))).toBe(true);
});
