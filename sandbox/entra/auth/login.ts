import type { Reply, ReplyHeaders } from '../../server/message';
import { Refusal } from '../../server/message';
import type { Incoming } from '../../server/message';
import type { Clock } from '../../clock';
import { idsOf } from '../errors';

/** The token endpoint words its errors in its own way. */
export function loginFailure(incoming: Incoming, clock: Clock, status: number, error: string, code: number, description: string, headers: ReplyHeaders = {}): Reply {
	const { request, client } = idsOf(incoming);
	const timestamp = `${clock.iso().slice(0, 19).replace('T', ' ')}Z`;
	return {
		status,
		headers: { 'cache-control': 'no-store, no-cache', ...headers },
		body: {
			error,
			error_description: `AADSTS${code}: ${description} Trace ID: ${request} Correlation ID: ${client} Timestamp: ${timestamp}`,
			error_codes: [code],
			timestamp,
			trace_id: request,
			correlation_id: client,
			error_uri: `https://login.microsoftonline.com/error?code=${code}`,
		},
	};
}

export const loginRefusal = ({ incoming, clock }: { incoming: Incoming; clock: Clock }, status: number, error: string, code: number, description: string) =>
	new Refusal(loginFailure(incoming, clock, status, error, code, description));
