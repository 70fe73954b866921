/** What `scripts/with-node.mjs` and `scripts/test.mjs` have prepared before they start jest or a TypeScript script. */
function prepared(name: string): string {
	const value = process.env[name];
	if (!value) throw new Error(`${name} is not set. Start this through npm (npm test, npm run test:e2e, npm run demo), which prepares a Node.js 24 and an n8n.`);
	return value;
}

export function n8nFromEnvironment(): { nodeBinary: string; n8nFolder: string } {
	return { nodeBinary: prepared('JML_NODE'), n8nFolder: prepared('JML_N8N') };
}

/** The path of a Chromium, or why there is none. */
export function chromiumFromEnvironment(): { path: string } | { missing: string } {
	const path = process.env.JML_CHROMIUM;
	return path ? { path } : { missing: process.env.JML_CHROMIUM_MISSING ?? 'JML_CHROMIUM is not set' };
}
