import type { Dictionary } from '../http/parse';
import { parse, type IdentityCenter } from './client';

export type Status = 'ENABLED' | 'DISABLED';

export interface IdentityCenterUser {
	id: string;
	userName: string;
	displayName: string | null;
	givenName: string | null;
	familyName: string | null;
	title: string | null;
	emails: readonly string[];
	externalIds: readonly { issuer: string; id: string }[];
	/** null: this Identity Center does not show it. */
	status: Status | null;
	createdAt: string | null;
	/** Everything that was read. */
	row: Dictionary;
}

/** It goes into a policy, so it must not be able to say anything there. */
export const parseId = (value: unknown, where: string): string => {
	const id = parse.text(value, where);
	return /^[A-Za-z0-9-]{1,64}$/.test(id) ? id : parse.refuse(where, 'an id');
};

const list = (value: unknown, where: string): Dictionary[] => parse.array(value ?? [], where).map((row) => parse.object(row, where));

const parseStatus = (value: unknown): Status | null => {
	if (value === undefined || value === null) return null;
	return value === 'ENABLED' || value === 'DISABLED' ? value : parse.refuse('user.UserStatus', 'ENABLED or DISABLED');
};

/** AWS writes instants as seconds. */
const instantIn = (value: unknown): string | null => (typeof value === 'number' && Number.isFinite(value) ? new Date(value * 1_000).toISOString() : null);

export const parseUser = (row: Dictionary): IdentityCenterUser => {
	const name = parse.object(row['Name'] ?? {}, 'user.Name');
	return {
		id: parseId(row['UserId'], 'user.UserId'),
		userName: parse.text(row['UserName'], 'user.UserName'),
		displayName: parse.optionalText(row['DisplayName'], 'user.DisplayName'),
		givenName: parse.optionalText(name['GivenName'], 'user.Name.GivenName'),
		familyName: parse.optionalText(name['FamilyName'], 'user.Name.FamilyName'),
		title: parse.optionalText(row['Title'], 'user.Title'),
		emails: list(row['Emails'], 'user.Emails').flatMap(({ Value }) => parse.optionalText(Value, 'user.Emails.Value') ?? []),
		externalIds: list(row['ExternalIds'], 'user.ExternalIds').map(({ Issuer, Id }) => ({ issuer: parse.text(Issuer, 'user.ExternalIds.Issuer'), id: parse.text(Id, 'user.ExternalIds.Id') })),
		status: parseStatus(row['UserStatus']),
		createdAt: instantIn(row['CreatedAt']),
		row,
	};
};

/** A user that is not the one asked for proves nothing. */
export const getUser = async (identityCenter: IdentityCenter, id: string): Promise<IdentityCenterUser> => {
	const user = parseUser(await identityCenter.store('DescribeUser', { UserId: id }));
	return user.id === id ? user : parse.refuse('DescribeUser.UserId', 'the user that was asked for');
};

export const updateUser = (identityCenter: IdentityCenter, id: string, changes: readonly { path: string; value: unknown }[]): Promise<Dictionary> =>
	identityCenter.store('UpdateUser', { UserId: id, Operations: changes.map(({ path, value }) => ({ AttributePath: path, AttributeValue: value })) });
