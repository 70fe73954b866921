import type { IdentityCenter } from './client';
import type { IdentityCenterAccount } from './find';

/** Of a session that Identity Center itself handed out: `…:assumed-role/AWSReservedSSO_<permission set>_<hash>/<user name>`. */
const ownSession = /:assumed-role\/AWSReservedSSO_[^/]+\/(.+)$/;

/** Keys copied from the access portal belong to a person, who would take away what this pack works with. */
export const untouchable = async (identityCenter: IdentityCenter, { label }: IdentityCenterAccount): Promise<string | null> => {
	const { arn } = await identityCenter.caller();
	const name = ownSession.exec(arn)?.[1];
	return name?.toLowerCase() === label.toLowerCase() ? 'the keys in the AWS credential are a session of this very user. Use keys of a role or user that belongs to no person' : null;
};
