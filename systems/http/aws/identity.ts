import { reader } from '../parse';
import type { Query } from './query';

/** Whoever a pair of keys belongs to. */
export interface Identity {
	accountId: string;
	/** `AIDA…` of a user, `AROA…:session` of a role. */
	userId: string;
	arn: string;
}

const parse = reader('AWS STS');

/** Needs no permission, and nothing can deny it. */
export const callerIdentity = async (sts: Query): Promise<Identity> => {
	const answer = await sts('GetCallerIdentity', {}, { readsOnly: true });
	const accountId = parse.text(answer['Account'], 'GetCallerIdentity.Account');
	const arn = parse.text(answer['Arn'], 'GetCallerIdentity.Arn');
	if (!/^\d{12}$/.test(accountId) || arn.split(':')[4] !== accountId) return parse.refuse('GetCallerIdentity.Account', 'the id of the account');
	return { accountId, userId: parse.text(answer['UserId'], 'GetCallerIdentity.UserId'), arn };
};
