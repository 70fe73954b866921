import { iso } from '../times';
import type { Session, User } from '../state';
import type { Context } from '../policy/evaluate';

const tagsOf = (prefix: string, tags: readonly { Key: string; Value: string }[]) => Object.fromEntries(tags.map(({ Key, Value }) => [`${prefix}${Key}`.toLowerCase(), Value]));

export const userContext = (user: User): Context => ({ 'aws:userid': user.id, 'aws:username': user.name, 'aws:principaltype': 'User', ...tagsOf('aws:PrincipalTag/', user.tags) });

/** Only temporary credentials have a time they were issued at. */
export const sessionContext = (session: Session, principal: { id: string; name: string }): Context => {
	const issued = { 'aws:tokenissuetime': iso(session.issuedAt) };
	if (session.as.kind !== 'role') return { ...issued, 'aws:userid': principal.id, 'aws:username': principal.name, 'aws:principaltype': 'User' };
	const { sessionName, sourceIdentity, identityStoreUserId } = session.as;
	return {
		...issued,
		'aws:userid': `${principal.id}:${sessionName}`,
		'aws:principaltype': 'AssumedRole',
		...(sourceIdentity === undefined ? {} : { 'aws:sourceidentity': sourceIdentity }),
		...(identityStoreUserId === undefined ? {} : { 'identitystore:userid': identityStoreUserId }),
	};
};
