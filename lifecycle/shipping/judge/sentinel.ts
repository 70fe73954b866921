import { commonFault, saying, type Answer, type Verdict } from './answer';

const todos: { readonly [status: number]: string } = {
	400: 'Check that the stream of the data collection rule has the columns of docs/shipping.md',
	401: 'Check tenant, client id, secret and the scope https://monitor.azure.com/.default of the credential',
	403: 'Give the app the role Monitoring Metrics Publisher on the data collection rule, and wait up to half an hour',
	404: 'Check the ingestion endpoint, the immutable id (dcr-…) and the name of the stream (Custom-…)',
	413: 'The borders of this batch are fixed. Lower Records per Batch, and ship under a new sink name',
};

export const judgeSentinel = (answer: Answer): Verdict => {
	const fault = commonFault('Microsoft Sentinel', answer);
	if (fault) return fault;
	const { status, headers, body } = answer;
	if (status === 204) return { receipt: { accepted: true, indexed: 'unknown', requestId: headers['x-ms-request-id']?.slice(0, 200) ?? null } };
	return { code: status === 401 || status === 403 ? 'unauthorised' : status === 200 ? 'bad_answer' : 'rejected', what: `Microsoft Sentinel answered ${status}, not 204${saying(body)}`, todo: todos[status!] ?? 'Check the address of the node that sends' };
};
