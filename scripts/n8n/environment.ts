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

/** What n8n on several machines shares: the folder with PostgreSQL's programs and a Redis server, or why they are not there. */
export function serversFromEnvironment(): { postgres: string; redis: string } | { missing: string } {
	const { JML_POSTGRES_PROGRAMS: postgres, JML_REDIS: redis, JML_SERVERS_MISSING: missing } = process.env;
	return postgres && redis ? { postgres, redis } : { missing: missing ?? 'JML_POSTGRES_PROGRAMS and JML_REDIS are not set' };
}
