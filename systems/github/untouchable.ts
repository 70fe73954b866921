import type { AccountRef } from '../../lifecycle/system';
import { invitationIn, membershipOf, profileOf } from './account';
import { accountIn, type GitHub } from './client';

/** The token's owner, apps, and the last owner: of the organisation nobody would be left to undo anything. */
export const untouchable = async (github: GitHub, account: AccountRef): Promise<string | null> => {
	if (invitationIn(account) !== null) return null;
	const { organisation, actsAs } = github.settings;
	if (actsAs === 'user' && (await github.whoAmI()).id === account.id) {
		return 'the token in the credential is theirs, and dies with their access. Let another owner make one, or use a GitHub App, and put it into the credential first';
	}
	if ((await profileOf(github, account)).isBot) return 'it is an app and no person. Look at it under Settings, GitHub Apps of the organisation';
	const { state, role } = await membershipOf(github, account);
	if (state !== 'active' || role !== 'admin') return null;
	for await (const page of github.pages('/orgs/{org}/members', { query: { role: 'admin' } })) {
		if (page.some((row) => accountIn(row).id !== account.id)) return null;
	}
	return `it is the last owner of ${organisation}. Make somebody else an owner first, then run the case again`;
};
