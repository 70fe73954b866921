/** Lints texts as if they stood in the files named, with the project's own configuration: JSON `[{ file, code }]` on stdin, `[[complaint]]` on stdout. */
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

// What the type checker says of these texts is said of the files already.
const overrideConfig = [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }];
const eslint = new ESLint({ cwd: fileURLToPath(new URL('../..', import.meta.url)), overrideConfig });

const complaints = [];
for (const { file, code } of JSON.parse(await text(process.stdin))) {
	const [{ messages }] = await eslint.lintText(code, { filePath: file });
	const lines = code.split('\n');
	complaints.push(messages.filter(({ ruleId }) => ruleId === null || /n8n/.test(ruleId)).map(({ ruleId, message, line }) => `${ruleId}: ${message} | ${(lines[line - 1] ?? '').trim()}`));
}
process.stdout.write(JSON.stringify(complaints));
