import { nothingToUndo, satisfied, type Left } from '../../../lifecycle/step';
import type { Dictionary } from '../../http/parse';
import { parse } from '../client';
import { usersPath } from '../user';
import { entraStep } from './_entra';

type Owned = { kind: string; name: string };
type OwnedObjects = { owned: Owned[] };

const whatToDo: { [kind: string]: string } = {
	application: 'they may know its secrets and certificates, which work until somebody rotates them: App registrations, Certificates & secrets; then give it another owner',
	servicePrincipal: 'give it another owner: Enterprise applications, Owners',
	group: 'give it another owner: Groups, Owners; the last owner of a Microsoft 365 group cannot be removed before',
};

const parseOwned = (row: Dictionary): Owned => ({
	kind: (parse.optionalText(row['@odata.type'], 'ownedObject.type') ?? 'object').replace('#microsoft.graph.', ''),
	name: parse.optionalText(row['displayName'], 'ownedObject.displayName') ?? parse.text(row['id'], 'ownedObject.id'),
});

const left = (owned: readonly Owned[]): Left[] => owned.map(({ kind, name }) => ({ what: `${name} (${kind})`, why: whatToDo[kind] ?? 'give it another owner in the Entra admin center' }));

export const reportOwned = entraStep<OwnedObjects>({
	id: 'reportOwned',
	label: 'Report What They Own',
	danger: 'Nothing is changed. Apps and groups the person owns are named, with what to do about each.',
	needs: ['Directory.Read.All'],
	readBackFrom: 'owned objects of the account',
	givenBack: 'nothing is taken',
	closes: 'credentials',
	remains: ['Secrets and certificates of apps they set up, as far as they know them: they work until somebody rotates them'],
	stage: 'cut',

	read: async (entra, { id }) => ({ owned: (await entra.list(`${usersPath(id)}/ownedObjects`, { $top: 999 })).map(parseOwned) }),
	plan: ({ owned }) => satisfied(owned.length === 0 ? 'They own nothing' : `They own ${owned.length} ${owned.length === 1 ? 'object' : 'objects'}`, left(owned)),
	apply: async () => {},

	undo: nothingToUndo('Nothing was taken'),
});
