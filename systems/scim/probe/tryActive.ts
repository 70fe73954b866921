import type { Clock } from '../../../lifecycle/clock';
import { asProblem } from '../../../lifecycle/problem';
import type { Scim } from '../client';
import { choices } from '../choices';
import type { Dialect, PatchStyle } from '../kinds';
import { setActive } from '../update';
import { isListed, userById, userPath, type ScimAccount } from '../user';
import type { Report } from './report';
import { settled } from './settled';

const styles: readonly PatchStyle[] = ['path', 'capital', 'value', 'text', 'put'];

/** Sets the test user inactive in every way there is until one works, and looks what becomes of them. */
export const tryActive = async (as: (dialect: Partial<Dialect>) => Scim, user: ScimAccount, report: Report, clock: Clock): Promise<void> => {
	const style = await workingStyle(as, user, report, clock);
	if (style === null) return report.say('Setting an account inactive', 'NOT POSSIBLE in any way this node knows. Disable accounts in the application itself');
	const scim = as({ patch: style });
	report.choose({ patch: style });
	if ((await userById(scim, user.id)) === null) {
		report.choose({ inactive: 'deletes' });
		return report.say('Setting an account inactive', 'DELETES it: afterwards nobody has the account any more, and it cannot be given back. Restore Access will say so');
	}
	report.choose({ inactive: 'disables' });
	report.say('Setting an account inactive', 'disables it: the account is still there, and inactive');
	report.say('Inactive accounts in lists', (await isListed(scim, user)) ? 'shown' : 'HIDDEN: they are read by their id only, so that who was disabled elsewhere is not found');
	await setActive(scim, userPath(user.id), true).catch(() => {});
	const back = await settled(clock, () => userById(scim, user.id), (seen) => seen?.active === true);
	report.say('Setting it active again', back?.active === true ? 'works' : 'DOES NOT WORK: Restore Access cannot give the account back');
};

/** How it wants changes to be written, by saying what is so already: groups are tried before anybody is set inactive, who might be gone then. */
export const acceptedStyle = async (as: (dialect: Partial<Dialect>) => Scim, user: ScimAccount): Promise<PatchStyle> => {
	for (const style of styles) {
		const refused = await setActive(as({ patch: style }), userPath(user.id), true).then(
			() => false,
			() => true,
		);
		if (!refused) return style;
	}
	return styles[0]!;
};

const workingStyle = async (as: (dialect: Partial<Dialect>) => Scim, user: ScimAccount, report: Report, clock: Clock): Promise<PatchStyle | null> => {
	for (const style of styles) {
		const about = `Active said by: ${choices.patch.names[style]}`;
		const scim = as({ patch: style });
		try {
			await setActive(scim, userPath(user.id), false);
		} catch (error) {
			report.say(about, `refused: ${asProblem(error).message}`);
			continue;
		}
		const seen = await settled(clock, () => userById(scim, user.id), (now) => now === null || now.active === false);
		if (seen === null || seen.active === false) {
			report.say(about, 'works');
			return style;
		}
		report.say(about, 'accepted, and nothing changed');
	}
	return null;
};
