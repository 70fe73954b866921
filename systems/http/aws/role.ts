import { Problem } from '../../../lifecycle/problem';
import { reader } from '../parse';
import type { KeySource } from './signing';
import { partitionOf } from './places';
import type { Query } from './query';
import type { AwsKeys } from './sign';

/** A role in an account, which is where this pack works when it has assumed it. */
export interface Role {
	arn: string;
	accountId: string;
	externalId: string | null;
}

const parse = reader('AWS STS');

const arnShape = /^arn:(aws|aws-cn|aws-us-gov):iam::(\d{12}):role\/(?:[\w+=,.@/-]+\/)?[\w+=,.@-]{1,64}$/;
const externalIdShape = /^[\w+=,.@:/-]{2,1224}$/;

export const roleOf = (arn: string, externalId: string, region: string): Role => {
	const [, partition, accountId] = arnShape.exec(arn.trim()) ?? [];
	if (accountId === undefined) throw new Problem('misconfigured', `"${arn.slice(0, 120)}" is no role of AWS. Enter the ARN of one, like arn:aws:iam::111122223333:role/jml.`);
	if (partition !== partitionOf(region).id) throw new Problem('misconfigured', `The role ${arn.trim()} is in another part of AWS (${partition}) than the region ${region} of the credential. Use a credential of that part for it.`);
	const given = externalId.trim();
	if (given !== '' && !externalIdShape.test(given)) throw new Problem('misconfigured', `The external ID for the role ${arn.trim()} is none: letters, digits and + = , . @ : / - are allowed, at least two of them. Correct it in the node.`);
	return { arn: arn.trim(), accountId, externalId: given === '' ? null : given };
};

/** What CloudTrail shows with everything that is done, so that its evidence and ours can be laid side by side. */
export const sessionNameOf = (caseOrPerson: string): string => `jml-${caseOrPerson.replace(/[^\w+=,.@-]+/g, '-')}`.slice(0, 64);

/** The shortest AWS gives; renewed while it lasts. */
const sessionSeconds = 900;
const renewedBeforeMs = 5 * 60_000;

interface Session {
	keys: AwsKeys;
	endsAt: number;
}

/** The keys of a role, assumed when they are first needed and again before they end; whoever asks meanwhile waits for the same ones. */
export const assumedRole = (sts: Query, { arn, accountId, externalId }: Role, sessionName: string, now: () => Date): KeySource => {
	let current: Promise<Session> | undefined;

	const assume = async (): Promise<Session> => {
		const answer = await sts('AssumeRole', { RoleArn: arn, RoleSessionName: sessionName, DurationSeconds: sessionSeconds, ...(externalId === null ? {} : { ExternalId: externalId }) }, { readsOnly: true });
		const credentials = parse.object(answer['Credentials'], 'AssumeRole.Credentials');
		const endsAt = Date.parse(parse.text(credentials['Expiration'], 'AssumeRole.Expiration'));
		if (Number.isNaN(endsAt)) return parse.refuse('AssumeRole.Expiration', 'an instant');
		const actingAs = parse.text(parse.object(answer['AssumedRoleUser'], 'AssumeRole.AssumedRoleUser')['Arn'], 'AssumedRoleUser.Arn');
		if (actingAs.split(':')[4] !== accountId) return parse.refuse('AssumedRoleUser.Arn', `a role of the account ${accountId}`);
		return {
			keys: {
				accessKeyId: parse.text(credentials['AccessKeyId'], 'AssumeRole.AccessKeyId'),
				secretAccessKey: parse.text(credentials['SecretAccessKey'], 'AssumeRole.SecretAccessKey'),
				sessionToken: parse.text(credentials['SessionToken'], 'AssumeRole.SessionToken'),
			},
			endsAt,
		};
	};

	const begin = (): Promise<Session> => {
		const begun = assume();
		current = begun;
		// The next one who asks tries anew.
		begun.catch(() => {
			if (current === begun) current = undefined;
		});
		return begun;
	};

	return async () => {
		const held = current;
		if (held === undefined) return (await begin()).keys;
		const session = await held;
		if (session.endsAt - now().getTime() > renewedBeforeMs) return session.keys;
		// Whoever was first renews; the others find what that one began.
		return (await (current === held || current === undefined ? begin() : current)).keys;
	};
};
