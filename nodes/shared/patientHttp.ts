import type { IExecuteFunctions } from 'n8n-workflow';
import { systemClock } from '../../lifecycle/clock';
import { budgetFor } from '../../systems/http/budget';
import { patient, type HttpPatience } from '../../systems/http/patient';
import type { Http } from '../../systems/http/types';

interface Options {
	requestsAtOnce?: number;
}

/** Retries, rate limits and the budget of a credential, for every system's node alike. */
export const patientHttp = (context: IExecuteFunctions, system: string, credentialId: string, send: Http, itemIndex: number, more: Pick<HttpPatience, 'isThrottled' | 'totalMs'> = {}): Http => {
	const { requestsAtOnce = 16 } = context.getNodeParameter('options', itemIndex, {}) as Options;
	const signal = context.getExecutionCancelSignal();
	return patient(send, { system, clock: systemClock, budget: budgetFor(credentialId, requestsAtOnce), ...(signal ? { signal } : {}), ...more });
};
