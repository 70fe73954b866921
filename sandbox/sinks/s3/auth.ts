import type { Clock } from '../../clock';
import type { Incoming } from '../../server/message';
import { header } from '../../server/message';
import { claimedIn, contentHash, datesAgree, isSignedWith, skewOf, unsignedHeader } from '../../server/signatureV4';
import type { AccessKey, S3State } from './state';
import { targetOf } from './target';
import { refuse } from './xml';

export type S3Caller = AccessKey;

/** Everything S3 looks at before it looks at the request itself. */
export const authenticateWith =
	(clock: Clock) =>
	(incoming: Incoming, state: S3State): S3Caller => {
		const claimed = claimedIn(incoming);
		if (claimed === undefined) return refuse('AccessDenied', 'Access Denied');
		const { accessKeyId, region, service } = claimed;
		const known = state.accessKeys.get(accessKeyId);
		if (known === undefined) return refuse('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', { AWSAccessKeyId: accessKeyId });
		if (service !== 's3') refuse('AuthorizationHeaderMalformed', `The authorization header is malformed; incorrect service "${service}". This endpoint belongs to "s3".`);

		if (!(skewOf(incoming, clock) <= state.settings.skewMs)) refuse('RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.');
		if (!datesAgree(incoming, claimed)) refuse('AuthorizationHeaderMalformed', 'The authorization header is malformed; the date does not fit X-Amz-Date.');

		const bucketRegion = targetOf(state, incoming).bucket?.region;
		if (bucketRegion !== undefined && region !== bucketRegion) refuse('AuthorizationHeaderMalformed', `The authorization header is malformed; the region '${region}' is wrong; expecting '${bucketRegion}'`, { Region: bucketRegion });

		const said = header(incoming, 'x-amz-content-sha256');
		if (said === undefined) refuse('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
		if (said !== 'UNSIGNED-PAYLOAD' && said !== contentHash(incoming)) refuse('XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match what was computed.");
		const unsigned = unsignedHeader(incoming, claimed);
		if (unsigned !== undefined) refuse('AccessDenied', 'There were headers present in the request which were not signed', { HeadersNotSigned: unsigned });
		if (!isSignedWith(incoming, claimed, known.secretAccessKey, said ?? '')) refuse('SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided. Check your key and signing method.');
		return known;
	};

export const demand = ({ permissions }: S3Caller, permission: string): void => {
	if (!permissions.includes(permission)) refuse('AccessDenied', `User is not authorized to perform: ${permission}`);
};
