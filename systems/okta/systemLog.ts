import { asProblem } from '../../lifecycle/problem';
import { parse, type Okta, type Sent } from './client';

export type Logged = 'logged' | 'not yet' | 'log not readable';

/** Okta writes the log a little after the fact, and its clock is not the one that asked. */
const leewayMs = 60_000;

/** Whether Okta's System Log shows what this very call did to this account. */
export const logged = async (okta: Okta, userId: string, eventType: string, call: Sent): Promise<Logged> => {
	const asked = Date.parse(call.at ?? '') || 0;
	const from = new Date(asked - leewayMs).toISOString();
	try {
		const filter = `eventType eq "${eventType}" and target.id eq "${userId}"`;
		const events = await okta.list('/api/v1/logs', { since: from, filter, limit: 100, sortOrder: 'ASCENDING', until: new Date(asked + 3_600_000).toISOString() });
		return events.some((event) => provenBy(event, call)) ? 'logged' : 'not yet';
	} catch (error) {
		if (asProblem(error).code === 'forbidden') return 'log not readable';
		throw error;
	}
};

/** The log names the request that caused an event; without that, an event from the moment of the call has to do. */
const provenBy = (event: { [key: string]: unknown }, call: Sent): boolean => {
	const requestId = (event['debugContext'] as { debugData?: { requestId?: unknown } } | undefined)?.debugData?.requestId;
	if (typeof requestId === 'string' && call.requestId !== null) return requestId === call.requestId;
	const published = Date.parse(parse.optionalText(event['published'], 'event.published') ?? '');
	return published >= Date.parse(call.at ?? '') - 2_000;
};
