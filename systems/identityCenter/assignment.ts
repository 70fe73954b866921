import type { Dictionary } from '../http/parse';
import { parse, type IdentityCenter } from './client';
import { parsePermissionSetArn } from './permissionSet';
import { parseId } from './user';

export type Principal = { type: 'USER' | 'GROUP'; id: string };
export type Assignment = { account: string; permissionSet: string };

const parsePrincipal = (row: Dictionary): Principal => {
	const type = row['PrincipalType'];
	if (type !== 'USER' && type !== 'GROUP') return parse.refuse('assignment.PrincipalType', 'USER or GROUP');
	return { type, id: parseId(row['PrincipalId'], 'assignment.PrincipalId') };
};

/** Rows that reach a user through a group name the group; any other must name whoever was asked about. */
export const principalOf = (row: Dictionary, asked: Principal): Principal => {
	const principal = parsePrincipal(row);
	return principal.id === asked.id || (asked.type === 'USER' && principal.type === 'GROUP') ? principal : parse.refuse('assignment.PrincipalId', 'whoever was asked about');
};

export const isOwn = (principal: Principal, { type, id }: Principal): boolean => principal.type === type && principal.id === id;

const parseAccount = (value: unknown): string => {
	const account = parse.text(value, 'assignment.AccountId');
	return /^\d{12}$/.test(account) ? account : parse.refuse('assignment.AccountId', 'an account');
};

export const readAssignments = async (identityCenter: IdentityCenter, asked: Principal): Promise<(Assignment & { principal: Principal })[]> =>
	(await identityCenter.adminList('ListAccountAssignmentsForPrincipal', { PrincipalId: asked.id, PrincipalType: asked.type }, 'AccountAssignments')).map((row) => ({
		account: parseAccount(row['AccountId']),
		permissionSet: parsePermissionSetArn(row['PermissionSetArn'], 'assignment.PermissionSetArn'),
		principal: principalOf(row, asked),
	}));

export const sameAssignment = (one: Assignment, other: Assignment): boolean => one.account === other.account && one.permissionSet === other.permissionSet;
