import { parse, type Iam } from './client';
import { documentIn, someOf, statementsIn, type Document } from './documents';
import type { AwsAccount } from './find';
import { unlessGone } from '../http/gone';
import { inlineDocument, inlineNames } from './policies';

/** What a trust policy forces to be the person's own, so that a session of theirs can be told from those of others. */
export type ForcedBy = 'sessionName' | 'sourceIdentity';

/** A role that names the user as somebody who may assume it. */
export type NamingRole = {
	name: string;
	/** `AROA…` */
	id: string;
	/** How long a session of it lasts at most. */
	seconds: number;
	/** When a session that was begun just before this was read ends at the latest. */
	until: string;
	forcedBy: ForcedBy | null;
	/** A policy of this pack about this person is in it, whatever it says. */
	written: boolean;
	/** This person is denied everything in it already. */
	denied: boolean;
};

const longestSeconds = 43_200;

/** One for each person, so that two of them do not take each other's deny off. */
export const rolePolicyName = ({ id }: { id: string }): string => `JMLDeny-${id}`;

const conditionKeys: { readonly [key: string]: ForcedBy } = { 'sts:rolesessionname': 'sessionName', 'sts:sourceidentity': 'sourceIdentity' };

const lowerCased = (value: unknown, where: string): { [name: string]: unknown } => Object.fromEntries(Object.entries(value === undefined ? {} : parse.object(value, where)).map(([name, one]) => [name.toLowerCase(), one]));

/** Only what must equal the person's own name; with a wildcard in it, somebody else's session could fit as well. */
const forcedIn = (statement: Document, userName: string): ForcedBy | null => {
	const equals = lowerCased(lowerCased(statement['Condition'], 'Condition')['stringequals'], 'StringEquals');
	for (const [key, by] of Object.entries(conditionKeys)) {
		const values = someOf(equals[key]);
		if (values.length === 1 && (values[0] === '${aws:username}' || values[0] === userName)) return by;
	}
	return null;
};

/** Roles of other accounts that a policy written into the user lets it assume; what those trust cannot be seen from here. */
export const rolesElsewhere = async (iam: Iam, { name, arn }: AwsAccount): Promise<string[]> => {
	const found = new Set<string>();
	for (const policy of await inlineNames(iam, name)) {
		const allowing = statementsIn(await inlineDocument(iam, name, policy), 'PolicyDocument').filter((statement) => statement['Effect'] === 'Allow' && mayAssume(statement));
		for (const role of allowing.flatMap((statement) => someOf(statement['Resource']))) {
			if (typeof role === 'string' && role.includes(':role/') && role.split(':')[4] !== arn.split(':')[4]) found.add(role);
		}
	}
	return [...found];
};

/** Actions may hold wildcards, and their case does not matter. */
const coversAssuming = (action: unknown): boolean => {
	if (typeof action !== 'string') return false;
	const pattern = action.replace(/[^\w:*?-]/g, '\\$&').replace(/\*+/g, '.*').replaceAll('?', '.');
	return new RegExp(`^${pattern}$`, 'i').test('sts:AssumeRole');
};

const mayAssume = ({ Action, NotAction }: Document): boolean => (NotAction === undefined ? someOf(Action).some(coversAssuming) : !someOf(NotAction).some(coversAssuming));

const principalsIn = (statement: Document): unknown[] => {
	const principal = statement['Principal'];
	return typeof principal === 'object' && principal !== null ? someOf((principal as Document)['AWS']) : [principal];
};

const names = (statement: Document, { arn, id }: AwsAccount): boolean => principalsIn(statement).some((principal) => principal === arn || principal === id);

/** Whoever trusts the whole account trusts the user too. */
const covers = (statement: Document, account: AwsAccount): boolean => {
	const [, partition, , , accountId] = account.arn.split(':');
	return names(statement, account) || principalsIn(statement).some((principal) => principal === '*' || principal === accountId || principal === `arn:${partition}:iam::${accountId}:root`);
};

const assuming = (trust: Document): Document[] => statementsIn(trust, 'AssumeRolePolicyDocument').filter((statement) => statement['Effect'] === 'Allow' && mayAssume(statement));

/** All roles of the account are gone through, for IAM cannot be asked which of them name somebody. */
export const rolesNaming = async (iam: Iam, account: AwsAccount): Promise<NamingRole[]> => {
	const found: NamingRole[] = [];
	for await (const page of iam.pages('ListRoles', 'Roles', {})) {
		for (const value of page) {
			const row = parse.object(value, 'Role');
			const statements = assuming(documentIn(row['AssumeRolePolicyDocument'], 'AssumeRolePolicyDocument'));
			// Beside the way that names the user there may be another that forces nothing.
			if (statements.some((statement) => names(statement, account))) found.push(await roleIn(iam, row, statements.filter((statement) => covers(statement, account)), account));
		}
	}
	return found;
};

const roleIn = async (iam: Iam, row: Document, statements: readonly Document[], account: AwsAccount): Promise<NamingRole> => {
	const name = parse.text(row['RoleName'], 'Role.RoleName');
	const id = parse.text(row['RoleId'], 'Role.RoleId');
	const stated = Number(row['MaxSessionDuration']);
	const seconds = Number.isInteger(stated) && stated > 0 ? Math.min(stated, longestSeconds) : longestSeconds;
	const ways = new Set(statements.map((statement) => forcedIn(statement, account.name)));
	const forcedBy = ways.size === 1 ? [...ways][0]! : null;
	const written = await denialIn(iam, name, account);
	return {
		name,
		id,
		seconds,
		until: new Date(iam.clock.now().getTime() + seconds * 1_000).toISOString(),
		forcedBy,
		written: written !== null,
		denied: written !== null && forcedBy !== null && JSON.stringify(written) === JSON.stringify(denialFor(id, forcedBy, account.name)),
	};
};

const denialIn = async (iam: Iam, roleName: string, account: AwsAccount): Promise<Document | null> => {
	const answer = await unlessGone(() => iam.read('GetRolePolicy', { RoleName: roleName, PolicyName: rolePolicyName(account) }));
	return answer === null ? null : documentIn(answer['PolicyDocument'], 'PolicyDocument');
};

/** Everything, for this person's sessions of the role and nobody else's. */
export const denialFor = (roleId: string, by: ForcedBy, userName: string): object => ({
	Version: '2012-10-17',
	Statement: [{ Sid: 'JMLDenyLeaver', Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringEquals: by === 'sessionName' ? { 'aws:userid': `${roleId}:${userName}` } : { 'aws:SourceIdentity': userName } } }],
});
