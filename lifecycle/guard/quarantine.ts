import { createHash } from 'node:crypto';
import type { Ledger } from '../../ledger/types';
import { keep } from '../keep';

const given = (item: { [name: string]: unknown }, of: string, name: string): string => {
	const value: unknown = (Object(item[of]) as { [name: string]: unknown })[name];
	return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 200) : '';
};

/** What nobody could read is kept with its reason, once a day, so that it does not pass unseen where n8n forgets the execution. */
export const quarantine = async (ledger: Ledger, workflow: string, item: { [name: string]: unknown }, why: string, now: Date): Promise<void> => {
	const employeeId = given(item, 'person', 'id');
	const source = given(item, 'event', 'source') || 'workflow';
	const text = createHash('sha256').update(JSON.stringify([source, employeeId, given(item, 'event', 'key'), why])).digest('hex').slice(0, 32);
	await keep(ledger, { kind: 'event.quarantined', subject: `${source}/${employeeId}`, once: `event.quarantined/guard/${workflow}/${now.toISOString().slice(0, 10)}/${text}`, content: { workflow, employeeId, why } });
};
