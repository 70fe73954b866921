import type { NodeJson } from '../../../scripts/n8n';

/** n8n lets nobody look more often than each minute, but at several times of it: nobody waits for minutes here. */
const sixTimesAMinute = [0, 10, 20, 30, 40, 50].map((second) => ({ mode: 'custom', cronExpression: `${second} * * * * *` }));

/** Has the BambooHR trigger look every ten seconds. */
export const eager = (node: NodeJson): void => {
	if (!node.type.endsWith('bambooHrLifecycleTrigger')) return;
	Object.assign(node.parameters, { pollTimes: { item: sixTimesAMinute }, options: { ...(node.parameters['options'] as object), catchUp: 0 } });
};
