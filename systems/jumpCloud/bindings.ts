import type { JsonObject } from '../../ledger/types';
import type { Dictionary } from '../http/parse';
import { parse, type JumpCloud } from './client';
import { graphPath, idOf } from './user';

/** What a user can be bound to directly. Each is asked for by a call of its own. */
export type BindingType = 'active_directory' | 'application' | 'command' | 'g_suite' | 'ldap_server' | 'office_365' | 'policy' | 'radius_server' | 'system' | 'system_group';

export type Binding = { type: BindingType; id: string; attributes: JsonObject | null };

const words: Record<BindingType, string> = {
	active_directory: 'Active Directory',
	application: 'application',
	command: 'command',
	g_suite: 'Google Workspace directory',
	ldap_server: 'LDAP server',
	office_365: 'Microsoft 365 directory',
	policy: 'policy',
	radius_server: 'RADIUS server',
	system: 'device',
	system_group: 'device group',
};

export const nameOf = ({ type, id }: Pick<Binding, 'type' | 'id'>): string => `${words[type]} ${id}`;
export const namesOf = (bindings: readonly Binding[]): string => bindings.map(nameOf).join(', ');

const parseBinding = (row: Dictionary, type: BindingType): Binding => {
	const to = row['to'] === undefined ? row : parse.object(row['to'], 'association.to');
	if (to['type'] !== undefined && to['type'] !== type) return parse.refuse('association.to.type', 'the kind that was asked for');
	const attributes = row['attributes'] ?? to['attributes'] ?? null;
	return { type, id: idOf(to, 'association.to'), attributes: attributes === null ? null : (parse.object(attributes, 'association.attributes') as JsonObject) };
};

export const bindingsOf = async (jumpCloud: JumpCloud, userId: string, types: readonly BindingType[]): Promise<Binding[]> => {
	const lists = await Promise.all(types.map(async (type) => (await jumpCloud.list(`${graphPath(userId)}/associations`, { targets: type })).map((row) => parseBinding(row, type))));
	return lists.flat();
};

export const changeBinding = (jumpCloud: JumpCloud, op: 'add' | 'remove' | 'update', userId: string, { type, id, attributes }: Binding) =>
	jumpCloud.send('POST', `${graphPath(userId)}/associations`, { op, type, id, ...(op === 'remove' || attributes === null || Object.keys(attributes).length === 0 ? {} : { attributes }) });

export const missingFrom = (now: readonly Binding[], before: readonly Binding[]): Binding[] => before.filter((binding) => !now.some(({ type, id }) => type === binding.type && id === binding.id));
