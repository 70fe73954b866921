import { memo } from './memo';

/**
 * When a name announces a secret: its last words do (`newPassword`, `okta_api_token`, `clientSecretValue`), singular
 * or plural. So `tokenName`, `passwordChangedAt`, `accessKeyId` and `apiTokensRevoked` announce none, and neither does
 * what begins with a verb and hence names something done (`resetPassword`, `revokeTokens`).
 */
export type Announced = 'one' | 'several';

/** Matched at the end of the whole name, so that `clientsecret` and `client_secret` are the same. */
const ending =
	/(?:password|passwd|passphrase|passcode|secret|token|apikey|accesskey|secretkey|privatekey|signingkey|encryptionkey|sharedkey|masterkey|recoverykey|(?:recovery|backup|verification|scratch|bypass|unlock|reset|activation)code|(?:recovery|security)answer|temporaryaccesspass|temppass|cookie|authorization|connectionstring|clientassertion|(?:activation|resetpassword|passwordreset)(?:url|link))(s?)$/;

/** Too short for that: `spin` is no pin. */
const lastWord = /^(?:pin|otp|totp|tap|puk|pwd|pass|jwt)(s?)$/;

/** Positions in pages of vendor data, and the step. A `resetToken` on the other hand is the token that resets. */
const harmless = /(?:page|next|sync|delta|continuation)tokens?$|^resetpasswords?$/;

const filler = new Set(['value', 'text', 'string', 'plain', 'plaintext', 'raw', 'data', 'header', 'hash', 'encoded', 'encrypted']);

const verbs = new Set([
	'change', 'clear', 'count', 'deactivate', 'delete', 'disable', 'end', 'expire', 'force', 'has', 'invalidate', 'is', 'list', 'must', 'no', 'remove',
	'require', 'requires', 'restore', 'revoke', 'rotate',
]);

export const wordsOf = (name: string): string[] =>
	name
		.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
		.replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^a-z]+/)
		.filter((word) => word !== '');

export const namesSecret = memo((name): Announced | null => {
	const words = wordsOf(name);
	while (words.length > 1 && filler.has(words.at(-1)!)) words.pop();
	if (words.length > 1 && verbs.has(words[0]!)) return null;
	const whole = words.join('');
	if (harmless.test(whole)) return null;
	const plural = ending.exec(whole)?.[1] ?? lastWord.exec(words.at(-1) ?? '')?.[1];
	if (plural === undefined) return null;
	return plural === 's' ? 'several' : 'one';
});

const describing = new Set([
	'id', 'ids', 'name', 'names', 'label', 'labels', 'type', 'kind', 'status', 'state', 'at', 'on', 'date', 'time', 'created', 'updated', 'expires',
	'expiry', 'expiration', 'issued', 'revoked', 'used', 'owner', 'user', 'scope', 'scopes', 'description', 'provider', 'algorithm', 'fingerprint',
	'count', 'number', 'outcome', 'reason', 'what', 'why',
]);

/** `tokens: [{ id, name, createdAt }]`: within something announced, what merely describes it. */
export const describes = (name: string): boolean => describing.has(wordsOf(name).at(-1) ?? '');

export const namesIdentifier = (name: string): boolean => /^(?:id|ids|identifier|subject|once)$/.test(wordsOf(name).at(-1) ?? '');
