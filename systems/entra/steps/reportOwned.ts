import { ownedStep, type OwnedThing } from '../../../lifecycle/owned';
import type { Dictionary } from '../../http/parse';
import { parse } from '../client';
import { usersPath } from '../../http/microsoft/user';
import { entraStep } from './_entra';

const whatToDo: { [kind: string]: string } = {
	application: 'they may know its secrets and certificates, which work until somebody rotates them: App registrations, Certificates & secrets; then give it another owner',
	servicePrincipal: 'give it another owner: Enterprise applications, Owners',
	group: 'give it another owner: Groups, Owners; the last owner of a Microsoft 365 group cannot be removed before',
};

const parseOwned = (row: Dictionary): OwnedThing => {
	const kind = (parse.optionalText(row['@odata.type'], 'ownedObject.type') ?? 'object').replace('#microsoft.graph.', '');
	const name = parse.optionalText(row['displayName'], 'ownedObject.displayName') ?? parse.text(row['id'], 'ownedObject.id');
	return { kind, name, why: whatToDo[kind] ?? 'give it another owner in the Entra admin center' };
};

export const reportOwned = entraStep(
	ownedStep({
		what: 'Apps and groups the person owns',
		needs: ['Directory.Read.All'],
		readBackFrom: 'owned objects of the account',
		remains: ['Secrets and certificates of apps they set up, as far as they know them: they work until somebody rotates them'],
		list: async (entra, { id }) => (await entra.list(`${usersPath(id)}/ownedObjects`, { $top: 999 })).map(parseOwned),
	}),
);
