/** Lints pieces of code as if they stood in certain files: JSON `[{ file, code }]` on stdin, `[[ruleId]]` on stdout. */
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';

import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

// The files do not exist, so that the type checker knows nothing of them.
const overrideConfig = [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }];
const eslint = new ESLint({ cwd: fileURLToPath(new URL('../..', import.meta.url)), overrideConfig });

const found = [];
for (const { file, code } of JSON.parse(await text(process.stdin))) {
	const [result] = await eslint.lintText(code, { filePath: file });
	found.push(result.messages.map(({ ruleId, message }) => ruleId ?? message));
}
process.stdout.write(JSON.stringify(found));
