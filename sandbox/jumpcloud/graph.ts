import type { Binding, BindingTarget, JumpCloudState } from './state';

export const groupsOf = (state: JumpCloudState, userId: string) => [...state.groups.values()].filter(({ members }) => members.has(userId));

export const bindingsOf = (state: JumpCloudState, userId: string, type?: BindingTarget): Binding[] =>
	state.bindings.filter((binding) => binding.userId === userId && (type === undefined || binding.type === type));

const edge = (attributes: unknown, to: { id: string; type: string }) => ({ attributes, to });

export interface Reached {
	id: string;
	type: BindingTarget;
	attributes: Record<string, unknown>;
	paths: unknown[][];
}

/** Everything of one kind the user reaches, directly and through groups. */
export function reachedBy(state: JumpCloudState, userId: string, type: BindingTarget): Reached[] {
	const reached = new Map<string, Reached>();
	const reach = (id: string, attributes: Record<string, unknown>, path: unknown[]) => {
		const known = reached.get(id) ?? { id, type, attributes: {}, paths: [] };
		reached.set(id, { ...known, attributes: { ...known.attributes, ...attributes }, paths: [...known.paths, path] });
	};
	for (const { targetId, attributes } of bindingsOf(state, userId, type)) reach(targetId, attributes, [edge(attributes, { id: targetId, type })]);
	for (const group of groupsOf(state, userId)) {
		for (const target of group.targets) if (target.type === type) reach(target.targetId, {}, [edge(null, { id: group.id, type: 'user_group' }), edge(null, { id: target.targetId, type })]);
	}
	return [...reached.values()];
}
