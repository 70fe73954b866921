import { asProblem, Problem } from '../../lifecycle/problem';
import type { AccountRef } from '../../lifecycle/system';
import { unlessGone } from '../http/gone';
import type { Dictionary } from '../http/parse';
import { path } from '../http/path';
import type { Application } from './application';
import type { Scim } from './client';
import { equals } from './filter';

export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export interface ScimUser {
	id: string;
	userName: string;
	/** null where the application does not show it. */
	active: boolean | null;
	hrId: string | null;
	emails: string[];
	/** Which of them is their own for work; a further one may be that of somebody whose mail they read. */
	email: string | null;
	name: string | null;
	/** All of it, as it came. */
	resource: Dictionary;
}

export type ScimAccount = AccountRef;

export const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null);

export const partOf = (value: unknown): Dictionary => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Dictionary) : {});

/** Some applications answer in the same texts that some identity providers send. */
const truthOf = (value: unknown): boolean | null => {
	if (typeof value === 'boolean') return value;
	const text = typeof value === 'string' ? value.toLowerCase() : '';
	return text === 'true' ? true : text === 'false' ? false : null;
};

const emailsIn = (value: unknown): string[] => [value].flat().flatMap((one) => textOf(typeof one === 'object' && one !== null ? (one as { value?: unknown }).value : one) ?? []);

export const workEmailIn = (emails: unknown): string | null => {
	const list = [emails ?? []].flat().map((one) => (typeof one === 'string' ? { value: one } : partOf(one)));
	return textOf((list.find(({ type }) => type === 'work') ?? list.find(({ primary }) => primary === true) ?? list[0])?.value);
};

const hrIdIn = (resource: Dictionary, { settings }: Application): string | null => {
	if (settings.hrIdAttribute === null) return null;
	return textOf(settings.hrIdAttribute === 'externalId' ? resource['externalId'] : partOf(resource[enterprise])['employeeNumber']);
};

export const parseUser = ({ parse, application }: Scim, resource: Dictionary): ScimUser => {
	const id = textOf(resource['id']) ?? parse.refuse('user.id', 'a text');
	const { givenName, familyName, formatted } = partOf(resource['name']);
	const parts = [textOf(givenName), textOf(familyName)].filter((part) => part !== null).join(' ');
	return {
		id,
		userName: textOf(resource['userName']) ?? parse.refuse('user.userName', 'a text'),
		active: truthOf(resource['active']),
		hrId: hrIdIn(resource, application),
		emails: emailsIn(resource['emails']),
		email: workEmailIn(resource['emails']),
		name: textOf(resource['displayName']) ?? textOf(formatted) ?? (parts || null),
		resource,
	};
};

export const userPath = (id: string): string => path`/Users/${id}`;

export const userById = (scim: Scim, id: string): Promise<ScimUser | null> =>
	unlessGone(async () => {
		const user = parseUser(scim, await scim.get(userPath(id)));
		return user.id === id ? user : scim.parse.refuse('user.id', 'the account that was asked for');
	});

/** null: the account is gone. A list that still shows it speaks against that. */
export const readUser = async (scim: Scim, account: ScimAccount): Promise<ScimUser | null> => {
	const user = await userById(scim, account.id);
	if (user === null && (await isListed(scim, account))) {
		throw new Problem('bad_answer', `${scim.application.label} says that it does not know ${account.label}, and lists the account all the same. Nothing can be concluded from that; run the case again.`);
	}
	return user;
};

/** Whoever ignores the filter, or refuses it, is read to the end. */
export const isListed = async (scim: Scim, { id, label }: ScimAccount): Promise<boolean> => {
	const among = async (query?: { filter: string }): Promise<boolean> => {
		for await (const rows of scim.pages('/Users', query)) if (rows.some((row) => textOf(row['id']) === id)) return true;
		return false;
	};
	try {
		return await among({ filter: equals('userName', label) });
	} catch (error) {
		if (asProblem(error).code === 'rejected') return await among();
		throw error;
	}
};

/** A type, not an interface: the ledger keeps it, and only closed types are JSON. */
export type Standing = { gone: boolean; active: boolean | null };

export const readStanding = async (scim: Scim, account: ScimAccount): Promise<Standing> => {
	const user = await readUser(scim, account);
	return { gone: user === null, active: user?.active ?? null };
};
