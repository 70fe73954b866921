import { webhookTime } from './dates';
import { aliasOf, fieldBy, fields } from './fields';
import type { ApiKey, BambooState, EventFamily, Happening, Webhook } from './state';

export const familyOf = ({ events }: Webhook): EventFamily => (events.some((event) => event.startsWith('employee_with_fields.')) ? 'employee_with_fields' : 'employee');

const tableOf = (alias: string) => fields.find((field) => field.alias === alias)?.table;

const withoutAlias = (alias: string) => fields.find((field) => field.alias === alias)?.withoutAlias === true;

/** The changed fields this webhook may tell about; monitoring one column of a table covers the whole table. */
function relevant({ monitorFields }: Webhook, { hiddenFields }: ApiKey, { changed }: Happening): string[] {
	const watched = monitorFields.map((key) => aliasOf(key) ?? key).filter((alias) => !hiddenFields.includes(alias));
	const tables = new Set(watched.map(tableOf).filter((table) => table !== undefined));
	return changed.filter((alias) => watched.includes(alias) || tables.has(tableOf(alias) ?? ('' as never)));
}

export function wants(webhook: Webhook, owner: ApiKey, happening: Happening): boolean {
	if (!owner.enabled || !webhook.events.includes(`${familyOf(webhook)}.${happening.action}`)) return false;
	return happening.action !== 'updated' || relevant(webhook, owner, happening).length > 0;
}

const displayName = (alias: string) => fields.find((field) => field.alias === alias)?.name ?? alias;

function thin({ settings }: BambooState, webhook: Webhook, owner: ApiKey, happening: Happening) {
	const shown = (alias: string) => (withoutAlias(alias) ? (fields.find((field) => field.alias === alias)?.id ?? alias) : alias);
	const changedFields = happening.action === 'updated' ? { changedFields: relevant(webhook, owner, happening).map(shown) } : {};
	return {
		type: `employee.${happening.action}`,
		timestamp: webhookTime(happening.at),
		data: { companyId: settings.companyId, employeeId: happening.employeeId, ...changedFields },
	};
}

function withFields(webhook: Webhook, owner: ApiKey, { action, employeeId, at, values, ...rest }: Happening) {
	const posted = Object.entries(webhook.postFields).map(([key, name]) => [name, aliasOf(key) ?? key] as const);
	const shown = posted.length > 0 ? posted : webhook.monitorFields.map((key) => [fieldBy(key)?.name ?? key, aliasOf(key) ?? key] as const);
	const readable = shown.filter(([, alias]) => !owner.hiddenFields.includes(alias));
	return {
		employees: [
			{
				id: employeeId,
				action: `${action.charAt(0).toUpperCase()}${action.slice(1)}`,
				timestamp: webhookTime(at),
				changedFields: action === 'updated' ? relevant(webhook, owner, { action, employeeId, at, values, ...rest }).map(displayName) : [],
				fields: Object.fromEntries(readable.map(([name, alias]) => [name, values[alias] ?? null])),
			},
		],
	};
}

function pairs(value: unknown, name: string): [string, string][] {
	if (typeof value !== 'object' || value === null) return [[name, value === null || value === undefined ? '' : String(value)]];
	return Object.entries(value).flatMap(([key, inner]) => pairs(inner, name === '' ? key : `${name}[${key}]`));
}

export function bodyFor(state: BambooState, webhook: Webhook, owner: ApiKey, happening: Happening): string {
	const payload = familyOf(webhook) === 'employee' ? thin(state, webhook, owner, happening) : withFields(webhook, owner, happening);
	return webhook.format === 'json' ? JSON.stringify(payload) : new URLSearchParams(pairs(payload, '')).toString();
}
