import { noContent } from '../../server/message';
import { plainTarget, record, userTarget } from '../audit';
import type { EntraCall, EntraRoute } from '../call';
import { denied, notFound } from '../errors';
import { NEEDS } from '../permissions';
import type { AdministrativeUnit } from '../state';
import { userByKey } from '../users';
import { referenceIn } from './bodies';

const MEMBERS = '/v1.0/directory/administrativeUnits/:id/members';

function openUnit({ state, params }: EntraCall): AdministrativeUnit {
	const unit = state.administrativeUnits.get(params.id ?? '');
	if (unit === undefined) throw notFound(params.id ?? '');
	if (unit.isMemberManagementRestricted) throw denied();
	return unit;
}

export const unitRoutes: EntraRoute[] = [
	{
		method: 'POST',
		path: `${MEMBERS}/$ref`,
		needs: NEEDS.writeUnits,
		handle: (call) => {
			const unit = openUnit(call);
			const user = userByKey(call, referenceIn(call));
			unit.members.add(user.id);
			record(call, 'Add member to administrative unit', 'AdministrativeUnit', [userTarget(user), plainTarget('Other', unit.id, unit.displayName)]);
			return noContent();
		},
	},
	{
		method: 'DELETE',
		path: `${MEMBERS}/:member/$ref`,
		needs: NEEDS.writeUnits,
		handle: (call) => {
			const unit = openUnit(call);
			const user = userByKey(call, call.params.member ?? '');
			if (!unit.members.delete(user.id)) throw notFound(user.id);
			record(call, 'Remove member from administrative unit', 'AdministrativeUnit', [userTarget(user), plainTarget('Other', unit.id, unit.displayName)]);
			return noContent();
		},
	},
];
