import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { n8nFromEnvironment } from '../scripts/n8n';

export interface Load {
	ms: number;
	mb: number;
}

const root = join(__dirname, '..');

/** Every node and credential of the pack, each time in a process of its own. */
export const loads = (count: number): Load[] => {
	const { nodeBinary } = n8nFromEnvironment();
	const { n8n } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { n8n: { nodes: string[]; credentials: string[] } };
	const files = [...n8n.credentials, ...n8n.nodes].map((file) => join(root, file));
	return Array.from({ length: count }, () => JSON.parse(execFileSync(nodeBinary, ['--expose-gc', join(__dirname, 'loadOnce.js'), ...files], { encoding: 'utf8' })) as Load);
};
