import type { IAllExecuteFunctions, ICredentialDataDecryptedObject, IHookFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';
import { isTimeOfDay, isZone, type DateMeaning } from '../../lifecycle/calendar';
import { systemClock } from '../../lifecycle/clock';
import type { EventKind } from '../../lifecycle/event';
import { asName } from '../../lifecycle/person';
import { Problem } from '../../lifecycle/problem';
import { bambooHrClient, type BambooHr } from '../../systems/bamboohr/client';
import { isGone, type Meaning, type Rules } from '../../systems/bamboohr/rules';
import { budgetFor } from '../../systems/http/budget';
import { patient } from '../../systems/http/patient';
import { authenticated, httpOver } from '../shared/transport';

export type TriggerContext = IHookFunctions | IWebhookFunctions | IPollFunctions;

const credential = 'jmlBambooHrApi';

interface Options {
	asleepAfter?: number;
	catchUp?: number;
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
		lookBackDays: options.lookBack ?? 30,
		kinds: new Set(kinds),
	};
};

export interface Company {
	domain: string;
	bamboo: BambooHr;
}

/** Waits are short here: whoever called is waiting for an answer, and what could not be read is read again by the poll. */
export const companyOf = (context: TriggerContext): Promise<Company> => {
	let company = companies.get(context);
	if (!company) companies.set(context, (company = readCompany(context)));
	return company;
};

/** One per call of the trigger: outside an execution n8n takes tens of milliseconds to read a credential. */
const companies = new WeakMap<TriggerContext, Promise<Company>>();

const readCompany = async (context: TriggerContext): Promise<Company> => {
	const data = await context.getCredentials<ICredentialDataDecryptedObject & { companyDomain: string; baseUrl?: string }>(credential);
	const { companyDomain, baseUrl } = data;
	// An event is known again by the company in its key, however somebody writes it.
	const domain = companyDomain.trim().toLowerCase().replace(/\.bamboohr\.com$/, '');
	if (!/^[a-z0-9-]+$/.test(domain)) throw new Problem('misconfigured', 'The company domain in the BambooHR credential must be the first part of the address only, like "acme".');
	const address = (baseUrl?.trim() || `https://${domain}.bamboohr.com`).replace(/\/+$/, '');
	if (!/^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/i.test(address)) {
		throw new Problem('misconfigured', 'The address in the BambooHR credential must start with https://, so that the API key never travels in plain text.');
	}
	const send = authenticated(context as unknown as IAllExecuteFunctions, credential, data);
	const http = httpOver({ system: 'BambooHR', baseUrl: address, send });
	const budget = budgetFor(`bamboohr/${address}`, 8);
	return { domain, bamboo: bambooHrClient(patient(http, { system: 'BambooHR', clock: systemClock, budget, longestWaitMs: 5_000, totalMs: 8_000 })) };
};
