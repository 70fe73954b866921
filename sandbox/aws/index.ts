import type { Controls } from '../server/controls';
import type { DoubleOptions, RunningDouble } from '../server/double';
import { startDouble } from '../server/double';
import type { AwsAdmin } from './admin';
import { createAdmin } from './admin';
import { authenticateWith } from './auth/caller';
import { NOBODY } from './call';
import { controlsOf } from './controls';
import { applicationRoutes } from './identityCenter/applications';
import { assignmentRoutes } from './identityCenter/assignments';
import { centerGroupRoutes } from './identityCenter/groups';
import { catchUpWith } from './identityCenter/jobs';
import { permissionSetRoutes } from './identityCenter/permissionSets';
import { centerUserRoutes } from './identityCenter/users';
import { operationOf } from './operation';
import { accessKeyRoutes } from './routes/accessKeys';
import { detailRoutes } from './routes/details';
import { groupRoutes } from './routes/groups';
import { heldPolicyRoutes } from './routes/heldPolicies';
import { managedPolicyRoutes } from './routes/managedPolicies';
import { mfaRoutes } from './routes/mfa';
import { passwordRoutes } from './routes/passwords';
import { reportRoutes } from './routes/report';
import { roleRoutes } from './routes/roles';
import { serviceCredentialRoutes } from './routes/serviceCredentials';
import { signingMatterRoutes } from './routes/signingMatter';
import { simulationRoutes } from './routes/simulation';
import { stsRoutes } from './routes/sts';
import { userRoutes } from './routes/users';
import { DATA, EXTERNAL_ID, GOV, MAIN } from './seed/accounts';
import { foundCompany } from './seed/company';
import type { AwsSettings } from './settings';
import type { AwsState } from './state';
import { awsStyle } from './style';

export interface AwsOptions extends DoubleOptions {
	settings?: Partial<AwsSettings>;
}

interface Keys {
	accountId: string;
	region: string;
	accessKeyId: string;
	secretAccessKey: string;
}

/** The automation's keys of the main account, and how it gets to the others. */
export interface AwsConnection extends Keys {
	/** Stands for every host of AWS's. */
	endpointUrl: string;
	otherAccount: { accountId: string; roleArn: string; externalId: string };
	govCloud: Keys;
	identityCenter: { region: string; instanceArn: string; identityStoreId: string };
}

export interface AwsDouble extends RunningDouble<AwsState>, AwsAdmin {
	connection: AwsConnection;
	settings: AwsSettings;
	/** Names of the IAM users in the main account by person id, for those who have one. */
	ids: ReadonlyMap<string, string>;
	/** Identity Center's user ids by person id. */
	centerIds: ReadonlyMap<string, string>;
	controls: Controls;
}

const routes = [
	...userRoutes,
	...passwordRoutes,
	...accessKeyRoutes,
	...mfaRoutes,
	...signingMatterRoutes,
	...serviceCredentialRoutes,
	...groupRoutes,
	...heldPolicyRoutes,
	...managedPolicyRoutes,
	...roleRoutes,
	...simulationRoutes,
	...reportRoutes,
	...detailRoutes,
	...stsRoutes,
	...centerUserRoutes,
	...centerGroupRoutes,
	...assignmentRoutes,
	...applicationRoutes,
	...permissionSetRoutes,
];

const style = awsStyle(new Set(routes.map(({ path }) => path)));

export async function startAws(options: AwsOptions): Promise<AwsDouble> {
	const { clock, settings = {}, staff } = options;
	const { state, ids, centerIds, automationKey, govAutomationKey, automationRoleArn } = foundCompany(clock, settings, staff);
	const catchUp = () => catchUpWith({ state, clock });
	const running = await startDouble(() => ({ name: 'aws', state, routes, style, authenticate: authenticateWith(clock), nobody: NOBODY, operationOf, catchUp }), options);
	const admin = createAdmin(state, clock, { catchUp, aboutToChange: running.aboutToChange });
	const { region, instanceArn, identityStoreId } = state.identityCenter;
	return {
		...running,
		...admin,
		ids,
		centerIds,
		controls: controlsOf(admin),
		settings: state.settings,
		connection: {
			endpointUrl: running.url,
			accountId: MAIN,
			region: 'us-east-1',
			accessKeyId: automationKey.id,
			secretAccessKey: automationKey.secret,
			otherAccount: { accountId: DATA, roleArn: automationRoleArn, externalId: EXTERNAL_ID },
			govCloud: { accountId: GOV, region: 'us-gov-west-1', accessKeyId: govAutomationKey.id, secretAccessKey: govAutomationKey.secret },
			identityCenter: { region, instanceArn, identityStoreId },
		},
	};
}
