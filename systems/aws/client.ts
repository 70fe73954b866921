import type { JsonObject } from '../../ledger/types';
import type { Clock } from '../../lifecycle/clock';
import { Problem } from '../../lifecycle/problem';
import { createBudget, type Budget } from '../http/budget';
import type { AwsConnection } from '../http/aws/connection';
import { callerIdentity } from '../http/aws/identity';
import { partitionOf } from '../http/aws/places';
import { queryClient, type QueryInput } from '../http/aws/query';
import type { Role } from '../http/aws/role';
import { reader, type Dictionary } from '../http/parse';
import type { Http } from '../http/types';
import { assertNamed, assertNotSelf, selfOf, type Selves } from './guard';

export const parse = reader('AWS IAM');

export interface AwsSettings {
	/** Where the work is done with a role; null: in the account of the credential. */
	role: Role | null;
	/** What CloudTrail shows of a role's session. */
	sessionName: string;
	/** The tag that carries the HR system's id. */
	personTag: string;
	/** The tag of a service account that says who answers for it. */
	ownerTag: string;
	/** Whether all users of the account are looked through for that tag where nobody of the expected name has it. */
	searchByTag: boolean;
	/** Whether a user without that tag may be found by name. */
	matchByName: boolean;
	/** What the user of a person may be called. */
	userNames(person: { id: string; workEmail: string | null }): readonly string[];
}

export interface Iam {
	settings: AwsSettings;
	partition: string;
	clock: Clock;
	/** Who this pack is, and that it is where it should be. */
	selves(): Promise<Selves>;
	read(action: string, input: QueryInput): Promise<Dictionary>;
	/** Every page of a list. */
	list(action: string, field: string, input: QueryInput): Promise<unknown[]>;
	/** One page after the other, for lists that are too long to hold. */
	pages(action: string, field: string, input: QueryInput): AsyncGenerator<unknown[]>;
	change(action: string, input: QueryInput): Promise<void>;
}

/** 10,000 pages are more than any account has; a list without an end is a broken server, not a long list. */
const mostPages = 10_000;

/** IAM is one for the whole account and takes few requests at a time; more than that only makes it refuse them. */
const atOnce = 4;

/** What the clients of one piece of work share, though each reports its own calls. */
export interface Ground {
	connection: AwsConnection;
	settings: AwsSettings;
	clock: Clock;
	http: Http;
	selves(): Promise<Selves>;
}

export const iamService = { system: 'AWS IAM', service: 'iam', version: '2010-05-08' };

export const groundOf = (connection: AwsConnection, settings: AwsSettings, clock: Clock): Ground => {
	const { role, sessionName } = settings;
	const keys = connection.as(role, sessionName);
	const budget = createBudget(atOnce);
	const asSelves = async (): Promise<Selves> => {
		const sources = role === null ? [keys] : [keys, connection.own];
		const [here, ...behind] = await Promise.all(sources.map((source) => callerIdentity(connection.sts(source, () => {}))));
		if (role !== null && here!.accountId !== role.accountId) {
			throw new Problem('misconfigured', `The role ${role.arn} should work in the AWS account ${role.accountId}, but AWS says it is ${here!.accountId}. Nothing was changed. Check the role in the node.`);
		}
		const users = [here!, ...behind].flatMap((identity) => selfOf(identity) ?? []);
		return { accountId: here!.accountId, users };
	};
	return { connection, settings, clock, http: limited(connection.http('iam', keys), budget), selves: once(asSelves) };
};

const limited = (http: Http, budget: Budget): Http => (request) => budget.run(() => http(request));

/** Asked once; what failed is asked again. */
const once = <Value>(ask: () => Promise<Value>): (() => Promise<Value>) => {
	let asked: Promise<Value> | undefined;
	return () => {
		asked ??= ask().catch((error: unknown) => {
			asked = undefined;
			throw error;
		});
		return asked;
	};
};

/** An empty list has no `member` in it, and so arrives as the text between its tags. */
export const membersOf = (value: unknown, where: string): unknown[] => (value === undefined || (typeof value === 'string' && value.trim() === '') ? [] : parse.array(value, where));

export const iamClient = ({ connection, settings, clock, http, selves }: Ground, observe: (call: JsonObject) => void): Iam => {
	const query = queryClient(http, iamService, observe);

	const iam: Iam = {
		settings,
		partition: partitionOf(connection.region).id,
		clock,
		selves,

		read: async (action, input) => {
			assertNamed(action, input);
			await selves();
			return await query(action, input, { readsOnly: true });
		},

		list: async (action, field, input) => {
			const rows: unknown[] = [];
			for await (const page of iam.pages(action, field, input)) rows.push(...page);
			return rows;
		},

		pages: async function* (action, field, input) {
			const followed = new Set<string>();
			let marker: string | undefined;
			for (;;) {
				const answer = await iam.read(action, marker === undefined ? input : { ...input, Marker: marker });
				if (!Object.hasOwn(answer, field)) parse.refuse(`${action}.${field}`, 'a list');
				yield membersOf(answer[field], `${action}.${field}`);
				const truncated = answer['IsTruncated'] ?? 'false';
				if (truncated !== 'true' && truncated !== 'false') parse.refuse(`${action}.IsTruncated`, 'true or false');
				if (truncated === 'false') return;
				marker = parse.text(answer['Marker'], `${action}.Marker`);
				if (followed.has(marker) || followed.size >= mostPages) {
					throw new Problem('bad_answer', `The list that AWS IAM gives for ${action} does not end. Nothing can be concluded from it; run the case again and tell AWS's support if it stays so.`);
				}
				followed.add(marker);
			}
		},

		change: async (action, input) => {
			assertNamed(action, input);
			assertNotSelf(await selves(), action, input);
			await query(action, input);
		},
	};
	return iam;
};
