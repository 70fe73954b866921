import { change, onlyThePersonCan, satisfied } from '../../../lifecycle/step';
import { parse } from '../client';
import { listUnlessDeactivated, unlessDeactivated } from '../deactivated';
import { usersPath } from '../find';
import { oktaStep } from './_okta';

type Factors = { factors: { id: string; type: string }[] };

const types = (factors: Factors['factors']) => factors.map(({ type }) => type).join(', ');

export const resetFactors = oktaStep<Factors>({
	id: 'resetFactors',
	label: 'Reset Factors',
	danger: 'Every enrolled factor is gone, so a phone or key the person kept proves nothing. It cannot be given back: the person enrols again.',
	needs: ['okta.users.read', 'okta.users.manage'],
	stage: 'cut',
	// Somebody who can still sign in is asked to enrol again, and does.
	after: ['blockSignIn'],

	read: async (okta, { id }) => {
		const factors = await listUnlessDeactivated(okta, id, `${usersPath(id)}/factors`);
		return { factors: factors.map((factor) => ({ id: parse.text(factor['id'], 'factor.id'), type: parse.optionalText(factor['factorType'], 'factor.factorType') ?? 'unknown' })) };
	},
	plan: ({ factors }) => (factors.length === 0 ? satisfied('No factor is enrolled') : change(`Remove ${types(factors)}`)),
	apply: (okta, { id }) => unlessDeactivated(okta, id, () => okta.send('POST', `${usersPath(id)}/lifecycle/reset_factors`).then(() => {}), undefined),

	undo: onlyThePersonCan((now, before) => (now.factors.length < before.factors.length ? `The person enrols their factors again at the next sign-in. Before: ${types(before.factors)}` : null)),
});
