import type { JsonObject } from '../../ledger/types';
import { Problem } from '../../lifecycle/problem';
import { graphOver, type Graph } from '../http/microsoft/graph';
import type { HowToFind } from '../http/microsoft/user';
import { reader } from '../http/parse';
import type { Http } from '../http/types';
import { permissionFor } from './permissions';

export const parse = reader('Entra ID');

export interface EntraSettings extends HowToFind {
	/** Objects are referred to by whole addresses. */
	graphUrl: string;
	/** What the mailbox of a leaver answers, where the administrator wrote it. */
	autoReply: { internal: string; external: string } | null;
	/** Whether licences are kept until Graph says that the mailbox is a shared one. */
	licencesWaitForMailbox: boolean;
	/** What this case knows of Active Directory. */
	onPremises(): Promise<OnPremises>;
}

export interface OnPremises {
	/** Accounts that were read back as disabled there. */
	disabled: readonly DisabledOnPremises[];
	/** Somebody is still being cut there. */
	underway: boolean;
}

export interface DisabledOnPremises {
	objectGuid: string;
	verifiedAt: string;
}

export const nothingOnPremises = async (): Promise<OnPremises> => ({ disabled: [], underway: false });

export interface Entra extends Graph {
	settings: EntraSettings;
	send(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<unknown>;
}

/**
 * Graph deletes the user where the `/$ref` behind a membership is missing, so only links and what hangs on a user can
 * be deleted at all: no user, group or device.
 */
const deletable = [
	/^\/v1\.0\/groups\/[^/?#]+\/members\/[^/?#]+\/\$ref$/,
	/^\/v1\.0\/users\/[^/?#]+\/authentication\/[a-z0-9]+Methods\/[^/?#]+$/i,
	/^\/v1\.0\/users\/[^/?#]+\/appRoleAssignments\/[^/?#]+$/,
	/^\/v1\.0\/users\/[^/?#]+\/mailFolders\/inbox\/messageRules\/[^/?#]+$/,
	/^\/v1\.0\/oauth2PermissionGrants\/[^/?#]+$/,
	/^\/v1\.0\/roleManagement\/directory\/roleAssignments\/[^/?#]+$/,
];

export const entraClient = (http: Http, settings: EntraSettings, observe: (call: JsonObject) => void): Entra => {
	const { call, exchange: _, ...reading } = graphOver({ label: 'Entra ID', look: 'Check the account in the Entra admin center', permissionFor }, http, observe);
	return {
		...reading,
		settings,
		send: async (method, path, body) => {
			if (method === 'DELETE' && !deletable.some((pattern) => pattern.test(path))) {
				throw new Problem('misconfigured', `A request would have deleted ${path} itself, which this pack never does. Nothing was sent.`);
			}
			return (await call({ method, path, ...(body === undefined ? {} : { body }) })).body;
		},
	};
};
