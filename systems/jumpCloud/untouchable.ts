import type { JumpCloud } from './client';
import { sameAddress, type JumpCloudAccount } from './find';
import { getUser, textOf } from './user';

/** Whoever's API key n8n works with is never cut: with the administrator the key would go, and with it every later case. */
export const untouchable = async (jumpCloud: JumpCloud, { id }: JumpCloudAccount): Promise<string | null> => {
	const { administratorEmail } = jumpCloud.settings;
	if (administratorEmail === null) return null;
	const { email, fields } = await getUser(jumpCloud, id);
	const isTheirs = [email, textOf(fields['alternateEmail'])].some((address) => sameAddress(address, administratorEmail));
	return isTheirs ? `n8n works with the API key of the administrator ${administratorEmail}, who is this person, and the key ends when that administrator is removed. Move the credential to a service account first` : null;
};
