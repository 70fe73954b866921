import type { Dictionary } from '../../http/parse';
import { parse, type Iam } from '../client';
import { unlessForbidden } from '../unlessForbidden';
import { awsStep } from './_aws';
import { inactivating } from './_inactive';

export interface LastUse {
	at: string;
	/** `s3 in eu-central-1` */
	of: string;
}

/** AWS notes it every quarter of an hour at most; null where the key was never used, or it may not be asked. */
export const lastUseOf = async (iam: Iam, accessKeyId: string): Promise<LastUse | null> => {
	const answer = await unlessForbidden(() => iam.read('GetAccessKeyLastUsed', { AccessKeyId: accessKeyId }));
	if (answer === null) return null;
	const used = parse.object(answer['AccessKeyLastUsed'], 'AccessKeyLastUsed');
	const at = parse.optionalText(used['LastUsedDate'], 'AccessKeyLastUsed.LastUsedDate');
	if (at === null || Number.isNaN(Date.parse(at))) return null;
	return { at: new Date(at).toISOString(), of: `${parse.text(used['ServiceName'], 'AccessKeyLastUsed.ServiceName')} in ${parse.text(used['Region'], 'AccessKeyLastUsed.Region')}` };
};

const describe = async (iam: Iam, row: Dictionary): Promise<string> => {
	const use = await lastUseOf(iam, parse.text(row['AccessKeyId'], 'AccessKeyMetadata.AccessKeyId'));
	return use === null ? 'no use known' : `last used ${use.at} for ${use.of}`;
};

export const disableAccessKeys = awsStep({
	id: 'disableAccessKeys',
	label: 'Disable Access Keys',
	danger: 'The access keys of the user become inactive, and with them addresses that were signed with them. Whatever else runs with these keys stops as well. Restore Access makes them active again.',
	needs: ['iam:ListAccessKeys', 'iam:UpdateAccessKey', 'iam:GetAccessKeyLastUsed'],
	...inactivating({ noun: 'access key', list: 'ListAccessKeys', field: 'AccessKeyMetadata', idField: 'AccessKeyId', update: 'UpdateAccessKey', userComes: 'last', describe }),
});
