import type { Sandbox } from '../../sandbox';
import type { NodeJson } from '../n8n';
import { enteredBy } from './credentials';

/** What an administrator does who has more systems than come switched on: enters what nodes ask for, and presses D. */
export const switchOn = (sandbox: Pick<Sandbox, 'connections'>): ((node: NodeJson) => void) => {
	const entered = enteredBy(sandbox);
	return (node) => {
		const fields = entered[node.name];
		if (fields === undefined) return;
		delete node.disabled;
		Object.assign(node.parameters, fields);
	};
};
