import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { isTimeOfDay, isZone, type DateMeaning } from '../../lifecycle/calendar';
import type { EventKind } from '../../lifecycle/event';
import { Problem } from '../../lifecycle/problem';
import { hrSources, type HrSourceId } from '../../systems/hr';
import type { Rules } from '../../systems/hr/judge';
import type { HrSource, Keys, Labels, ReadOptions, State } from '../../systems/hr/source';
import { workdayColumns } from '../../systems/hr/workday';

type Context = IExecuteFunctions;

export const sourceOf = (context: Context, index: number): HrSource => hrSources[context.getNodeParameter('source', index) as HrSourceId];

/** With the company in it: one n8n may serve several, whose employees carry the same numbers. */
export const sourceNameOf = (context: Context, index: number): string => {
	const company = String(context.getNodeParameter('company', index, '')).trim().toLowerCase();
	if (!/^[a-z0-9][a-z0-9._-]{0,60}$/.test(company)) {
		throw new Problem('misconfigured', 'The HR Event node does not know which company this is. Enter a short name in "Company", such as acme, of letters, digits, dots and dashes, and the same in every HR Event node for this source.');
	}
	return `${sourceOf(context, index).id}/${company}`;
};

export const rulesOf = (context: Context, index: number): Rules => {
	const { id } = sourceOf(context, index);
	const meaning = id === 'gusto' ? 'lastDayWorked' : (context.getNodeParameter('dateMeaning', index, '') as DateMeaning | '');
	if (meaning !== 'lastDayWorked' && meaning !== 'firstDayGone') {
		throw new Problem('misconfigured', 'The HR Event node does not know what the termination date is in your company. Ask HR and choose it in "The Termination Date Is"; a wrong guess is a whole day with or without access.');
	}
	const atTime = String(context.getNodeParameter('endsAt', index, '23:59')).trim();
	if (!isTimeOfDay(atTime)) throw new Problem('misconfigured', `"${atTime}" is not a time of day. Use four digits like 18:00 in "Access Ends At" of the HR Event node.`);
	const zone = zoneNamed(String(context.getNodeParameter('timeZone', index, '') || context.getTimezone()));
	const zones = rowsOf(context, index, 'timeZones', 'location').map(({ location, timeZone }) => [String(location), zoneNamed(String(timeZone))] as const);
	const labels = rowsOf(context, index, 'statusLabels', 'label').map(({ label, meaning: means }) => [String(label), means as State] as const);
	return { source: sourceNameOf(context, index), meaning, atTime, zone, zones: Object.fromEntries(zones), labels: Object.fromEntries(labels) as Labels };
};

const zoneNamed = (zone: string): string => {
	if (isZone(zone)) return zone;
	throw new Problem('misconfigured', `"${zone}" is not a time zone. Use a name like Europe/Berlin in the HR Event node.`);
};

const rowsOf = (context: Context, index: number, name: string, group: string): IDataObject[] => {
	const rows = (context.getNodeParameter(name, index, {}) as IDataObject)[group];
	return Array.isArray(rows) ? (rows as IDataObject[]) : [];
};

export const readOptionsOf = (context: Context, index: number): ReadOptions => {
	const { id } = sourceOf(context, index);
	if (id === 'workday') return { columns: { ...workdayColumns, ...(context.getNodeParameter('columns', index, {}) as Record<string, string>) } };
	if (id === 'personio') return { employments: jsonOf(context.getNodeParameter('employments', index)), endsWith: context.getNodeParameter('endsWith', index) as 'lastWorkingDay' | 'terminationDate' };
	if (id === 'generic') return { events: Object.fromEntries(rowsOf(context, index, 'events', 'names').map(({ name, means }) => [String(name), means as EventKind])) };
	return {};
};

/** Typed in as text, or given by an expression. What is no JSON stays the text it is, for others to refuse. */
export const jsonOf = (given: unknown): unknown => {
	if (typeof given !== 'string') return given;
	try {
		return JSON.parse(given) as unknown;
	} catch {
		return given;
	}
};

const ofEvent = ['id', 'event', 'effectiveAt'] as const;
const ofState = ['id', 'status', 'firstDay', 'lastDay'] as const;

/** What the fields of the node made of an item. */
export const mappedIn = (context: Context, index: number): IDataObject => {
	const names = context.getNodeParameter('says', index) === 'event' ? ofEvent : ofState;
	const person = context.getNodeParameter('person', index, {}) as IDataObject;
	return { ...person, ...Object.fromEntries(names.map((name) => [name, context.getNodeParameter(name, index, '') as string])) };
};

export const keysOf = async (context: Context, index: number): Promise<Keys> => {
	const source = sourceOf(context, index);
	const chosen = context.getNode().credentials?.['jmlHrWebhookApi'] !== undefined;
	const { secret, previousSecret } = chosen ? await context.getCredentials<{ secret?: string; previousSecret?: string }>('jmlHrWebhookApi', index) : {};
	const secrets = [secret, previousSecret].filter((one): one is string => typeof one === 'string' && one !== '');
	if (source.door) return { secrets };
	const mark = String(context.getNodeParameter('markName', index, '')).trim();
	const place = context.getNodeParameter('tokenIn', index, 'header') as 'header' | 'query';
	const topics = String(context.getNodeParameter('topics', index, '')).split(',').map((topic) => topic.trim()).filter((topic) => topic !== '');
	return { secrets, tokenIn: { [place]: mark }, topics };
};
