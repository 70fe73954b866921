import { parse } from './client';

/** All a webhook is trusted with: whom to look at. What is true of them is read from BambooHR. */
export interface Hint {
	employeeId: string;
	action: 'created' | 'updated' | 'deleted';
}

/** Long enough for a batch of the old kind, far too short to keep a server busy. */
export const largestBody = 1024 * 1024;

const actionOf = (value: unknown, where: string): Hint['action'] => {
	const action = parse.text(value, where).toLowerCase();
	if (action.endsWith('created') || action.endsWith('inserted')) return 'created';
	return action.endsWith('deleted') ? 'deleted' : 'updated';
};

const idOf = (value: unknown, where: string): string => parse.text(typeof value === 'number' ? String(value) : value, where);

/** Both payload families: one employee without values, or a batch with values that are ignored. */
export const parseHints = (rawBody: Buffer): Hint[] => {
	const body = parse.object(JSON.parse(rawBody.toString('utf8')), 'webhook');
	if (Array.isArray(body['employees'])) {
		return body['employees'].map((row: unknown) => {
			const employee = parse.object(row, 'webhook.employees');
			return { employeeId: idOf(employee['id'], 'webhook.employees.id'), action: actionOf(employee['action'] ?? 'Updated', 'webhook.employees.action') };
		});
	}
	const type = parse.text(body['type'], 'webhook.type');
	if (!type.startsWith('employee')) return [];
	const data = parse.object(body['data'], 'webhook.data');
	return [{ employeeId: idOf(data['employeeId'], 'webhook.data.employeeId'), action: actionOf(type, 'webhook.type') }];
};
