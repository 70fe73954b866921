import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const direction = 'project/import-directions';
const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
const withPackage = (change: object) => JSON.stringify({ ...packageJson, ...change }, null, 2);

const node = (description: string, execute = 'return [[]];') => `
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
export class Probe implements INodeType {
	description: INodeTypeDescription = { displayName: 'Probe', name: 'probe', ${description} };
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> { ${execute} }
}`;

const refused: Array<[why: string, file: string, code: string, rule: string]> = [
	['lifecycle takes from a system', 'lifecycle/probe.ts', "import { okta } from '../systems/okta'; okta();", direction],
	['ledger takes from lifecycle', 'ledger/probe.ts', "import type { Case } from '../lifecycle/case'; export type X = Case;", direction],
	['a system takes from a node', 'systems/okta/probe.ts', "export { x } from '../../nodes/shared/parameters';", direction],
	['a system takes from another system', 'systems/okta/steps/probe.ts', "import { x } from '../../bamboohr/client'; x();", direction],
	['a node takes from another node', 'nodes/OktaAccess/probe.ts', "import { x } from '../EvidenceLedger/x'; x();", direction],
	['shared node code takes from a node', 'nodes/shared/probe.ts', "import { x } from '../OktaAccess/x'; x();", direction],
	['the sandbox takes from the pack', 'sandbox/okta/probe.ts', "import { x } from '../../systems/okta/client'; x();", direction],
	['the sandbox takes types from the pack', 'sandbox/okta/probe.ts', "import type { X } from '../../lifecycle/person'; export type Y = X;", direction],
	['a test of the sandbox takes from the pack', 'sandbox/okta/probe.test.ts', "import { x } from '../../systems/okta/client'; x();", direction],
	['the verifier takes from the writer', 'ledger/verify/probe.ts', "import { x } from '../append'; x();", direction],
	['the report takes from the writer', 'ledger/report/probe.ts', "import { x } from '../record'; x();", direction],
	['a system knows n8n', 'systems/okta/probe.ts', "import { NodeApiError } from 'n8n-workflow'; throw new NodeApiError();", direction],
	['a system knows n8n by type', 'systems/okta/probe.ts', "import type { IDataObject } from 'n8n-workflow'; export type X = IDataObject;", direction],
	['a node takes from n8n-core', 'nodes/OktaAccess/probe.ts', "import { x } from 'n8n-core'; x();", direction],
	['a package that is not bundled', 'systems/okta/probe.ts', "import { DateTime } from 'luxon'; DateTime.now();", direction],
	['a required package that is not bundled', 'systems/okta/probe.ts', "export const f = () => require('luxon');", direction],
	['a bundle loaded with the pack', 'lifecycle/probe.ts', "import { DateTime } from '../vendor/luxon'; DateTime.now();", direction],
	['a bundle required with the pack', 'lifecycle/probe.ts', "export const luxon = require('../vendor/luxon');", direction],
	['a dynamic import upwards', 'ledger/probe.ts', "export const f = () => import('../systems/okta');", direction],

	['a node without icon and subtitle', 'nodes/Probe/Probe.node.ts', node("group: ['transform'], inputs: [], outputs: [], properties: []"), '@n8n/community-nodes/require-node-description-fields'],
	['a node that does not say whether agents may use it', 'nodes/Probe/Probe.node.ts', node("group: ['transform'], inputs: [], outputs: [], properties: []"), '@n8n/community-nodes/node-usable-as-tool'],
	['a boolean described as a command', 'nodes/Probe/Probe.node.ts', node("properties: [{ displayName: 'Dry Run', name: 'dryRun', type: 'boolean', default: false, description: 'Do not change anything' }]"), 'n8n-nodes-base/node-param-description-boolean-without-whether'],
	['a swallowed error', 'nodes/Probe/Probe.node.ts', node('properties: []', 'try { return [[]]; } catch (error) { throw error; }'), '@n8n/community-nodes/require-node-api-error'],
	['a credential without test', 'credentials/JmlProbeApi.credentials.ts', "import type { ICredentialType } from 'n8n-workflow';\nexport class JmlProbeApi implements ICredentialType { name = 'jmlProbeApi'; displayName = 'JML Probe API'; properties = []; }", '@n8n/community-nodes/credential-test-required'],
	['a credential without documentation', 'credentials/JmlProbeApi.credentials.ts', "import type { ICredentialType } from 'n8n-workflow';\nexport class JmlProbeApi implements ICredentialType { name = 'jmlProbeApi'; displayName = 'JML Probe API'; properties = []; }", 'n8n-nodes-base/cred-class-field-documentation-url-missing'],
	['a run-time dependency', 'package.json', withPackage({ dependencies: { axios: '1.0.0' } }), '@n8n/community-nodes/no-runtime-dependencies'],
	['an install script', 'package.json', withPackage({ scripts: { postinstall: 'node x' } }), '@n8n/community-nodes/no-forbidden-lifecycle-scripts'],
	['another licence', 'package.json', withPackage({ license: 'Apache-2.0' }), 'n8n-nodes-base/community-package-json-license-not-default'],
	['a rule switched off in a comment', 'lifecycle/probe.ts', '// eslint-disable-next-line eqeqeq\nexport const f = (a: unknown) => a == 1;', 'eqeqeq'],
];

const allowed: Array<[why: string, file: string, code: string]> = [
	['a node takes from everything below it', 'nodes/OktaAccess/probe.ts', "import type { INode } from 'n8n-workflow'; import { a } from '../../systems/okta'; import { b } from '../../lifecycle/clock'; import { c } from '../../ledger'; import { d } from '../shared/x'; export const x: INode = a(b, c, d);"],
	['a system takes from systems/http', 'systems/okta/steps/probe.ts', "import { x } from '../../http/patient'; x();"],
	['the verifier takes types from the writer', 'ledger/verify/probe.ts', "import type { X } from '../types'; export type Y = X;"],
	['a bundle required where it is needed', 'lifecycle/probe.ts', "export const f = () => require('../vendor/luxon') as typeof import('../vendor/luxon');"],
	["an SDK's types", 'systems/okta/probe.ts', "import type { User } from '@okta/okta-sdk-nodejs'; export type X = User;"],
	['a test takes from the sandbox', 'systems/okta/probe.test.ts', "import { x } from '../../sandbox/okta'; import axios from 'axios'; x(axios);"],
	['the package as it is', 'package.json', withPackage({})],
];

const cases = [...refused.map(([, file, code]) => ({ file, code })), ...allowed.map(([, file, code]) => ({ file, code }))];
// Under jest's NODE_ENV=test the plugin of n8n-nodes-base looks for package.json elsewhere.
const { NODE_ENV: _, ...env } = process.env;
const run = spawnSync(process.execPath, [join(__dirname, 'lintSnippets.mjs')], { cwd: root, env, input: JSON.stringify(cases), encoding: 'utf8', maxBuffer: 10_000_000 });
const found = (run.stdout ? JSON.parse(run.stdout) : []) as string[][];

test('the linter runs', () => {
	expect(run.stderr).toBe('');
	expect(found).toHaveLength(cases.length);
});

test.each(refused.map(([why, file, , rule], index) => ({ why, file, rule, index })))('refuses: $why ($file)', ({ rule, index }) => {
	expect(found[index]).toContain(rule);
});

test.each(allowed.map(([why, file], index) => ({ why, file, index: refused.length + index })))('allows: $why ($file)', ({ index }) => {
	expect(found[index]).toEqual([]);
});
