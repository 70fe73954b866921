import type { IAllExecuteFunctions, ICredentialDataDecryptedObject, IHookFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';
import { isZone, type DateMeaning } from '../../lifecycle/calendar';
import { systemClock } from '../../lifecycle/clock';
import { Problem } from '../../lifecycle/problem';
import { bambooHrClient, type BambooHr } from '../../systems/bamboohr/client';
import type { Rules } from '../../systems/bamboohr/employment';
import { budgetFor } from '../../systems/http/budget';
import { patient } from '../../systems/http/patient';
import { authenticated, httpOver } from '../shared/transport';

export type TriggerContext = IHookFunctions | IWebhookFunctions | IPollFunctions;

const credential = 'jmlBambooHrApi';

interface Options {
	terminatedLabels?: string;
	replayWindow?: number;
	silence?: number;
}

const optionsOf = (context: TriggerContext) => context.getNodeParameter('options', {}) as Options;

export const replayWindowMs = (context: TriggerContext): number => (optionsOf(context).replayWindow ?? 180) * 60_000;
export const silenceMs = (context: TriggerContext): number => (optionsOf(context).silence ?? 5) * 60_000;

/** Said when the workflow is published, not when the first leaver is at the door. */
export const rulesOf = (context: TriggerContext): Rules => {
	const meaning = context.getNodeParameter('dateMeaning', '') as DateMeaning | '';
	if (meaning === '') {
		throw new Problem('misconfigured', 'The BambooHR trigger does not know what the termination date is in your company. Ask HR and choose it in "The Termination Date Is"; a wrong guess is a whole day with or without access.');
	}
	const zone = String(context.getNodeParameter('timeZone', '') || context.getTimezone());
	if (!isZone(zone)) throw new Problem('misconfigured', `"${zone}" is not a time zone. Use a name like Europe/Berlin in the BambooHR trigger.`);
	const atTime = meaning === 'lastDayWorked' ? String(context.getNodeParameter('endsAt', '23:59')) : '00:00';
	if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(atTime)) throw new Problem('misconfigured', `"${atTime}" is not a time of day. Use four digits like 18:00 in the BambooHR trigger.`);
	const labels = (optionsOf(context).terminatedLabels ?? 'Terminated').split(',').map((label) => label.trim()).filter((label) => label !== '');
	if (labels.length === 0) throw new Problem('misconfigured', 'No employment status label means "terminated", so nobody would ever be taken for a leaver. Name at least one in "Labels That Mean Terminated" of the BambooHR trigger.');
	return { cutOff: { zone, meaning, atTime }, terminatedLabels: labels };
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
