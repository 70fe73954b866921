import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../../../sandbox';
import type { RunningN8n } from '../../n8n';
import type { Company, CredentialsOf, EnteredOf, OktaCredential, Typed } from './_credentials';

export type { OktaCredential } from './_credentials';

/** Credential ids by type, as templates ask for them. */
export type CredentialIds = Record<string, string>;

/** Each file beside this one is a system. */
const systems = readdirSync(__dirname)
	.map((file) => /^([a-z]\w*)\.(?:ts|js)$/.exec(file)?.[1])
	.filter((name): name is string => name !== undefined && name !== 'index');

const typedFor = (name: string) => require(join(__dirname, name)) as { credentials: CredentialsOf; entered?: EnteredOf };

/** What an administrator would type into the credential dialogs, for the simulated company. By credential type. */
export const companyCredentials = (company: Company, okta: OktaCredential = 'withDpop'): Record<string, Typed> =>
	Object.assign({}, ...systems.map((name) => typedFor(name).credentials(company, { okta }))) as Record<string, Typed>;

/** What the company's administrator enters in nodes that ask for it, by the name of the node. */
export const enteredBy = (company: Company): ReturnType<EnteredOf> => Object.assign({}, ...systems.map((name) => typedFor(name).entered?.(company))) as ReturnType<EnteredOf>;

export const createCredentials = async ({ api }: RunningN8n, sandbox: Sandbox): Promise<CredentialIds> => {
	const ids: CredentialIds = {};
	for (const [type, { name, data }] of Object.entries(companyCredentials(sandbox))) ids[type] = await api.createCredential(type, name, data);
	return ids;
};
