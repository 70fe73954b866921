import type { EntraCall, EntraRoute } from '../call';
import { list } from '../odata/list';
import { NEEDS } from '../permissions';
import { plainResource } from '../resources';
import { graphTime } from '../state';

export const showOrganization = ({ state }: Pick<EntraCall, 'state'>) => ({
	id: state.tenantId,
	displayName: 'Kestrel',
	tenantType: 'AAD',
	countryLetterCode: 'GB',
	onPremisesSyncEnabled: [...state.users.values()].some(({ onPremisesSyncEnabled }) => onPremisesSyncEnabled === true) ? true : null,
	onPremisesLastSyncDateTime: graphTime(state.lastSyncAt),
	verifiedDomains: state.verifiedDomains.map((name, index) => ({ name, isDefault: index === 0, isInitial: name.includes('onmicrosoft'), type: 'Managed', capabilities: 'Email, OfficeCommunicationsOnline' })),
});

export const organizationRoutes: EntraRoute[] = [
	{
		method: 'GET',
		path: '/v1.0/organization',
		needs: NEEDS.readOrganization,
		handle: (call) => list(call, { resource: plainResource('organization'), items: [showOrganization(call)], idOf: ({ id }) => id, show: (shown) => shown, context: 'organization' }),
	},
];
