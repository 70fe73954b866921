import type { EntraCall } from './call';
import type { Shown } from './odata/list';
import { allows, NEEDS } from './permissions';

const READABLE: Record<string, string> = {
	'#microsoft.graph.user': NEEDS.readUsersFully,
	'#microsoft.graph.group': NEEDS.readGroups,
	'#microsoft.graph.directoryRole': NEEDS.readRoles,
	'#microsoft.graph.administrativeUnit': NEEDS.readUnits,
	'#microsoft.graph.device': NEEDS.readDevices,
	'#microsoft.graph.application': NEEDS.readApplications,
};

/** Whoever may follow a link but not read what it leads to gets its kind and its id, and nothing else but nulls. */
export function limited({ caller }: EntraCall, shown: Shown): Shown {
	const type = String(shown['@odata.type']);
	if (allows(caller.permissions, READABLE[type] ?? '')) return shown;
	return Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, name === 'id' || name === '@odata.type' ? value : null]));
}
