import './environment';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';
import type { ICredentialType, INodeType, INodeTypes } from 'n8n-workflow';
import { harnessNodes } from './nodes';

const root = join(__dirname, '..', '..');
export const packageName = 'n8n-nodes-joiner-mover-leaver';

let loader: Promise<PackageDirectoryLoader> | undefined;

const load = async (): Promise<PackageDirectoryLoader> => {
	if (!existsSync(join(root, 'dist', 'nodes'))) throw new Error('The pack is not built. Run npx gulp build first: these tests load what n8n would load.');
	const pack = new PackageDirectoryLoader(root);
	await pack.loadAll();
	return pack;
};

/** The built pack, loaded once by the class n8n itself loads community packages with. */
export const loadPack = (): Promise<PackageDirectoryLoader> => (loader ??= load());

export const nodeTypesOf = (pack: PackageDirectoryLoader): INodeTypes => {
	const find = (fullName: string): INodeType => {
		const stand = harnessNodes[fullName];
		if (stand) return stand;
		const [owner, name] = fullName.split('.');
		if (owner !== packageName || name === undefined) throw new Error(`The harness knows no node ${fullName}.`);
		return pack.getNode(name).type as INodeType;
	};
	return { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
};

export const credentialTypeOf = (pack: PackageDirectoryLoader, name: string): ICredentialType => pack.getCredential(name).type;
