import type { Sandbox } from '../../../sandbox';

export type OktaCredential = 'apiToken' | 'withDpop' | 'withoutDpop';

/** Where the company's systems can be reached, and as whom. */
export type Company = Pick<Sandbox, 'connections'>;

export interface Typed {
	name: string;
	data: Record<string, string | number | boolean | { [name: string]: string | number }>;
}

/** What they would enter in the template's node that comes switched off, or without what only they know. By the name of the node. */
export type EnteredOf = (company: Company) => Record<string, Readonly<Record<string, unknown>>>;

/** What an administrator would type into the credential dialogs of one system. By credential type. */
export type CredentialsOf = (company: Company, choice: { okta: OktaCredential }) => Record<string, Typed>;
