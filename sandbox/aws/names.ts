import type { Account, AwsState, Group, Partition, Role, Session, User } from './state';

export const partitionOf = (region: string): Partition => (region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws');

/** IAM is global: it takes signatures for one region of each partition. */
export const IAM_REGION: Record<Partition, string> = { aws: 'us-east-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

export const iamArn = ({ id, partition }: Pick<Account, 'id' | 'partition'>, resource: string) => `arn:${partition}:iam::${id}:${resource}`;

export const userArn = (account: Account, { path, name }: Pick<User, 'path' | 'name'>) => iamArn(account, `user${path}${name}`);
export const groupArn = (account: Account, { path, name }: Group) => iamArn(account, `group${path}${name}`);
export const roleArn = (account: Account, { path, name }: Role) => iamArn(account, `role${path}${name}`);
export const awsPolicyArn = (partition: Partition, name: string) => `arn:${partition}:iam::aws:policy/${name}`;

export const userById = (account: Account, id: string): User | undefined => [...account.users.values()].find((user) => user.id === id);

export const groupsOf = (account: Account, { id }: User): Group[] => [...account.groups.values()].filter(({ members }) => members.has(id));

export const sessionArn = ({ partition, id }: Account, roleName: string, sessionName: string) => `arn:${partition}:sts::${id}:assumed-role/${roleName}/${sessionName}`;

export const isOver = ({ expiresAt }: Session, now: number) => expiresAt <= now;

export const accountOf = ({ accounts }: AwsState, id: string): Account => {
	const account = accounts.get(id);
	if (account === undefined) throw new Error(`There is no account ${id}`);
	return account;
};
