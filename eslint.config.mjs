import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { globalIgnores } from 'eslint/config';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

import { importDirections } from './scripts/lint/importDirections.mjs';

/**
 * Every rule that is off, why, and where. Inline comments cannot switch rules off (`noInlineConfig`): this is the one place.
 * @type {Array<{ rule: string, reason: string, files?: string[] }>}
 */
export const disabledRules = [
	{ rule: 'n8n-nodes-base/cred-class-field-documentation-url-miscased', reason: 'n8n switches it off: it knows slugs only, and ours are web addresses' },
	{ rule: 'n8n-nodes-base/cred-class-field-type-options-password-missing', reason: 'n8n switches it off: @n8n/community-nodes/credential-password-field replaces it' },
	{ rule: 'n8n-nodes-base/node-class-description-inputs-wrong-regular-node', reason: "n8n switches it off: it wants ['main'], n8n now wants [NodeConnectionTypes.Main]" },
	{ rule: 'n8n-nodes-base/node-class-description-outputs-wrong', reason: "n8n switches it off: it wants ['main'], n8n now wants [NodeConnectionTypes.Main]" },
	{ rule: 'n8n-nodes-base/node-param-type-options-max-value-present', reason: 'n8n switches it off: limits may have an upper bound' },
	{ rule: '@n8n/community-nodes/credential-unnecessary-password', files: ['credentials/JmlLedgerPostgresApi.credentials.ts'], reason: 'it takes the signing key for harmless, which is the most secret of all' },
	{ rule: 'n8n-nodes-base/cred-class-field-display-name-miscased', files: ['credentials/JmlN8nApi.credentials.ts'], reason: 'it wants N8n, and n8n writes its name with a small letter' },
	{ rule: '@typescript-eslint/no-require-imports', reason: 'vendor bundles are required inside the function that needs them, so that loading the pack loads no SDK' },
];

const off = Object.fromEntries(disabledRules.filter(({ files }) => !files).map(({ rule }) => [rule, 'off']));
const offInSomeFiles = disabledRules.flatMap(({ rule, files }) => (files ? [{ files, rules: { [rule]: 'off' } }] : []));

const shipped = ['nodes', 'credentials', 'systems', 'lifecycle', 'ledger', 'sandbox', 'cli', 'vendor'];
const ofNodes = { files: ['nodes/**/*.ts'], ignores: ['**/*.test.ts'] };
const ofCredentials = { files: ['credentials/**/*.ts'], ignores: ['**/*.test.ts'] };
const ofPackage = { files: ['package.json'] };

/** Our files, not the configuration's own parser: the plugins' rules want package.json as the expression it is. */
const jsonAsExpression = { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } };
const { rules: communityRules } = n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport;

export default tseslint.config(
	globalIgnores(['dist', 'node_modules', 'runtime', 'coverage', '.demo']),
	{
		linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
		plugins: {
			'@n8n/community-nodes': n8nCommunityNodesPlugin,
			'n8n-nodes-base': n8nNodesBase,
			project: { rules: { 'import-directions': importDirections } },
		},
	},
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommended],
		languageOptions: { parserOptions: { project: './tsconfig.dev.json', tsconfigRootDir: import.meta.dirname } },
		rules: {
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
			// A forgotten await is a step that was not carried out.
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
			'@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
			eqeqeq: 'error',
		},
	},
	{ files: ['**/*.{js,mjs}'], rules: { 'no-unused-vars': 'error', eqeqeq: 'error' } },
	{ files: shipped.map((folder) => `${folder}/**/*.ts`), rules: { 'project/import-directions': 'error' } },
	{ ...ofNodes, rules: { ...communityRules, ...n8nNodesBase.configs.nodes.rules } },
	{ ...ofCredentials, rules: { ...communityRules, ...n8nNodesBase.configs.credentials.rules } },
	{ ...ofPackage, languageOptions: jsonAsExpression, rules: { ...communityRules, ...n8nNodesBase.configs.community.rules } },
	{ rules: off },
	...offInSomeFiles,
);
