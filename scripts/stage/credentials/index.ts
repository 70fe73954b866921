import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../../../sandbox';
import type { RunningN8n } from '../../n8n';
import type { Company, CredentialsOf, OktaCredential, Typed } from './_credentials';

export type { OktaCredential } from './_credentials';

/** Credential ids by type, as templates ask for them. */
export type CredentialIds = Record<string, string>;

/** Each file beside this one is a system. */
const systems = readdirSync(__dirname)
	.map((file) => /^([a-z]\w*)\.(?:ts|js)$/.exec(file)?.[1])
	.filter((name): name is string => name !== undefined && name !== 'index');

const credentialsOf = (name: string) => (require(join(__dirname, name)) as { credentials: CredentialsOf }).credentials;

/** What an administrator would type into the credential dialogs, for the simulated company. By credential type. */
export const companyCredentials = (company: Company, okta: OktaCredential = 'withDpop'): Record<string, Typed> =>
	Object.assign({}, ...systems.map((name) => credentialsOf(name)(company, { okta }))) as Record<string, Typed>;

export const createCredentials = async ({ api }: RunningN8n, sandbox: Sandbox): Promise<CredentialIds> => {
	const ids: CredentialIds = {};
	for (const [type, { name, data }] of Object.entries(companyCredentials(sandbox))) ids[type] = await api.createCredential(type, name, data);
	return ids;
};
