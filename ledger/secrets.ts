import { pathTo } from './canonical';
import { LedgerError } from './errors';
import { memo } from './memo';
import { describes, namesIdentifier, namesSecret } from './secret-names';
import { hintsAtSecret, redact, redacted, secretIn } from './secret-shapes';
import type { Json, JsonObject, NewRecord } from './types';

export { redact } from './secret-shapes';

/**
 * The ledger keeps for ever, so what must never be kept is refused at the door, with its place and never its value:
 *
 * - text that has the form of a secret, whatever it is called (secret-shapes.ts);
 * - text or numbers under a name that announces a secret (secret-names.ts). Allowed there: true, false, null, '',
 *   '[redacted]'; a count under a plural (`tokens: 3`); and what describes the secret without being it
 *   (`tokens: [{ id, name, createdAt }]`).
 */
export const assertNoSecrets = (record: NewRecord): void => {
	if (hasNoHint(record)) return;
	const refuse: OnFound = ({ path }, why) => {
		throw new LedgerError('secret', `The ledger does not keep secrets, and ${path} may hold one: ${why}. Leave it out, or replace it by its id, a count or ${redacted}.`, path);
	};
	for (const name of ['kind', 'caseId', 'subject', 'once'] as const) {
		// All of these may quote identifiers: aws/AKIA…/deactivateKey
		if (record[name] !== undefined) checkText(record[name], { path: name, announced: false, identifier: true }, refuse);
	}
	visit(record.content, contentSpot, refuse);
};

/** A quick look that most records pass: nothing in them could be a secret, nor announces one. What does not pass is looked at properly. */
const hasNoHint = ({ kind, caseId = '', subject = '', once = '', content }: NewRecord): boolean =>
	![kind, caseId, subject, once].some(hintsAtSecret) && isPlain(content);

const isPlain = (value: Json): boolean => {
	if (typeof value === 'string') return !hintsAtSecret(value);
	if (value === null || typeof value !== 'object') return true;
	if (Array.isArray(value)) return value.every(isPlain);
	for (const key in value) if (!isPlainName(key) || !isPlain(value[key]!)) return false;
	const pair = pairedName(value);
	return pair === null || namesSecret(pair) === null;
};

const isPlainName = memo((name) => namesSecret(name) === null && !hintsAtSecret(name));

/**
 * The same content with what `append` would refuse replaced. For what people outside wrote, such as names of devices
 * and groups: nobody must be able to hold up their own cut by calling a phone like a token.
 */
export const scrub = (content: JsonObject): JsonObject =>
	visit(content, contentSpot, ({ announced }, _, value) => (typeof value === 'string' && !announced ? redact(value) : redacted)) as JsonObject;

interface Spot {
	path: string;
	/** Under a name that announces a secret. */
	announced: boolean;
	/** Under a name that announces an identifier. */
	identifier: boolean;
}

/** Gives back what to put in its place. */
type OnFound = (spot: Spot, why: string, value: string | number) => string;

const contentSpot: Spot = { path: 'content', announced: false, identifier: false };

const visit = (value: Json, spot: Spot, found: OnFound): Json => {
	if (typeof value === 'string') return checkText(value, spot, found);
	if (typeof value === 'number') return spot.announced ? found(spot, announcedByName, value) : value;
	if (value === null || typeof value === 'boolean') return value;
	if (Array.isArray(value)) return value.map((item, index) => visit(item, { ...spot, path: `${spot.path}[${index}]` }, found));

	const pair = pairedName(value);
	return Object.fromEntries(
		Object.entries(value).map(([key, member]) => {
			const path = pathTo(spot.path, secretIn(key) === null ? key : redacted);
			const name = checkText(key, { path, announced: false, identifier: true }, found);
			return [name, visit(member, spotOf(key, key === 'value' || key === 'Value' ? pair : null, member, { ...spot, path }), found)];
		}),
	);
};

const spotOf = (key: string, pair: string | null, member: Json, within: Spot): Spot => {
	const announces = namesSecret(key) ?? (pair === null ? null : namesSecret(pair));
	const isCount = announces === 'several' && typeof member === 'number';
	return {
		path: within.path,
		announced: announces === null ? within.announced && !describes(key) : !isCount,
		identifier: namesIdentifier(key),
	};
};

/** `{ name: 'password', value: … }`, as forms, headers and custom fields are listed. */
const pairedName = (value: { [key: string]: Json }): string | null => {
	for (const key of ['name', 'Name', 'key', 'Key', 'field']) if (typeof value[key] === 'string') return value[key];
	return null;
};

const announcedByName = 'its name announces a secret';

const checkText = (text: string, spot: Spot, found: OnFound): string => {
	if (spot.announced && text !== '' && text !== redacted && !/^\*+$/.test(text)) return found(spot, announcedByName, text);
	const form = secretIn(text, spot.identifier);
	return form === null ? text : found(spot, `it looks like ${form}`, text);
};
