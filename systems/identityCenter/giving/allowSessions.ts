import { change, satisfied } from '../../../lifecycle/step';
import { notYet } from '../operation';
import { lift, readDenials, type Denials } from '../steps/denySessions';
import { identityCenterGivingStep } from './_identityCenter';

const denied = ({ sets }: Denials) => sets.filter(({ deniedUntil }) => deniedUntil !== null);
const names = (state: Denials) => denied(state).map(({ name }) => name).join(', ');

/** Whoever comes back within hours of having left would find their sessions denied. */
export const allowSessions = identityCenterGivingStep<Denials>({
	id: 'allowSessions',
	label: 'Sessions That Were Denied',
	needs: ['sso:ListAccountAssignmentsForPrincipal', 'sso:DescribePermissionSet', 'sso:GetInlinePolicyForPermissionSet'],
	readBackFrom: 'inline policies of the permission sets',
	after: ['joinGroups', 'leaveGroups'],
	asked: ({ usable }) => usable === true,

	read: (identityCenter, { id }, _wish, receipt) => readDenials(identityCenter, id, receipt),
	plan: (state) => (denied(state).length > 0 ? change(`Take the statement out of ${names(state)}`) : (notYet(state.operations) ?? satisfied('No permission set denies their sessions'))),
	apply: (identityCenter, { id }, state) => lift(identityCenter, id, denied(state)),
});
