import type { Controls } from '../server/controls';
import type { DoubleOptions, RunningDouble } from '../server/double';
import { startDouble } from '../server/double';
import { authenticateWith } from './access';
import type { ScimAdmin } from './admin';
import { createAdmin } from './admin';
import type { AppName } from './applications';
import { appNames, basePathOf } from './applications';
import { controlsOf } from './controls';
import { routes } from './routes';
import type { ScimSettings } from './seed/company';
import { foundCompany, strangers } from './seed/company';
import type { AppSettings } from './settings';
import type { ScimState } from './state';
import { scimStyle } from './style';

export type { AppName } from './applications';
export type { Access } from './admin';
export type { AppSettings, Consequences } from './settings';

export interface ScimOptions extends DoubleOptions {
	settings?: ScimSettings;
}

export type ScimConnection = Record<AppName, { baseUrl: string; token: string }>;

export interface ScimDouble extends RunningDouble<ScimState>, ScimAdmin {
	connection: ScimConnection;
	/** Of each application; what is assigned to one is added to what holds already. */
	settings: Record<AppName, AppSettings>;
	/** SCIM ids by employee id, for those who have exactly the account HR knows of. */
	ids: Record<AppName, ReadonlyMap<string, string>>;
	/** userNames of accounts that belong to nobody in HR. */
	strangers: typeof strangers;
	controls: Controls;
}

const settingsOf = ({ applications }: ScimState): Record<AppName, AppSettings> =>
	Object.defineProperties(
		{},
		Object.fromEntries(appNames.map((name) => [name, { enumerable: true, get: () => applications[name].settings, set: (given: Partial<AppSettings>) => void Object.assign(applications[name].settings, given) }])),
	) as Record<AppName, AppSettings>;

export async function startScim(options: ScimOptions): Promise<ScimDouble> {
	const { clock, settings = {}, staff } = options;
	const { state, ids } = foundCompany(clock, settings, staff);
	const running = await startDouble(() => ({ name: 'scim', state, routes, style: scimStyle(state, clock), authenticate: authenticateWith(clock), nobody: { token: '' } }), options);
	const admin = createAdmin(state, clock, running);
	const each = <Value>(pick: (name: AppName) => Value) => Object.fromEntries(appNames.map((name) => [name, pick(name)])) as Record<AppName, Value>;
	return {
		...running,
		...admin,
		ids,
		strangers,
		controls: controlsOf(admin),
		settings: settingsOf(state),
		connection: each((name) => ({ baseUrl: `${running.url}${basePathOf(name)}`, token: state.applications[name].token })),
	};
}
