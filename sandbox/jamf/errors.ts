import type { Reply } from '../server/message';
import { Refusal } from '../server/message';

const CODES: Record<number, string> = {
	400: 'INVALID_REQUEST',
	401: 'INVALID_TOKEN',
	403: 'INVALID_PRIVILEGE',
	404: 'NOT_FOUND',
	405: 'METHOD_NOT_ALLOWED',
	429: 'TOO_MANY_REQUESTS',
	500: 'SYSTEM_EXCEPTION',
	502: 'BAD_GATEWAY',
	503: 'SERVICE_UNAVAILABLE',
	504: 'GATEWAY_TIMEOUT',
};

interface Details {
	code?: string;
	field?: string;
}

export const errorReply = (status: number, description: string, { code = CODES[status] ?? 'ERROR', field }: Details = {}): Reply => ({
	status,
	body: { httpStatus: status, errors: [{ code, description, id: '0', field: field ?? null }] },
});

export const refuse = (status: number, description: string, details?: Details): Refusal => new Refusal(errorReply(status, description, details));

export const notFound = (): Refusal => refuse(404, 'The requested resource was not found');
