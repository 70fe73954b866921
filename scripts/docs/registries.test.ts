import { registries } from './registries';

test.each(registries().map(({ file, before, text }) => [file, before, text]))('%s lists what is there; otherwise run `npm run docs`', (_file, before, text) => {
	expect(before).toBe(text);
});
