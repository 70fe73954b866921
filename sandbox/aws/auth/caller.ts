import type { Clock } from '../../clock';
import type { Incoming } from '../../server/message';
import { formBody, header, Refusal } from '../../server/message';
import { claimedIn, contentHash, datesAgree, isSignedWith, skewOf, unsignedHeader } from '../../server/signatureV4';
import type { AwsCaller } from '../call';
import { jsonError, queryError } from '../errors';
import { IAM_REGION, partitionOf } from '../names';
import { operationNamed, serviceOf, speaksJson } from '../operation';
import { decideFor } from '../policy/rights';
import type { AwsState } from '../state';
import { identityOf, type Identity } from './credentials';
import { recordUse } from './lastUse';
import { contextOf, resourceOf } from './resource';

const WORDS = {
	missing: ['MissingAuthenticationToken', 'MissingAuthenticationTokenException', 'Request is missing Authentication Token'],
	malformed: ['IncompleteSignature', 'IncompleteSignatureException', 'Authorization header is malformed.'],
	unknown: ['InvalidClientTokenId', 'UnrecognizedClientException', 'The security token included in the request is invalid.'],
	expired: ['ExpiredToken', 'ExpiredTokenException', 'The security token included in the request is expired'],
	wrong: ['SignatureDoesNotMatch', 'InvalidSignatureException', 'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'],
	denied: ['AccessDenied', 'AccessDeniedException', ''],
} as const;

const turnAway = (incoming: Incoming, why: keyof typeof WORDS, said?: string): Refusal => {
	const [code, type, message] = WORDS[why];
	return new Refusal(speaksJson(incoming) ? jsonError(type, said ?? message) : queryError(code, said ?? message));
};

export const notAuthorized = ({ arn }: Pick<AwsCaller, 'arn'>, action: string, resource: string, explicit: boolean) =>
	`User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${explicit ? 'with an explicit deny in an identity-based policy' : `because no identity-based policy allows the ${action} action`}`;

function authorize(incoming: Incoming, { account, holder, context, caller }: Identity, action: string): void {
	const form = speaksJson(incoming) ? new URLSearchParams() : formBody(incoming);
	const resource = speaksJson(incoming) ? '*' : resourceOf(account, caller, action, form);
	const decision = decideFor(account, holder, { action, resource, context: { ...context, ...contextOf(form) } });
	if (decision !== 'allowed') throw turnAway(incoming, 'denied', notAuthorized(caller, action, resource, decision === 'explicitDeny'));
}

function checkSignature(incoming: Incoming, clock: Clock, { settings }: AwsState, secret: string): void {
	const claimed = claimedIn(incoming)!;
	if (!(skewOf(incoming, clock) <= settings.skewMs)) throw turnAway(incoming, 'wrong', `Signature expired: ${header(incoming, 'x-amz-date') ?? ''} is now earlier or later than 15 min. from ${clock.iso()}`);
	if (!datesAgree(incoming, claimed)) throw turnAway(incoming, 'wrong', 'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP');
	const unsigned = unsignedHeader(incoming, claimed);
	if (unsigned !== undefined) throw turnAway(incoming, 'wrong', `'${unsigned}' must be a 'SignedHeader' in the AWS Credential scope.`);
	if (!isSignedWith(incoming, claimed, secret, contentHash(incoming))) throw turnAway(incoming, 'wrong');
}

/** What is signed for: this service, in a region it is in. */
function checkScope(incoming: Incoming, region: string, service: string): void {
	if (service !== serviceOf(incoming)) throw turnAway(incoming, 'wrong', `Credential should be scoped to correct service: '${serviceOf(incoming)}'.`);
	const home = IAM_REGION[partitionOf(region)];
	if (service === 'iam' && region !== home) throw turnAway(incoming, 'wrong', `Credential should be scoped to a valid region, not '${region}'.`);
	if (!/^(cn|us-gov|[a-z]{2})-[a-z]+-\d$/.test(region)) throw turnAway(incoming, 'wrong', `Credential should be scoped to a valid region, not '${region}'.`);
}

const VERSIONS: Record<string, string> = { iam: '2010-05-08', sts: '2011-06-15' };

function checkVersion(incoming: Incoming): void {
	const wanted = VERSIONS[serviceOf(incoming)];
	const version = formBody(incoming).get('Version') ?? 'NO_VERSION_SPECIFIED';
	if (wanted !== undefined && version !== wanted) throw new Refusal(queryError('InvalidAction', `Could not find operation ${operationNamed(incoming)} for version ${version}`));
}

/** Everything AWS looks at before it looks at the request itself. `needs` is the permission; what needs none is asked without. */
export const authenticateWith =
	(clock: Clock) =>
	(incoming: Incoming, state: AwsState, needs?: string): AwsCaller => {
		checkVersion(incoming);
		const claimed = claimedIn(incoming);
		if (claimed === undefined) throw turnAway(incoming, header(incoming, 'authorization') === undefined ? 'missing' : 'malformed');
		const { accessKeyId, region, service } = claimed;
		checkScope(incoming, region, service);
		const identity = identityOf(state, accessKeyId);
		if (identity === undefined || identity.account.partition !== partitionOf(region)) throw turnAway(incoming, 'unknown');
		if (identity.token !== header(incoming, 'x-amz-security-token')) throw turnAway(incoming, 'unknown');
		checkSignature(incoming, clock, state, identity.secret);
		if (identity.expiresAt !== undefined && identity.expiresAt <= clock.now()) throw turnAway(incoming, 'expired');
		recordUse(state, accessKeyId, { at: clock.now(), service, region });
		if (needs !== undefined) authorize(incoming, identity, needs);
		return { ...identity.caller, region };
	};
