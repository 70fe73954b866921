import { invalidWebhook, refuse } from './errors';
import { fieldBy, fields } from './fields';
import type { ApiKey, Webhook } from './state';

const EVENTS = [
	...['created', 'updated', 'deleted'].flatMap((action) => [`employee.${action}`, `employee_with_fields.${action}`]),
	'company.updated',
	'company.deleted',
	'company-integrations.updated',
];

const LEGACY = ['employee_with_fields.created', 'employee_with_fields.updated', 'employee_with_fields.deleted'];

export type WebhookConfig = Omit<Webhook, 'id' | 'ownerKey' | 'privateKey' | 'created' | 'lastSent'>;

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

function issuesIn({ name, url, format }: Record<string, unknown>, events: string[], monitorFields: string[], outputNames: string[]): string[] {
	const issues: string[] = [];
	if (typeof name !== 'string' || name === '') issues.push('name is required');
	if (typeof url !== 'string' || !url.startsWith('https://')) issues.push('url must start with https://');
	if (format !== 'json' && format !== 'form-encoded') issues.push('format must be json or form-encoded');
	const unknown = events.filter((event) => !EVENTS.includes(event));
	if (unknown.length > 0) issues.push(`events contains unknown values: ${unknown.join(', ')}`);
	const families = new Set(events.map((event) => event.split('.')[0]).filter((family) => family?.startsWith('employee')));
	if (families.size > 1) issues.push('events cannot mix employee.* with employee_with_fields.*');
	const updates = events.some((event) => event === 'employee.updated' || event === 'employee_with_fields.updated');
	if (updates && monitorFields.length === 0) issues.push('monitorFields is required when an updated event is subscribed');
	if (new Set(outputNames).size < outputNames.length) issues.push('duplicatePostString');
	return issues;
}

const described = (key: string) => {
	const field = fields.find(({ id, alias }) => id === key || alias === key);
	return { id: field?.id ?? key, name: field?.name ?? key };
};

function refuseFields({ hiddenFields }: ApiKey, monitorFields: string[], posted: string[]): void {
	const unknown = [...monitorFields.filter((key) => fieldBy(key)?.monitored !== true), ...posted.filter((key) => fieldBy(key) === undefined)];
	const hidden = (keys: string[]) => keys.filter((key) => hiddenFields.includes(fieldBy(key)?.alias ?? ''));
	const problems = { monitorFields: hidden(monitorFields), postFields: hidden(posted), unknownFields: unknown };
	const filled = Object.entries(problems).filter(([, keys]) => keys.length > 0).map(([kind, keys]) => [kind, keys.map(described)]);
	if (filled.length > 0) throw refuse(403, 'You do not have access to some fields', { errors: [Object.fromEntries(filled)] });
}

/** What a create or a full replacement may contain; old `frequency` and `limit` objects are ignored. */
export function checkedConfig(body: Record<string, unknown> | undefined, caller: ApiKey): WebhookConfig {
	if (body === undefined) throw invalidWebhook('The body is not JSON');
	const events = body.events === undefined ? LEGACY : texts(body.events);
	const monitorFields = texts(body.monitorFields);
	const postFields = Object.fromEntries(Object.entries((body.postFields ?? {}) as Record<string, unknown>).map(([key, name]) => [key, String(name)]));
	const issues = issuesIn(body, events, monitorFields, Object.values(postFields));
	if (issues.length > 0) throw invalidWebhook(...issues);
	refuseFields(caller, monitorFields, Object.keys(postFields));
	return { name: String(body.name), url: String(body.url), format: body.format as Webhook['format'], events, monitorFields, postFields, includeCompanyDomain: body.includeCompanyDomain === true };
}
