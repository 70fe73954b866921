import type { Builder } from './builders';
import type { App, Group } from '../state';

export interface Catalogue {
	everyone: Group;
	vpn: Group;
	onCall: Group;
	releaseManagers: Group;
	supportLeads: Group;
	directorySync: Group;
	departments: Map<string, Group>;
	mail: App;
	wiki: App;
	code: App;
	crm: App;
	dashboards: App;
	/** OAuth clients people have consented to. */
	calendarClient: App;
	notesClient: App;
}

const DEPARTMENTS = ['Engineering', 'Finance', 'Sales', 'Marketing', 'Operations', 'Support', 'People', 'IT', 'Executive'];

/** Groups, rules and applications of the org. Departments are filled by rules on profile.department. */
export function furnish(builder: Builder): Catalogue {
	const { state, id, ago } = builder;
	const everyone = builder.group('Everyone', 'BUILT_IN', 'All users in your organization');
	const departments = new Map<string, Group>();
	for (const department of DEPARTMENTS) {
		const group = builder.group(`Dept ${department}`, 'OKTA_GROUP', 'Filled by a group rule');
		departments.set(department, group);
		const ruleId = id('0pr');
		state.rules.set(ruleId, { id: ruleId, name: `${department} staff`, status: 'ACTIVE', attribute: 'department', equals: department, groupIds: [group.id], excluded: [], created: ago(700), lastUpdated: ago(700) });
	}
	const vpn = builder.group('VPN Users');
	const onCall = builder.group('On-call Rota');
	const releaseManagers = builder.group('Release Managers');
	const supportLeads = builder.group('IT Support Leads');
	supportLeads.roles.push(builder.role('HELP_DESK_ADMIN'));
	const directorySync = builder.group('AD Building Access', 'APP_GROUP', 'Mastered by Active Directory');
	const mail = builder.app('google', 'Mail and Calendar', 'SAML_2_0', ['PUSH_NEW_USERS', 'PUSH_USER_DEACTIVATION']);
	const wiki = builder.app('confluence', 'Company Wiki', 'SAML_2_0');
	const code = builder.app('githubcloud', 'Code Hosting', 'SAML_2_0', ['PUSH_NEW_USERS', 'PUSH_USER_DEACTIVATION']);
	const crm = builder.app('salesforce', 'Customer Records', 'SAML_2_0', ['PUSH_NEW_USERS']);
	const dashboards = builder.app('grafana', 'Dashboards', 'BROWSER_PLUGIN');
	const calendarClient = builder.app('oidc_client', 'Calendar Helper', 'OPENID_CONNECT');
	const notesClient = builder.app('oidc_client', 'Meeting Notes', 'OPENID_CONNECT');
	mail.groupIds.push(everyone.id);
	wiki.groupIds.push(everyone.id);
	crm.groupIds.push(departments.get('Sales')?.id ?? '');
	return { everyone, vpn, onCall, releaseManagers, supportLeads, directorySync, departments, mail, wiki, code, crm, dashboards, calendarClient, notesClient };
}
