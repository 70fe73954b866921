import type { IAllExecuteFunctions, ICredentialDataDecryptedObject } from 'n8n-workflow';
import { systemClock } from '../../lifecycle/clock';
import { Problem } from '../../lifecycle/problem';
import { bambooHrClient, type BambooHr } from '../../systems/bamboohr/client';
import { budgetFor } from '../../systems/http/budget';
import { patient } from '../../systems/http/patient';
import { authenticated, httpOver } from './transport';

const credential = 'jmlBambooHrApi';

export interface Company {
	domain: string;
	bamboo: BambooHr;
}

interface Patience {
	longestWaitMs?: number;
	totalMs?: number;
}

/** With the company in it: one n8n may serve several, whose employees carry the same numbers. */
export const sourceOf = (domain: string): string => `bamboohr/${domain}`;

export const companyIn = async (context: IAllExecuteFunctions, patience: Patience = {}): Promise<Company> => {
	const data = await context.getCredentials<ICredentialDataDecryptedObject & { companyDomain: string; baseUrl?: string }>(credential);
	const { companyDomain, baseUrl } = data;
	// An event is known again by the company in its key, however somebody writes it.
	const domain = companyDomain.trim().toLowerCase().replace(/\.bamboohr\.com$/, '');
	if (!/^[a-z0-9-]+$/.test(domain)) throw new Problem('misconfigured', 'The company domain in the BambooHR credential must be the first part of the address only, like "acme".');
	const address = (baseUrl?.trim() || `https://${domain}.bamboohr.com`).replace(/\/+$/, '');
	if (!/^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/i.test(address)) {
		throw new Problem('misconfigured', 'The address in the BambooHR credential must start with https://, so that the API key never travels in plain text.');
	}
	const http = httpOver({ system: 'BambooHR', baseUrl: address, send: authenticated(context, credential, data) });
	const budget = budgetFor(`bamboohr/${address}`, 8);
	return { domain, bamboo: bambooHrClient(patient(http, { system: 'BambooHR', clock: systemClock, budget, ...patience })) };
};
