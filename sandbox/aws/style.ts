import { randomUUID } from 'node:crypto';
import type { Incoming, Reply } from '../server/message';
import { formBody } from '../server/message';
import type { VendorStyle } from '../server/style';
import { jsonError, queryError } from './errors';
import { operationNamed, speaksJson } from './operation';

/** The same in the words of either protocol. */
const either = (incoming: Incoming, [code, type]: readonly [code: string, type: string], message: string, status?: number): Reply =>
	speaksJson(incoming) ? jsonError(type, message, {}, status) : queryError(code, message, status);

const FAILED: Record<number, readonly [code: string, type: string]> = {
	403: ['AccessDenied', 'AccessDeniedException'],
	404: ['NoSuchEntity', 'ResourceNotFoundException'],
	409: ['ConcurrentModification', 'ConflictException'],
	503: ['ServiceUnavailable', 'ServiceUnavailableException'],
};

const MESSAGES: Record<number, string> = { 404: 'The entity cannot be found.', 409: 'The request was rejected because multiple requests to change this object were submitted simultaneously.', 503: 'Service is unavailable.' };

/** `operations` are the paths of what the services can do. */
export const awsStyle = (operations: ReadonlySet<string>): VendorStyle => ({
	notFound: (incoming) =>
		operations.has(incoming.path)
			? either(incoming, ['NoSuchEntity', 'ResourceNotFoundException'], 'The entity cannot be found.')
			: either(incoming, ['InvalidAction', 'UnknownOperationException'], `Could not find operation ${operationNamed(incoming)} for version ${formBody(incoming).get('Version') ?? 'NO_VERSION_SPECIFIED'}`),
	unknownMethod: (incoming) => either(incoming, ['InvalidAction', 'UnknownOperationException'], 'Only POST is spoken here.'),
	forbidden: (incoming, needs) => either(incoming, ['AccessDenied', 'AccessDeniedException'], `User is not authorized to perform: ${needs ?? incoming.path} because no identity-based policy allows the ${needs ?? ''} action`),
	throttled: (incoming) => either(incoming, ['Throttling', 'ThrottlingException'], 'Rate exceeded'),
	failed: (incoming, status) => either(incoming, FAILED[status] ?? (status >= 500 ? ['ServiceFailure', 'InternalServerException'] : ['InvalidInput', 'ValidationException']), MESSAGES[status] ?? 'We encountered an internal error. Please try again.', status),
	everyAnswer: () => ({ 'x-amzn-requestid': randomUUID() }),
});
