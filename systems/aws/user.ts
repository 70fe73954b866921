import { Problem } from '../../lifecycle/problem';
import type { Dictionary } from '../http/parse';
import { parse, type Iam } from './client';
import { isUserName } from './guard';

export interface IamUser {
	/** `AIDA…`: never given to another user, also not to one who is made anew under the same name. */
	id: string;
	name: string;
	arn: string;
	path: string;
	row: Dictionary;
}

export const parseUser = (value: unknown): IamUser => {
	const row = parse.object(value, 'user');
	const name = parse.text(row['UserName'], 'user.UserName');
	const id = parse.text(row['UserId'], 'user.UserId');
	const path = parse.text(row['Path'], 'user.Path');
	const arn = parse.text(row['Arn'], 'user.Arn');
	if (!isUserName(name)) parse.refuse('user.UserName', 'the name of a user');
	if (!/^[A-Z0-9]{4,128}$/.test(id)) parse.refuse('user.UserId', 'the id of a user');
	if (!/^arn:[\w-]+:iam::\d{12}:user\//.test(arn) || !arn.endsWith(`:user${path}${name}`)) parse.refuse('user.Arn', 'the ARN of that user');
	return { id, name, path, arn, row };
};

/** Whoever has the name now, which may be somebody else than before. */
export const userNamed = async (iam: Iam, name: string): Promise<IamUser> => {
	const user = parseUser((await iam.read('GetUser', { UserName: name }))['User']);
	// IAM takes names whatever their case, and a server that answered with somebody else would have them cut.
	if (user.name.toLowerCase() !== name.toLowerCase()) parse.refuse('user.UserName', 'the user asked for');
	const { accountId } = await iam.selves();
	if (user.arn.split(':')[4] !== accountId) parse.refuse('user.Arn', `a user of the account ${accountId}`);
	return user;
};

/** The user that was found, and not another one who has the name by now. */
export const sameUser = async (iam: Iam, { id, name }: { id: string; name: string }): Promise<IamUser> => {
	const user = await userNamed(iam, name);
	if (user.id !== id) throw new Problem('bad_answer', `The IAM user ${name} was deleted and made anew meanwhile, so it is another user now. Nothing was concluded from it; run the case again.`);
	return user;
};

export interface Tag {
	key: string;
	value: string;
}

export const parseTag = (value: unknown): Tag => {
	const tag = parse.object(value, 'tag');
	return { key: parse.text(tag['Key'], 'tag.Key'), value: parse.optionalText(tag['Value'], 'tag.Value') ?? '' };
};

export const tagsOf = async (iam: Iam, name: string): Promise<Tag[]> => (await iam.list('ListUserTags', 'Tags', { UserName: name })).map(parseTag);

/** AWS keeps the case of the key of a tag, and takes no second one that differs only in it. */
export const hasKey = (key: string) => (tag: Tag): boolean => tag.key.toLowerCase() === key.toLowerCase();

export const tagged = (tags: readonly Tag[], key: string): string | null => tags.find(hasKey(key))?.value || null;
