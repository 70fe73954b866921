import { readFileSync } from 'node:fs';
import { documents, withTables } from './steps';

test.each(documents)('the step tables of %s are those of the code; `npm run docs` writes them anew', (file) => {
	const text = readFileSync(file, 'utf8');
	expect(text).toContain('<!-- steps:okta -->');
	expect(text).toBe(withTables(text));
});
