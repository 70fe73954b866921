import type { AdministrativeUnit, Group, ServicePrincipal, Sku } from '../state';
import { GRAPH_APP_ID } from '../routes/access';
import { allPermissions } from '../permissions';
import type { Builder } from './builder';

export interface Catalogue {
	groups: Record<
		| 'allStaff'
		| 'engineering'
		| 'office'
		| 'codeHosting'
		| 'vpn'
		| 'onCall'
		| 'productTeam'
		| 'launchPlanning'
		| 'announcements'
		| 'incidentContacts'
		| 'buildingAccess'
		| 'releaseApprovers'
		| 'supportLeads'
		| 'boardDocuments',
		Group
	>;
	newYork: AdministrativeUnit;
	skus: Record<'office' | 'powerBi' | 'visio' | 'identity', Sku>;
	apps: Record<'graph' | 'code' | 'dashboards' | 'calendarHelper' | 'meetingNotes', ServicePrincipal>;
}

/** Groups of every kind, licences and applications of the tenant. */
export function furnish(builder: Builder): Catalogue {
	const { group, unit, sku, principal } = builder;
	const skus = {
		office: sku('SPE_E3', '05e9a617-0261-4cee-bb44-138d3ef5d965', 100, 'EXCHANGE_S_ENTERPRISE', 'SHAREPOINTENTERPRISE', 'TEAMS1', 'AAD_PREMIUM'),
		powerBi: sku('POWER_BI_PRO', 'f8a1db68-be16-40ed-86d5-cb42ce701560', 5, 'BI_AZURE_P2'),
		visio: sku('VISIOCLIENT', 'c5928f49-12ba-48f7-ada3-0d743a3601d5', 2, 'VISIOONLINE'),
		identity: sku('AAD_PREMIUM_P2', '84a661c4-e949-4bd2-a560-ed7766fcaf2b', 80, 'AAD_PREMIUM_P2'),
	};
	const dynamic = (displayName: string, membershipRule: string) => group(displayName, { groupTypes: ['DynamicMembership'], membershipRule });
	const team = (displayName: string) => group(displayName, { groupTypes: ['Unified'], mailEnabled: true, securityEnabled: false, visibility: 'Private' });
	const groups = {
		allStaff: dynamic('All Staff', '(user.userType -eq "Member") -and (user.accountEnabled -eq true)'),
		engineering: dynamic('Engineering Staff', '(user.department -eq "Engineering")'),
		office: group('Microsoft 365 Users', { skuIds: [skus.office.skuId] }),
		codeHosting: group('Code Hosting'),
		vpn: group('VPN Users'),
		onCall: group('On-call Rota'),
		productTeam: team('Product Team'),
		launchPlanning: team('Launch Planning'),
		announcements: group('Engineering Announcements', { mailEnabled: true, securityEnabled: false }),
		incidentContacts: group('Incident Contacts', { mailEnabled: true }),
		buildingAccess: group('AD Building Access', { onPremisesSyncEnabled: true }),
		releaseApprovers: group('Release Approvers', { isAssignableToRole: true }),
		supportLeads: group('IT Support Leads', { isAssignableToRole: true }),
		boardDocuments: group('Board Documents'),
	};
	// Whoever may see the code may dial in.
	groups.vpn.members.add(groups.codeHosting.id);
	unit('Board', true).members.add(groups.boardDocuments.id);
	builder.role('Helpdesk Administrator', groups.supportLeads.id);
	const apps = {
		graph: principal('Microsoft Graph', GRAPH_APP_ID, allPermissions()),
		code: principal('Code Hosting', undefined, ['Developer']),
		dashboards: principal('Dashboards', undefined, ['Viewer']),
		calendarHelper: principal('Calendar Helper'),
		meetingNotes: principal('Meeting Notes'),
	};
	builder.assignment(apps.code, groups.codeHosting.id, 'Group');
	return { groups, newYork: unit('New York Office'), skus, apps };
}
