import { onlyTold } from '../http/onlyTold';
import type { Dictionary } from '../http/parse';
import { parse, type IdentityCenter } from './client';
import { requestIn, type Request } from './operation';

export type PermissionSet = { arn: string; name: string; sessionSeconds: number };

export const parsePermissionSetArn = (value: unknown, where: string): string => {
	const arn = parse.text(value, where);
	return /^arn:aws[a-z-]*:sso:::permissionSet\/[\w.-]+\/[\w.-]+$/.test(arn) ? arn : parse.refuse(where, 'a permission set');
};

/** `PT8H`; an hour where nothing is said. */
const secondsIn = (duration: string | null): number => {
	const [whole, hours = 0, minutes = 0, seconds = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration ?? 'PT1H') ?? [];
	const total = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
	return whole === undefined || total === 0 ? parse.refuse('permissionSet.SessionDuration', 'a duration') : total;
};

export const getPermissionSet = async (identityCenter: IdentityCenter, arn: string): Promise<PermissionSet> => {
	const row: Dictionary = parse.object((await identityCenter.admin('DescribePermissionSet', { PermissionSetArn: arn }))['PermissionSet'], 'PermissionSet');
	if (row['PermissionSetArn'] !== arn) return parse.refuse('PermissionSet.PermissionSetArn', 'the permission set that was asked for');
	return { arn, name: parse.text(row['Name'], 'permissionSet.Name'), sessionSeconds: secondsIn(parse.optionalText(row['SessionDuration'], 'permissionSet.SessionDuration')) };
};

/** For sentences, where its ARN says as well which one is meant. */
export const permissionSetName = (identityCenter: IdentityCenter, arn: string): Promise<string> => onlyTold(arn, async () => (await getPermissionSet(identityCenter, arn)).name);

export const getInlinePolicy = async (identityCenter: IdentityCenter, arn: string): Promise<string | null> =>
	parse.optionalText((await identityCenter.admin('GetInlinePolicyForPermissionSet', { PermissionSetArn: arn }))['InlinePolicy'], 'InlinePolicy');

/**
 * Reads the policy, changes it and writes it as a whole, with nobody of this pack in between; then hands it out to the
 * accounts, also where it was right already, because a crash may have come in between.
 */
export const rewritePolicy = async (identityCenter: IdentityCenter, { arn, name }: Pick<PermissionSet, 'arn' | 'name'>, edit: (text: string | null) => string | null): Promise<Request> =>
	identityCenter.settings.alone(arn, async (stillAlone) => {
		const before = await getInlinePolicy(identityCenter, arn);
		const after = edit(before);
		stillAlone();
		if (after === null && before !== null) await identityCenter.admin('DeleteInlinePolicyFromPermissionSet', { PermissionSetArn: arn });
		if (after !== null && after !== before) await identityCenter.admin('PutInlinePolicyToPermissionSet', { PermissionSetArn: arn, InlinePolicy: after });
		return requestIn(await identityCenter.admin('ProvisionPermissionSet', { PermissionSetArn: arn, TargetType: 'ALL_PROVISIONED_ACCOUNTS' }), 'provisioning', `handing out ${name} to its accounts`);
	});
