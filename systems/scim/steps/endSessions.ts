import { Problem } from '../../../lifecycle/problem';
import { impossible, nothingToUndo, unknown } from '../../../lifecycle/step';
import type { Application } from '../application';
import { readStanding, type Standing } from '../user';
import { scimStep, usersRight } from './_scim';

/** A disabled account says nothing of what is signed in with it already, so that is a result of its own. */
export const endSessions = ({ label, sessions, remains }: Application) =>
	scimStep<Standing>({
		id: 'endSessions',
		label: 'Sessions and Tokens',
		danger: 'Nothing is sent: SCIM knows no sessions and no tokens. The result says whether the vendor ends them with the account, and otherwise where somebody has to.',
		needs: [usersRight],
		readBackFrom: 'nothing: SCIM shows neither sessions nor tokens, so at best *unverifiable*',
		givenBack: 'comes by signing in',
		closes: 'credentials',
		remains,
		stage: 'cut',
		after: ['disable'],

		read: readStanding,
		plan: () => (sessions.end ? unknown(`Rely on the disabled account: ${sessions.say}`) : impossible(`Sessions and tokens: ${sessions.say}`, 'not_removable_here')),
		apply: async (scim, account) => {
			const { gone, active } = await readStanding(scim, account);
			if (gone || active !== true) return;
			throw new Problem('rejected', `${account.label} is still active in ${label}, so sessions and tokens go on. Look why Disable Account did not work, then run the case again.`);
		},
		undo: nothingToUndo('The person signs in again'),
	});
