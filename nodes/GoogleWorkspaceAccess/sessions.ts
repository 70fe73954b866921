import { createHash } from 'node:crypto';
import { scopesFor, type ServiceAccount, type Subject } from '../../systems/google/serviceAccount';
import { mintSession, type Session } from '../../systems/google/session';
import type { SendForm } from '../../systems/http/types';

/** Of this process; each lives for an hour at most. */
const sessions = new Map<string, { minted: Promise<Session>; expiresAt: number }>();

/** Whoever changes the key in the credential gets tokens of the new one. */
const keyOf = (account: ServiceAccount, { acting, email }: Subject): string =>
	createHash('sha256').update(JSON.stringify([account, acting, email])).digest('base64url');

export interface Tokens {
	/** Minted one at a time for each name, and kept until shortly before its end. */
	token(subject: Subject): Promise<string>;
	/** A token that was refused is not used again. */
	forget(subject: Subject): void;
}

/** Tokens in other names than the admin's: n8n keeps one with a credential, and that is the admin's. */
export const tokensOf = (account: ServiceAccount, send: SendForm, now: () => Date = () => new Date()): Tokens => {
	const mint = (key: string, subject: Subject): Promise<Session> => {
		for (const [other, { expiresAt }] of sessions) if (expiresAt <= now().getTime()) sessions.delete(other);
		const session = { minted: mintSession(account, subject, scopesFor(account, subject), send, now), expiresAt: Infinity };
		sessions.set(key, session);
		session.minted.then(
			({ expiresAt }) => (session.expiresAt = expiresAt),
			// Asked for again by the next one.
			() => sessions.get(key) === session && sessions.delete(key),
		);
		return session.minted;
	};
	return {
		token: async (subject) => {
			const key = keyOf(account, subject);
			const known = sessions.get(key);
			return (await (known !== undefined && known.expiresAt > now().getTime() ? known.minted : mint(key, subject))).token;
		},
		forget: (subject) => void sessions.delete(keyOf(account, subject)),
	};
};
