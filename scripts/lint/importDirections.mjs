import { isBuiltin } from 'node:module';
import { dirname, join, posix, relative, sep } from 'node:path';

/**
 * What a file in a place may import of our own, and of npm. The first place that matches counts. `self` is the folder
 * that the pattern's group has matched, so that systems know their own files and not each other's. `eager` is what n8n
 * does not load.
 * @typedef {{ place: RegExp, may: string[], mayTypes?: string[], n8n?: boolean, npm?: boolean, eager?: boolean }} Layer
 * @type {Layer[]}
 */
const layers = [
	{ place: /^(nodes\/shared)\//, may: ['self', 'systems', 'lifecycle', 'ledger', 'vendor'], n8n: true },
	{ place: /^(nodes\/[^/]+)\//, may: ['self', 'nodes/shared', 'systems', 'lifecycle', 'ledger', 'vendor'], n8n: true },
	{ place: /^(credentials)\//, may: ['self', 'nodes/shared', 'systems', 'lifecycle', 'ledger', 'vendor'], n8n: true },
	{ place: /^(systems\/[^/]+)\//, may: ['self', 'systems/http', 'lifecycle', 'ledger', 'vendor'] },
	{ place: /^(systems)\//, may: ['self', 'lifecycle', 'ledger', 'vendor'] },
	{ place: /^(lifecycle)\//, may: ['self', 'ledger', 'vendor'] },
	{ place: /^(ledger\/verify)\//, may: ['self'], mayTypes: ['ledger'] },
	{ place: /^(ledger\/report)\//, may: ['self', 'ledger/verify', 'vendor'], mayTypes: ['ledger'] },
	{ place: /^(ledger)\//, may: ['self', 'vendor'] },
	{ place: /^(sandbox)\//, may: ['self'] },
	{ place: /^(cli)\//, may: ['self', 'sandbox', 'ledger', 'lifecycle', 'systems', 'vendor'], eager: true },
	{ place: /^(vendor)\//, may: ['self', 'scripts/build'], mayTypes: ['ledger/verify'], npm: true, eager: true },
];

const isTest = (/** @type {string} */ file) => /\.test\.ts$|\/testing\//.test(file);
const within = (/** @type {string} */ file, /** @type {string} */ folder) => file === folder || file.startsWith(`${folder}/`);

/** @param {any} node */
function runsAtLoad(node) {
	for (let at = node.parent; at; at = at.parent) if (/Function|MethodDefinition|PropertyDefinition/.test(at.type)) return false;
	return true;
}

/** @param {any} node */
function isTypeOnly({ importKind, exportKind, specifiers = [] }) {
	if (importKind === 'type' || exportKind === 'type') return true;
	return specifiers.length > 0 && specifiers.every((/** @type {any} */ one) => one.importKind === 'type' || one.exportKind === 'type');
}

/** @type {import('eslint').Rule.RuleModule} */
export const importDirections = {
	meta: {
		type: 'problem',
		schema: [],
		messages: {
			direction: 'Imports point one way (nodes → systems → lifecycle → ledger): {{ from }} may not import {{ to }}.',
			types: '{{ from }} may take types from {{ to }}, and nothing else.',
			n8n: '{{ from }} knows nothing of n8n: only nodes/ and credentials/ may import {{ to }}.',
			npm: 'The published package depends on nothing: give {{ to }} a file in vendor/, or import types only.',
			lazy: 'Loading the pack loads no SDK: require {{ to }} inside the function that needs it.',
		},
	},
	create(context) {
		const file = relative(context.cwd, context.filename).split(sep).join('/');
		const layer = layers.find(({ place }) => place.test(file));
		if (!layer || (isTest(file) && !file.startsWith('sandbox/'))) return {};
		const self = layer.place.exec(file)?.[1] ?? '';
		const folders = (/** @type {string[]} */ names) => names.map((name) => (name === 'self' ? self : name));

		/** @param {any} node @param {string} source @param {boolean} typeOnly */
		const check = (node, source, typeOnly) => {
			const report = (/** @type {string} */ messageId, to = source) => context.report({ node, messageId, data: { from: self, to } });
			if (!source.startsWith('.')) {
				if (isBuiltin(source) || isTest(file)) return;
				if (/^(@n8n\/|n8n-)/.test(source)) return layer.n8n && source === 'n8n-workflow' ? undefined : report('n8n');
				return typeOnly || layer.npm ? undefined : report('npm');
			}
			const to = posix.normalize(join(dirname(file), source).split(sep).join('/'));
			if (folders(layer.may).some((folder) => within(to, folder))) {
				return within(to, 'vendor') && !layer.eager && !typeOnly && runsAtLoad(node) ? report('lazy', to) : undefined;
			}
			const asTypes = folders(layer.mayTypes ?? []).some((folder) => within(to, folder));
			if (!asTypes) report('direction', to);
			else if (!typeOnly) report('types', to);
		};

		const declaration = (/** @type {any} */ node) => node.source && check(node, node.source.value, isTypeOnly(node));
		return {
			ImportDeclaration: declaration,
			ExportNamedDeclaration: declaration,
			ExportAllDeclaration: declaration,
			ImportExpression: (/** @type {any} */ node) => node.source.type === 'Literal' && check(node, String(node.source.value), false),
			TSImportType: (/** @type {any} */ node) => {
				const source = node.source ?? node.argument?.literal;
				if (source?.value) check(node, String(source.value), true);
			},
			CallExpression: (/** @type {any} */ node) => {
				const [source] = node.arguments;
				if (node.callee.name === 'require' && source?.type === 'Literal') check(node, String(source.value), false);
			},
		};
	},
};
