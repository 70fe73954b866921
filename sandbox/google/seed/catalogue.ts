import { DOMAIN } from '../../company';
import { PRIVILEGES } from '../permissions';
import type { Group, Role, Sku } from '../state';
import type { Builder } from './builder';

export interface Catalogue {
	allStaff: Group;
	everyDepartment: Map<string, Group>;
	onCall: Group;
	releases: Group;
	products: Group;
	supportLeads: Group;
	/** Filled by a query. */
	engineersByQuery: Group;
	superAdmin: Role;
	userAdmin: Role;
	helpDesk: Role;
	groupsAdmin: Role;
	workspace: Sku;
	voice: Sku;
}

export const DEPARTMENTS = ['Executive', 'Engineering', 'Finance', 'Sales', 'Marketing', 'Operations', 'Support', 'People', 'IT'];

const system = { isSystemRole: true };

/** Org units, groups, admin roles, licences and applications of the domain. */
export function furnish(builder: Builder): Catalogue {
	const { state, group, role, orgUnit } = builder;
	for (const name of ['Staff', 'Leavers', 'Service Accounts']) orgUnit(name);
	for (const name of DEPARTMENTS) orgUnit(name, '/Staff');

	const address = (name: string) => `${name}@${DOMAIN}`;
	const everyDepartment = new Map(DEPARTMENTS.map((name) => [name, group(address(name.toLowerCase()), name)]));
	const allStaff = group(address('all'), 'All Staff');
	for (const { id } of everyDepartment.values()) allStaff.members.set(id, { id, type: 'GROUP', role: 'MEMBER' });
	const engineersByQuery = group(address('dyn-engineering'), 'Engineering, by query', 'Dynamic group');
	engineersByQuery.dynamicDepartment = 'Engineering';

	state.applications.push(
		{ id: '55656082996', name: 'Drive and Docs', transferParams: [{ key: 'PRIVACY_LEVEL', value: ['SHARED', 'PRIVATE'] }] },
		{ id: '435070579839', name: 'Calendar', transferParams: [{ key: 'RELEASE_RESOURCES', value: ['TRUE'] }] },
		{ id: '810260081642', name: 'Looker Studio', transferParams: [] },
	);
	const sku = (productId: string, productName: string, skuId: string, skuName: string, seats: number, automatic: boolean): Sku => {
		const made = { productId, productName, skuId, skuName, seats, automatic, holders: new Set<string>(), returning: [] };
		state.skus.push(made);
		return made;
	};
	return {
		allStaff,
		everyDepartment,
		onCall: group(address('on-call'), 'On-call Rota'),
		releases: group(address('releases'), 'Release Managers'),
		products: group(address('product-news'), 'Product News'),
		supportLeads: group(address('it-support-leads'), 'IT Support Leads'),
		engineersByQuery,
		superAdmin: role('_SEED_ADMIN_ROLE', [...PRIVILEGES], { isSystemRole: true, isSuperAdminRole: true }),
		userAdmin: role('_USER_MANAGEMENT_ADMIN_ROLE', [...PRIVILEGES.filter((name) => name.startsWith('USER')), 'ORGANIZATION_UNITS_RETRIEVE'], system),
		helpDesk: role('_HELP_DESK_ADMIN_ROLE', ['USERS_RETRIEVE', 'USERS_RESET_PASSWORD', 'ORGANIZATION_UNITS_RETRIEVE'], system),
		groupsAdmin: role('_GROUPS_ADMIN_ROLE', ['USERS_RETRIEVE', 'GROUPS_ALL', 'ORGANIZATION_UNITS_RETRIEVE'], system),
		workspace: sku('Google-Apps', 'Google Workspace', '1010020028', 'Google Workspace Business Standard', 500, true),
		voice: sku('Google-Voice', 'Google Voice', '1010330003', 'Google Voice Starter', 20, false),
	};
}
