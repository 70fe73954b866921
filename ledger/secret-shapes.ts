import { namesSecret } from './secret-names';

export const redacted = '[redacted]';

/**
 * A form that gives a secret away wherever it stands. `keep` is what redaction leaves in place; `sure` tells the
 * look-alikes apart, because a false alarm stops a leaver from being cut off.
 */
interface Shape {
	what: string;
	/** What every text with this form holds somewhere, whatever its case: cheap to look for, as most texts hold none of them. */
	hint: string;
	/** Where only long texts have this form, how long: the hint need not be looked for in others. */
	from?: number;
	pattern: RegExp;
	sure?: (found: Record<string, string>) => boolean;
	/** An identifier as well as half of a credential: fine where an identifier is expected. */
	identifier?: true;
}

const mixed = (text: string): boolean => /[a-z]/.test(text) && /[A-Z]/.test(text);
const tokenLike = (text: string): boolean => /\d/.test(text) || (text.length >= 20 && mixed(text));

/** `password=null` tells nothing; neither does what has been redacted already. */
const nothingIn = /^(?:null|none|true|false|undefined|\*+|\[redacted\][^]*)$/i;

const shapes: readonly Shape[] = [
	{ what: 'a private key', hint: 'PRIVATE KEY', pattern: /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]*?-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----|[\s\S]*)/g },
	{ what: 'a JSON Web Token', hint: 'eyJ', pattern: /(?<![\w-])eyJ[\w-]{8,}\.[\w-]*\.[\w-]*(?:\.[\w-]*){0,2}/g },
	{
		what: 'an Authorization header',
		hint: 'authorization',
		pattern: /(?<keep>authorization["']?\s*[:=]\s*["']?(?:basic|bearer|dpop|ssws|negotiate)\s+)(?<value>[^\s"',;]+)/gi,
		sure: ({ value }) => !nothingIn.test(value!),
	},
	{ what: 'a bearer or API token', hint: 'bearer|dpop|ssws', pattern: /(?<keep>(?<![a-z])(?:bearer|dpop|ssws)\s+)(?<value>[\w.~+/-]{6,}=*)/gi, sure: ({ value }) => tokenLike(value!) },
	{
		what: 'basic credentials',
		hint: 'basic',
		pattern: /(?<keep>(?<![a-z])basic\s+)(?<value>[A-Za-z0-9+/]{6,}={0,2})/gi,
		sure: ({ value }) => /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(value!, 'base64').toString('latin1')),
	},
	{ what: 'a password in an address', hint: '://', pattern: /(?<keep>:\/\/[^\s/:@"']{0,100}:)(?<value>[^\s/@"']{1,200})(?=@)/g, sure: ({ value }) => !nothingIn.test(value!) },
	{
		what: 'a secret given by name',
		hint: '=',
		pattern: /(?<keep>(?<![\w.-])(?<name>[\w.-]{1,60})=["']?)(?<value>[^\s"'&;,<>)]+)/g,
		sure: ({ name, value }) => (namesSecret(name!) !== null || /^(?:sig|x-amz-signature)$/i.test(name!)) && !nothingIn.test(value!),
	},
	{
		what: 'a secret given by name',
		hint: '["\']\\s*:',
		pattern: /(?<keep>\\?["'](?<name>[\w.-]{1,60})\\?["']\s*:\s*(?<quote>\\?["']))(?<value>(?:(?!\k<quote>)[^])+)/g,
		sure: ({ name, value }) => namesSecret(name!) !== null && !nothingIn.test(value!),
	},
	{
		what: 'a secret in words',
		hint: 'pass|pin|otp|secret|token',
		pattern: /(?<keep>(?<![a-z])(?:password|passwd|passphrase|passcode|pin|otp|secret|token)\s*(?::|\bis\b)\s*["']?)(?<value>[^\s"']{4,})/gi,
		sure: ({ value }) =>
			/^\d{4,10}\W?$/.test(value!) || (/\d/.test(value!) && /[a-z]/i.test(value!) && !/^\d{4}-\d\d-\d\d/.test(value!) && !nothingIn.test(value!)),
	},
	{ what: 'a GitHub token', hint: 'gh[pousr]_|github_pat_', pattern: /(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/g },
	{ what: 'a Slack token', hint: 'xox[a-z]-|xapp-', pattern: /(?<!\w)(?:xox[a-z]-[\w-]{8,}|xapp-\d-[\w-]{8,})/g },
	{ what: 'a Slack webhook', hint: 'hooks\\.slack', pattern: /(?<keep>hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/]{8,}/g },
	{ what: 'a Google credential', hint: 'AIza|ya29|GOCSPX|1//0', pattern: /(?<![\w-])(?:AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}|1\/\/0[\w-]{20,})/g },
	{ what: 'an Entra client secret', hint: 'Q~', pattern: /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/g },
	{ what: 'an API token', hint: 'glpat-|npm_|[rs]k_', pattern: /(?<!\w)(?:glpat-[\w-]{20,}|npm_[A-Za-z0-9]{30,}|[rs]k_(?:live|test)_[A-Za-z0-9]{16,})/g },
	{ what: 'an Okta API token', hint: '00[\\w-]{40}', from: 42, pattern: /(?<![\w-])00[\w-]{40}(?![\w-])/g, sure: ({ all }) => mixed(all!) },
	{ what: 'a one-time sign-in link', hint: '/reset_password/|/welcome/|/signin/', pattern: /(?<keep>\/(?:reset_password|welcome|signin\/reset-password)\/)[\w-]{16,}/g },
	{ what: 'a one-time password seed', hint: 'otpauth', pattern: /otpauth:\/\/[^\s"']+/g },
	{ what: 'an AWS access key', hint: 'AKIA|ASIA', pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g, identifier: true },
	{
		what: 'an AWS secret key',
		hint: '(?<![a-z0-9/+=])[a-z0-9/+]{40}(?![a-z0-9/+=])',
		from: 40,
		pattern: /(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g,
		// Paths such as okta/00u…/blockSignIn have the same alphabet, but have a segment that is a plain word.
		sure: ({ all }) => mixed(all!) && /\d/.test(all!) && !/(?:^|\/)[a-z]{3,}(?:\/|$)/.test(all!),
		identifier: true,
	},
];

const hintOf = (some: readonly Shape[]): RegExp => new RegExp(some.map(({ hint }) => hint).join('|'), 'i');
const isLong = ({ from }: Shape): boolean => from !== undefined;
const anyHint = hintOf(shapes.filter((shape) => !isLong(shape)));
const longHint = hintOf(shapes.filter(isLong));
const shortestLong = Math.min(...shapes.flatMap(({ from }) => from ?? []));

/** Whether a text could hold a secret at all. */
export const hintsAtSecret = (text: string): boolean => anyHint.test(text) || (text.length >= shortestLong && longHint.test(text));

/** What kind of secret the text holds. */
export const secretIn = (text: string, identifierExpected = false): string | null => {
	if (!hintsAtSecret(text)) return null;
	for (const shape of shapes) {
		if (identifierExpected && shape.identifier) continue;
		for (const match of text.matchAll(shape.pattern)) if (isSure(shape, match[0], match.groups)) return shape.what;
	}
	return null;
};

/** Free text, such as a vendor's error message, with everything that has the form of a secret taken out. */
export const redact = (text: string): string => {
	let clean = text;
	// Taking one out can bare another that was stuck to it.
	for (let round = 0; round < 4; round += 1) {
		clean = shapes.reduce(takeOut, clean);
		if (secretIn(clean) === null) return clean;
	}
	return redacted;
};

const takeOut = (text: string, shape: Shape): string =>
	text.replace(shape.pattern, (found, ...rest) => {
		const groups = rest.at(-1) as unknown;
		const named = typeof groups === 'object' && groups !== null ? (groups as Record<string, string>) : undefined;
		return isSure(shape, found, named) ? `${named?.['keep'] ?? ''}${redacted}` : found;
	});

const isSure = (shape: Shape, all: string, groups: Record<string, string> | undefined): boolean =>
	shape.sure === undefined || shape.sure({ ...groups, all });
