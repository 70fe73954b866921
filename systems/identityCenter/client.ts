import type { JsonObject } from '../../ledger/types';
import { Problem } from '../../lifecycle/problem';
import type { Identity } from '../http/aws/identity';
import { jsonClient } from '../http/aws/json';
import { reader, type Dictionary } from '../http/parse';
import type { Http } from '../http/types';
import type { Owner } from './owner';

export const system = 'AWS Identity Center';
export const parse = reader(system);

/** The two services an Identity Center consists of, signed and patient, and whose keys they are asked with. */
export interface Services {
	identityStore: Http;
	ssoAdmin: Http;
	caller(): Promise<Identity>;
}

export interface IdentityCenterSettings {
	/** For sentences. */
	region: string;
	/** null: the only one there is. */
	instanceArn: string | null;
	/** Who gives the external ids that are HR ids; null: no user carries an HR id. */
	issuer: string | null;
	/** Whether a user without an HR id may be found by the work e-mail. */
	matchByEmail: boolean;
	/** Which identity source decides over users and groups. */
	usersOwnedBy: Owner;
	/** A policy is read, changed and written as a whole: one worker at a time, over all cases and processes. */
	alone<Done>(what: string, work: (stillAlone: () => void) => Promise<Done>): Promise<Done>;
	/** Permission sets in which this case has denied the person's sessions. */
	deniedBefore(userId: string): Promise<readonly string[]>;
}

interface Instance {
	arn: string;
	identityStoreId: string;
}

/** Nothing that a person signs in as is deleted, so no such action can be said. */
export type StoreAction =
	| 'CreateGroupMembership'
	| 'CreateUser'
	| 'DeleteGroupMembership'
	| 'DescribeGroup'
	| 'DescribeUser'
	| 'GetGroupId'
	| 'GetUserId'
	| 'ListGroupMembershipsForMember'
	| 'ListUsers'
	| 'UpdateUser';

export type AdminAction =
	| 'CreateAccountAssignment'
	| 'DeleteAccountAssignment'
	| 'DeleteInlinePolicyFromPermissionSet'
	| 'DescribeAccountAssignmentCreationStatus'
	| 'DescribeAccountAssignmentDeletionStatus'
	| 'DescribePermissionSet'
	| 'DescribePermissionSetProvisioningStatus'
	| 'GetInlinePolicyForPermissionSet'
	| 'ListAccountAssignmentsForPrincipal'
	| 'ListApplicationAssignmentsForPrincipal'
	| 'ListInstances'
	| 'ProvisionPermissionSet'
	| 'PutInlinePolicyToPermissionSet';

export type ApplicationAction = 'CreateApplicationAssignment' | 'DeleteApplicationAssignment' | 'DescribeApplication';

type Input = { readonly [name: string]: unknown };

export interface IdentityCenter {
	settings: IdentityCenterSettings;
	instanceArn(): Promise<string>;
	store(action: StoreAction, input: Input): Promise<Dictionary>;
	/** One page after the other, for lists that may be too long to hold. */
	storePages(action: StoreAction, input: Input, list: string): AsyncGenerator<Dictionary[]>;
	/** Of this instance. */
	admin(action: AdminAction, input: Input): Promise<Dictionary>;
	/** Every page. */
	adminList(action: AdminAction, input: Input, list: string): Promise<Dictionary[]>;
	/** Of an application, which knows its instance itself. */
	application(action: ApplicationAction, input: Input): Promise<Dictionary>;
	/** By AWS's own clock, which also dates the sessions. */
	now(): Date;
	caller(): Promise<Identity>;
}

/** 10,000 pages of 100 are more than any Identity Center has; an endless next token is a broken server, not a long list. */
const mostPages = 10_000;
const pageSize = 100;

/** Each client is observed by itself; which instance it is about is found out once. */
export const identityCenterConnector = ({ identityStore, ssoAdmin, caller }: Services, settings: IdentityCenterSettings) => {
	let located: Promise<Instance> | undefined;

	return (observe: (call: JsonObject) => void): IdentityCenter => {
		let serverTime = new Date();
		const timed =
			(http: Http): Http =>
			async (request) => {
				const response = await http(request);
				const date = new Date(response.headers['date'] ?? NaN);
				serverTime = Number.isNaN(date.getTime()) ? new Date() : date;
				return response;
			};
		const askStore = asking(jsonClient(timed(identityStore), { system, service: 'identitystore', target: 'AWSIdentityStore' }, observe));
		const askAdmin = asking(jsonClient(timed(ssoAdmin), { system, service: 'sso', target: 'SWBExternalService' }, observe));

		const instance = (): Promise<Instance> => {
			const finding = (located ??= findInstance(askAdmin, settings));
			finding.catch(() => {
				if (located === finding) located = undefined;
			});
			return finding;
		};
		const inStore = async (input: Input): Promise<Input> => ({ IdentityStoreId: (await instance()).identityStoreId, ...input });
		const inInstance = async (input: Input): Promise<Input> => ({ InstanceArn: (await instance()).arn, ...input });

		return {
			settings,
			instanceArn: async () => (await instance()).arn,
			store: async (action, input) => await askStore(action, await inStore(input)),
			storePages: async function* (action, input, list) {
				yield* pages(askStore, action, await inStore(input), list);
			},
			admin: async (action, input) => await askAdmin(action, await inInstance(input)),
			adminList: async (action, input, list) => await all(pages(askAdmin, action, await inInstance(input), list)),
			application: (action, input) => askAdmin(action, input),
			now: () => serverTime,
			caller,
		};
	};
};

type Ask = (action: string, input: Input) => Promise<Dictionary>;

const asking =
	(client: ReturnType<typeof jsonClient>): Ask =>
	async (action, input) => {
		const empty = Object.entries(input).find(([, value]) => value === '' || value === null);
		if (empty) throw new Problem('bad_answer', `${action} was about to be sent to ${system} without ${empty[0]}, so nothing was sent.`);
		return await client(action, input, /^(Get|Describe|List)/.test(action) ? { readsOnly: true } : {});
	};

const pages = async function* (ask: Ask, action: string, input: Input, list: string): AsyncGenerator<Dictionary[]> {
	const followed = new Set<string>();
	let next: string | null = null;
	for (;;) {
		const answer = await ask(action, { ...input, ...pageOf(action, next) });
		yield parse.array(answer[list], `${action}.${list}`).map((row) => parse.object(row, `${action}.${list}`));
		next = parse.optionalText(answer['NextToken'], `${action}.NextToken`);
		if (next === null) return;
		if (followed.has(next) || followed.size >= mostPages) {
			throw new Problem('bad_answer', `The list ${action} of ${system} does not end. Nothing can be concluded from it; run the case again and tell AWS's support if it stays so.`);
		}
		followed.add(next);
	}
};

/** In the order AWS's own client writes them, so that the two can be compared byte by byte. */
const pageOf = (action: string, next: string | null): Input => {
	const from = next === null ? {} : { NextToken: next };
	return action.endsWith('ForPrincipal') ? { ...from, MaxResults: pageSize } : { MaxResults: pageSize, ...from };
};

const all = async (rows: AsyncGenerator<Dictionary[]>): Promise<Dictionary[]> => {
	const found: Dictionary[] = [];
	for await (const page of rows) found.push(...page);
	return found;
};

const arnShape = /^arn:aws[a-z-]*:sso:::instance\/[A-Za-z0-9.-]+$/;
const storeShape = /^[A-Za-z0-9-]{1,50}$/;

const parseInstance = (row: Dictionary): Instance & { status: string | null } => {
	const arn = parse.text(row['InstanceArn'], 'instance.InstanceArn');
	const identityStoreId = parse.text(row['IdentityStoreId'], 'instance.IdentityStoreId');
	if (!arnShape.test(arn) || !storeShape.test(identityStoreId)) return parse.refuse('instance', 'an instance of Identity Center');
	return { arn, identityStoreId, status: parse.optionalText(row['Status'], 'instance.Status') };
};

const findInstance = async (ask: Ask, { instanceArn, region }: IdentityCenterSettings): Promise<Instance> => {
	const instances = (await all(pages(ask, 'ListInstances', {}, 'Instances'))).map(parseInstance);
	const wanted = instances.filter(({ arn }) => instanceArn === null || arn === instanceArn);
	const [one, ...others] = wanted;
	const there = instances.length === 0 ? 'none' : instances.map(({ arn }) => arn).join(', ');
	if (one === undefined) {
		throw new Problem('misconfigured', `${instanceArn ?? 'An Identity Center'} is not to be seen in the region ${region} with these keys (there is ${there}). Enter the home region of the Identity Center in the node, and use keys or a role of the management account or of a delegated administrator.`);
	}
	if (others.length > 0) throw new Problem('misconfigured', `There are several Identity Centers in the region ${region}: ${there}. Enter the one that is meant as Instance ARN in the node.`);
	if (one.status !== null && one.status !== 'ACTIVE') throw new Problem('rejected', `The Identity Center ${one.arn} is ${one.status}, so nothing was changed in it. Look at it in the AWS console, then run the case again.`);
	return one;
};
