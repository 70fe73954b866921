import { change, onlyThePersonCan, satisfied } from '../../../lifecycle/step';
import { parse } from '../client';
import { isInert, listUnlessDeactivated, onPaper, sendUnlessDeactivated } from '../deactivated';
import { usersPath } from '../find';
import { oktaStep } from './_okta';

type Factors = { factors: { id: string; type: string }[]; inert: boolean };

const types = (factors: Factors['factors']) => factors.map(({ type }) => type).join(', ');

export const resetFactors = oktaStep<Factors>({
	id: 'resetFactors',
	label: 'Reset Factors',
	danger: 'Every enrolled factor is gone, so a phone or key the person kept proves nothing. It cannot be given back: the person enrols again.',
	needs: ['okta.users.read', 'okta.users.manage'],
	readBackFrom: 'list of factors',
	givenBack: 'only the person can',
	closes: 'credentials',
	stage: 'cut',
	// Somebody who can still sign in is asked to enrol again, and does.
	after: ['blockSignIn'],

	read: async (okta, { id }, receipt) => {
		const factors = await listUnlessDeactivated(okta, id, `${usersPath(id)}/factors`);
		return { factors: factors.map((factor) => ({ id: parse.text(factor['id'], 'factor.id'), type: parse.optionalText(factor['factorType'], 'factor.factorType') ?? 'unknown' })), inert: isInert(receipt) };
	},
	plan: ({ factors, inert }) => {
		if (factors.length === 0) return satisfied('No factor is enrolled');
		return inert ? onPaper(types(factors)) : change(`Remove ${types(factors)}`);
	},
	apply: (okta, { id }) => sendUnlessDeactivated(okta, id, () => okta.send('POST', `${usersPath(id)}/lifecycle/reset_factors`)),

	undo: onlyThePersonCan((now, before) => (now.factors.length < before.factors.length ? `The person enrols their factors again at the next sign-in. Before: ${types(before.factors)}` : null)),
});
