import type { AwsSettings } from '../client';
import type { Tag } from '../user';
import type { AwsWish } from './_aws';

export const wantedName = ({ userName, person }: AwsWish): string | null => userName ?? person.workEmail;

/** AWS takes letters, digits, spaces and a few signs in tags; others become spaces. */
const asTagValue = (text: string): string =>
	text
		.normalize('NFC')
		.replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, ' ')
		.trim()
		.slice(0, 256);

/** What HR leaves empty changes nothing. */
export const wantedTags = ({ person, facts, attributes }: AwsWish): Tag[] => {
	const { title, department, location, workerType } = person;
	const known: { [fact in AwsWish['facts'][number]]?: string | null } = { title, department, location, workerType };
	const entries = [...facts.map((fact) => [`jml:${fact}`, known[fact] ?? ''] as const), ...Object.entries(attributes)];
	return entries.map(([key, value]) => ({ key, value: asTagValue(value) })).filter(({ value }) => value !== '');
};

/** What is not to be said as a mere attribute: AWS's own tags, and those that say whose the user is. */
export const reservedIn = ({ attributes }: AwsWish, { personTag, ownerTag }: AwsSettings): string[] =>
	Object.keys(attributes).filter((key) => /^aws:/i.test(key) || [personTag, ownerTag, 'jml:status'].some((own) => own.toLowerCase() === key.toLowerCase()) || !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(key));
