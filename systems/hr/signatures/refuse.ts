import type { Refusal, Verdict } from '../source';

const whys: Record<Exclude<Refusal, 'too large'>, string> = {
	'no key': 'the node has no secret to check it with; choose the credential "HR Webhook" and enter it there',
	unsigned: 'it carries no signature or token',
	'wrong signature': 'its signature or token does not match, so the sender does not have the secret',
	'too old': 'it is older than it may be; somebody may be sending an old message again',
	'other sender': 'it comes from a sender that is not among those named in the node',
	'no message': 'it is signed, but not a message of the kind the node was told to expect',
};

export const refuse = (reason: Exclude<Refusal, 'too large'>): Verdict => ({ kind: 'refused', reason, why: whys[reason] });
