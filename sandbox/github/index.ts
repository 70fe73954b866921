import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { Controls } from '../server/controls';
import type { DoubleOptions, RunningDouble } from '../server/double';
import { startDouble } from '../server/double';
import { isRead, type Incoming } from '../server/message';
import { serviceKey } from '../server/serviceKey';
import type { GitHubAdmin } from './admin';
import { createAdmin, system } from './admin';
import { authenticateWith } from './auth/caller';
import { isGraphql } from './auth/usage';
import type { GitHubCaller } from './call';
import { controlsOf } from './controls';
import { revokeDue } from './credentials';
import { routes } from './routes';
import { foundCompany } from './seed/company';
import { APP_CLIENT_ID, APP_ID, AUTOMATION_TOKEN, ORGANIZATION, OTHER_ORGANIZATION, parts, strangers } from './seed/names';
import type { GitHubSettings } from './settings';
import type { GitHubState } from './state';
import { gitHubStyle } from './style';

export { LEAVERS_FINE_GRAINED_TOKEN, LEAVERS_TOKEN } from './seed/names';
export type { Access } from './access';

export interface GitHubOptions extends DoubleOptions {
	settings?: Partial<GitHubSettings>;
}

export interface GitHubConnection {
	apiUrl: string;
	/** A classic token of an owner of both organisations. */
	token: string;
	/** With single sign-on. */
	organization: string;
	/** Without. */
	otherOrganization: string;
	/** Installed in both. The key is in the form GitHub hands out: PKCS#1. */
	app: { appId: number; clientId: string; privateKey: string; installationId: number; otherInstallationId: number };
}

export interface GitHubDouble extends RunningDouble<GitHubState>, GitHubAdmin {
	connection: GitHubConnection;
	settings: GitHubSettings;
	/** Account ids by person, for those who have exactly one account. */
	ids: ReadonlyMap<string, number>;
	/** Who is whom, besides the cast. */
	parts: typeof parts;
	/** Logins of accounts that belong to nobody in HR. */
	strangers: typeof strangers;
	controls: Controls;
}

/** A question asked by POST changes nothing. */
const operationOf = (incoming: Incoming) => ({ path: incoming.path, reads: isRead(incoming) || isGraphql(incoming) });

const nobody: GitHubCaller = { kind: 'nobody' };

export async function startGitHub(options: GitHubOptions): Promise<GitHubDouble> {
	const { clock, settings = {}, staff } = options;
	const privateKey = createPrivateKey((await serviceKey()).privateKey);
	const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
	const { state, ids, installations } = foundCompany(clock, publicKey, settings, staff);
	const catchUp = () => revokeDue({ state, clock, caller: system });
	const running = await startDouble(
		() => ({ name: 'github', state, routes, style: gitHubStyle(clock, state.settings), authenticate: authenticateWith(clock), nobody, operationOf, catchUp }),
		options,
	);
	const admin = createAdmin(state, clock, { aboutToChange: running.aboutToChange, appId: APP_ID });
	return {
		...running,
		...admin,
		ids,
		parts,
		strangers,
		controls: controlsOf(admin),
		settings: state.settings,
		connection: {
			apiUrl: running.url,
			token: AUTOMATION_TOKEN,
			organization: ORGANIZATION,
			otherOrganization: OTHER_ORGANIZATION,
			app: {
				appId: APP_ID,
				clientId: APP_CLIENT_ID,
				privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
				installationId: installations.organization.id,
				otherInstallationId: installations.otherOrganization.id,
			},
		},
	};
}
