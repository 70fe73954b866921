import { asProblem, Problem } from '../../../lifecycle/problem';
import type { Clock } from '../../../lifecycle/clock';
import { unlessGone } from '../../http/gone';
import type { Scim } from '../client';
import { isNotOffered } from '../errors';
import { findAccount } from '../find';
import type { Dialect } from '../kinds';
import { textOf, userById, userPath, type ScimAccount } from '../user';
import type { Report } from './report';
import { settled } from './settled';

type With = (dialect: Partial<Dialect>) => Scim;

const contentTypes = ['application/scim+json', 'application/json'] as const;

/** Nobody who was there before is ever tried anything on. */
export const assertUnused = async (scim: Scim, address: string): Promise<void> => {
	const found = await findAccount(scim, { id: 'nobody', workEmail: address });
	if (found.kind !== 'none' || found.inTheWay !== undefined) throw new Problem('misconfigured', `Somebody has ${address} in ${scim.application.label} already, so nothing was tried. Enter a Test Address that nobody uses.`);
};

export const makeUser = async (scim: Scim, address: string, externalId: string): Promise<ScimAccount> => {
	const made = await scim.send('POST', '/Users', {
		schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
		userName: address,
		externalId,
		name: { givenName: 'Probe', familyName: 'Delete Me' },
		displayName: 'Probe Delete Me',
		emails: [{ value: address, type: 'work' }],
	});
	const id = textOf(made?.['id']);
	if (id === null) throw new Problem('bad_answer', `${scim.application.label} took the test user ${address} and did not say under which id. Delete it there.`);
	return { id, label: address };
};

/** Which of the two ways of naming the same content it takes. */
export const workingContentType = async (as: With, make: (scim: Scim) => Promise<void>, report: Report): Promise<Dialect['contentType']> => {
	for (const contentType of contentTypes) {
		try {
			await make(as({ contentType }));
			report.choose({ contentType });
			return contentType;
		} catch (error) {
			const problem = asProblem(error);
			const unknown = problem.evidence['status'] === 415 || problem.evidence['status'] === 406;
			if (!unknown || contentType === contentTypes.at(-1)) throw problem;
		}
	}
	throw new Error('There is a last content type.');
};

/** What comes of DELETE: some only disable, some do not offer it. */
export const deleteUser = async (scim: Scim, user: ScimAccount, report: Report, clock: Clock): Promise<string> => {
	try {
		await unlessGone(() => scim.send('DELETE', userPath(user.id)));
	} catch (error) {
		const problem = asProblem(error);
		report.leftBehind(`the test user ${user.label} (${user.id}): delete it in the application. ${problem.message}`);
		return isNotOffered(problem) ? 'not offered' : 'refused';
	}
	const seen = await settled(clock, () => userById(scim, user.id), (now) => now === null || now.active === false);
	if (seen === null) return 'deletes it';
	report.leftBehind(`the test user ${user.label} (${user.id}), ${seen.active === false ? 'inactive' : 'active'}: delete it in the application`);
	return seen.active === false ? 'only disables it' : 'accepted, and nothing changed';
};
