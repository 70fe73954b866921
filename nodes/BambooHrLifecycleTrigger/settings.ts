import type { IAllExecuteFunctions, IHookFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';
import { isTimeOfDay, isZone, type DateMeaning } from '../../lifecycle/calendar';
import type { EventKind } from '../../lifecycle/event';
import { asName } from '../../lifecycle/person';
import { Problem } from '../../lifecycle/problem';
import { isGone, type Meaning, type Rules } from '../../systems/bamboohr/rules';
import { companyIn, type Company } from '../shared/bambooHr';

export type TriggerContext = IHookFunctions | IWebhookFunctions | IPollFunctions;

interface Options {
	asleepAfter?: number;
	catchUp?: number;
	clearanceField?: string;
	confidentialEmployees?: string;
	confidentialTypes?: string;
	gates?: { gate?: { name?: string; field?: string; passed?: string }[] };
	lookBack?: number;
	privileged?: string;
	privilegedMinutes?: number;
	replayWindow?: number;
	shrinking?: number;
	silence?: number;
}

const minutes = 60_000;
const optionsOf = (context: TriggerContext) => context.getNodeParameter('options', {}) as Options;

export const replayWindowMs = (context: TriggerContext): number => (optionsOf(context).replayWindow ?? 180) * minutes;
export const silenceMs = (context: TriggerContext): number => (optionsOf(context).silence ?? 5) * minutes;
export const catchUpMs = (context: TriggerContext): number => (optionsOf(context).catchUp ?? 5) * minutes;
export const asleepMs = (context: TriggerContext): number => (optionsOf(context).asleepAfter ?? 30) * minutes;
export const shrinkPercent = (context: TriggerContext): number => optionsOf(context).shrinking ?? 10;

const misconfigured = (message: string): Problem => new Problem('misconfigured', message);

const listed = (text: string | undefined): string[] => (text ?? '').split(/[,\n]/).map(asName).filter((one) => one !== '');

const labelsOf = (context: TriggerContext): Rules['labels'] => {
	const { label: rows = [] } = context.getNodeParameter('statusLabels', {}) as { label?: { label?: string; meaning?: Meaning }[] };
	const labels = new Map<string, Meaning>();
	for (const { label = '', meaning } of rows) {
		const name = asName(label);
		if (name === '' || meaning === undefined) continue;
		if ((labels.get(name) ?? meaning) !== meaning) throw misconfigured(`The employment status label "${label.trim()}" has two meanings in "Status Labels" of the BambooHR trigger. Remove one of them.`);
		labels.set(name, meaning);
	}
	if (![...labels.values()].some(isGone)) {
		throw misconfigured('No employment status label means that somebody is gone, so nobody would ever be taken for a leaver. Give at least one label the meaning "Terminated" in "Status Labels" of the BambooHR trigger.');
	}
	return labels;
};

const zonesOf = (context: TriggerContext): Rules['zones'] => {
	const { location: rows = [] } = context.getNodeParameter('timeZones', {}) as { location?: { location?: string; timeZone?: string }[] };
	return new Map(
		rows.map(({ location = '', timeZone = '' }) => {
			if (location.trim() === '') throw misconfigured('A row of "Time Zones by Location" of the BambooHR trigger names no location. Fill it in or remove it.');
			if (!isZone(timeZone.trim())) throw misconfigured(`"${timeZone}", given for the location "${location}", is not a time zone. Use a name like Europe/Berlin in "Time Zones by Location" of the BambooHR trigger.`);
			return [asName(location), timeZone.trim()];
		}),
	);
};

const gatesOf = ({ gates }: Options): Rules['gates'] =>
	(gates?.gate ?? []).map(({ name = '', field = '', passed = '' }) => {
		const gate = { name: name.trim(), field: field.trim(), passed: passed.trim() };
		if (gate.name === '' || gate.passed === '' || !/^[A-Za-z0-9_.]+$/.test(gate.field)) throw misconfigured('A gate of the BambooHR trigger is incomplete. Give it a name, the field it is read from, such as customBackgroundCheck, and what stands there once it is passed.');
		return gate;
	});

const privilegedOf = ({ privileged }: Options): string[] => {
	const who = (privileged ?? '').split(/[,\n]/).map((one) => one.trim()).filter((one) => one !== '');
	const broken = who.find((one) => one.includes('=') && !/^[A-Za-z0-9_.]+\s*=\s*\S/.test(one));
	if (broken !== undefined) throw misconfigured(`"${broken}" in "Privileged People" of the BambooHR trigger names no field and value. Write it like customVip=Yes.`);
	return who;
};

const clearanceFieldOf = ({ clearanceField = '' }: Options): string | null => {
	const field = clearanceField.trim();
	if (field !== '' && !/^[A-Za-z0-9_.]+$/.test(field)) throw misconfigured(`"${field}" in "Clearance Field" of the BambooHR trigger is no alias of a field. Write it like customClearance, or leave it empty.`);
	return field === '' ? null : field;
};

/** Said when the workflow is published, not when the first leaver is at the door. */
export const rulesOf = (context: TriggerContext): Rules => {
	const meaning = context.getNodeParameter('dateMeaning', '') as DateMeaning | '';
	if (meaning === '') {
		throw misconfigured('The BambooHR trigger does not know what the termination date is in your company. Ask HR and choose it in "The Termination Date Is"; a wrong guess is a whole day with or without access.');
	}
	const zone = String(context.getNodeParameter('timeZone', '') || context.getTimezone());
	if (!isZone(zone)) throw misconfigured(`"${zone}" is not a time zone. Use a name like Europe/Berlin in the BambooHR trigger.`);
	const atTime = meaning === 'lastDayWorked' ? String(context.getNodeParameter('endsAt', '23:59')) : '00:00';
	if (!isTimeOfDay(atTime)) throw misconfigured(`"${atTime}" is not a time of day. Use four digits like 18:00 in the BambooHR trigger.`);
	const kinds = context.getNodeParameter('events', ['contract-end', 'terminate']) as EventKind[];
	if (kinds.length === 0) throw misconfigured('The BambooHR trigger is to announce nothing. Choose at least one event in "Events".');
	const options = optionsOf(context);
	const privileged = privilegedOf(options);
	return {
		zone,
		zones: zonesOf(context),
		meaning,
		atTime,
		labels: labelsOf(context),
		privileged,
		privilegedMinutes: privileged.length === 0 ? 0 : (options.privilegedMinutes ?? 60),
		confidentialTypes: listed(options.confidentialTypes),
		confidentialEmployees: listed(options.confidentialEmployees),
		gates: gatesOf(options),
		clearanceField: clearanceFieldOf(options),
		lookBackDays: options.lookBack ?? 30,
		kinds: new Set(kinds),
	};
};

export const companyOf = (context: TriggerContext): Promise<Company> => {
	let company = companies.get(context);
	if (!company) companies.set(context, (company = readCompany(context)));
	return company;
};

/** One per call of the trigger: outside an execution n8n takes tens of milliseconds to read a credential. */
const companies = new WeakMap<TriggerContext, Promise<Company>>();

/** Waits are short here: whoever called is waiting for an answer, and what could not be read is read again by the poll. */
const readCompany = (context: TriggerContext): Promise<Company> => companyIn(context as unknown as IAllExecuteFunctions, { longestWaitMs: 5_000, totalMs: 8_000 });
