import { commonFault, isObject, saying, type Answer, type Fault, type Verdict } from './answer';

const lookAtToken = 'Look at the token\'s index and source type in Splunk';

const todos: { readonly [code: number]: string } = {
	1: 'Enable the token in Splunk',
	2: 'Put "Splunk " and the token into the credential, as the value of the header Authorization',
	3: 'Put "Splunk " and the token into the credential, as the value of the header Authorization',
	4: 'Splunk does not know the token. Take it from Settings › Data Inputs › HTTP Event Collector',
	7: 'Allow the index for the token in Splunk, or change Splunk Index in List Unshipped',
	10: 'The token demands acknowledgement: send the header X-Splunk-Request-Channel with a GUID, or switch acknowledgement off',
	14: 'Acknowledgement is switched off for the token: do not ask for it',
};

/** Of the collector, or of its acknowledgement endpoint asked afterwards. */
export const judgeSplunk = (answer: Answer): Verdict => {
	const fault = commonFault('Splunk', answer);
	const { status, body } = answer;
	const code = isObject(body) && typeof body['code'] === 'number' ? body['code'] : null;
	// 503 with code 9 is Splunk's way to say that it is busy, and passes like any other failure.
	if (fault) return fault;
	if (status !== 200) {
		const known = code === null ? undefined : todos[code];
		return { code: status === 401 || status === 403 ? 'unauthorised' : 'rejected', what: `Splunk answered ${status}${saying(body)}`, todo: known ?? lookAtToken };
	}
	if (!isObject(body)) return notSplunk(body);
	if (isObject(body['acks'])) return acknowledged(body['acks']);
	if (code === null) return notSplunk(body);
	if (code !== 0) return { code: 'rejected', what: `Splunk answered 200 and yet code ${code}${saying(body)}`, todo: todos[code] ?? lookAtToken };
	const { ackId } = body;
	return { receipt: { accepted: true, indexed: 'unknown', ...(Number.isSafeInteger(ackId) ? { ackId: Number(ackId) } : {}) } };
};

const acknowledged = (acks: { readonly [id: string]: unknown }): Verdict => {
	const [[ackId, indexed] = [undefined, undefined], ...more] = Object.entries(acks);
	if (ackId === undefined || !/^\d{1,15}$/.test(ackId) || more.length > 0 || typeof indexed !== 'boolean') return notSplunk(acks);
	if (!indexed) return { code: 'bad_answer', what: `Splunk took it and has not indexed it yet (acknowledgement ${Number(ackId)})`, todo: 'Wait longer before asking for the acknowledgement; Splunk says true a single time' };
	return { receipt: { accepted: true, indexed: true, ackId: Number(ackId) } };
};

const notSplunk = (body: unknown): Fault => ({ code: 'bad_answer', what: `what answered 200 is not Splunk's collector${saying(body)}`, todo: 'Check the address: it ends in /services/collector/event, on the collector\'s port' });
