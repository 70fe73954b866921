import type { Controls } from '../server/controls';
import type { DoubleOptions, RunningDouble } from '../server/double';
import { startDouble } from '../server/double';
import { Refusal } from '../server/message';
import { createRouter } from '../server/router';
import type { EntraAdmin } from './admin';
import { CONSOLE, createAdmin, system } from './admin';
import { authenticateWith } from './auth/caller';
import { appCertificate, type AppCertificate } from './auth/certificate';
import { tokenRoutes } from './auth/token';
import type { EntraRoute } from './call';
import { catchUp as catchUpWith } from './catchUp';
import { controlsOf } from './controls';
import { methodNotAllowed, refuse, traced } from './errors';
import { createIntuneAdmin, type IntuneAdmin } from './intune/admin';
import { intuneRoutes } from './intune/routes';
import { accessRoutes } from './routes/access';
import { applicationRoutes } from './routes/applications';
import { auditRoutes } from './routes/audits';
import { batchRoutes } from './routes/batch';
import { deviceRoutes } from './routes/devices';
import { groupRoutes } from './routes/groups';
import { licenceRoutes } from './routes/licences';
import { mailRoutes } from './routes/mail';
import { methodRoutes } from './routes/methods';
import { organizationRoutes } from './routes/organization';
import { roleRoutes } from './routes/roles';
import { unitRoutes } from './routes/units';
import { userRoutes } from './routes/users';
import { CLIENT_ID, CLIENT_SECRET, DEVICES_CLIENT_ID, DEVICES_CLIENT_SECRET, SENDER_MAILBOX, strangers } from './seed/names';
import { foundTenant } from './seed/tenant';
import type { EntraSettings } from './settings';
import type { EntraState } from './state';
import { entraStyle } from './style';

export { ROLES } from './roles';
export { LEAVERS_SECRET } from './seed/leaver';

export interface EntraOptions extends DoubleOptions {
	settings?: Partial<EntraSettings>;
}

export interface EntraConnection {
	loginUrl: string;
	/** Without the version. */
	graphUrl: string;
	tenantId: string;
	clientId: string;
	clientSecret: string;
	certificate: AppCertificate;
	senderMailbox: string;
	/** An app of its own for devices: it may act on them, and read what that takes. */
	devices: { clientId: string; clientSecret: string };
}

export interface EntraDouble extends RunningDouble<EntraState>, EntraAdmin {
	connection: EntraConnection;
	settings: EntraSettings;
	/** User ids by employee id, for those who have exactly the account HR knows of. */
	ids: ReadonlyMap<string, string>;
	/** User principal names of accounts that belong to nobody in HR. */
	strangers: typeof strangers;
	intune: IntuneAdmin;
	/** The device checks in and does what it was told. */
	checkIn(deviceId: string): void;
	controls: Controls;
}

const graphRoutes = [
	...userRoutes,
	...groupRoutes,
	...unitRoutes,
	...methodRoutes,
	...licenceRoutes,
	...accessRoutes,
	...roleRoutes,
	...deviceRoutes,
	...intuneRoutes,
	...mailRoutes,
	...applicationRoutes,
	...auditRoutes,
	...organizationRoutes,
];

const router = createRouter(graphRoutes);

/** Graph answers 400 for a path it does not know, not 404: nobody can take a wrong address for something that is gone. */
const unknownPaths: EntraRoute[] = ['/v1.0/*path', '/beta/*path'].flatMap((path) =>
	['GET', 'POST', 'PATCH', 'PUT', 'DELETE'].map((method): EntraRoute => ({
		method,
		path,
		open: true,
		handle: ({ incoming, params }) => {
			if (router.find(incoming) === 'unknown-method') throw methodNotAllowed();
			throw refuse('BadRequest', `Resource not found for the segment '${params.path?.split('/').at(-1) ?? ''}'.`);
		},
	})),
);

const tracedRoute = (route: EntraRoute): EntraRoute => ({
	...route,
	handle: async (call) => {
		try {
			return await route.handle(call);
		} catch (error) {
			throw error instanceof Refusal ? new Refusal(traced(error.reply, call.incoming, call.clock)) : error;
		}
	},
});

const routes = [...tokenRoutes, ...[...batchRoutes(graphRoutes), ...graphRoutes, ...unknownPaths].map(tracedRoute)];

/** `servicePrincipals(appId='…')` is `servicePrincipals/appId='…'` to the routes. */
const normalisePath = (path: string) => decodeQuotes(path).replace(/\/(\w+)\((appId='[^']*')\)/, '/$1/$2');
const decodeQuotes = (path: string) => path.replaceAll('%27', "'");

export async function startEntra(options: EntraOptions): Promise<EntraDouble> {
	const { clock, settings = {}, staff } = options;
	const certificate = await appCertificate();
	const { state, ids } = foundTenant(clock, certificate, settings, staff);
	const catchUp = () => catchUpWith({ state, clock, caller: system });
	const running = await startDouble(() => ({ name: 'entra', state, routes, style: entraStyle(clock), authenticate: authenticateWith(clock), nobody: system, normalisePath, catchUp }), options);
	const { aboutToChange } = running;
	const admin = createAdmin(state, clock, { catchUp, aboutToChange, clientId: CLIENT_ID });
	const intune = createIntuneAdmin({ state, clock, caller: CONSOLE }, { catchUp, aboutToChange });
	return {
		...running,
		...admin,
		intune,
		checkIn: intune.checkIn,
		ids,
		strangers,
		controls: controlsOf(admin, intune),
		settings: state.settings,
		connection: {
			loginUrl: running.url,
			graphUrl: running.url,
			tenantId: state.tenantId,
			clientId: CLIENT_ID,
			clientSecret: CLIENT_SECRET,
			certificate,
			senderMailbox: SENDER_MAILBOX,
			devices: { clientId: DEVICES_CLIENT_ID, clientSecret: DEVICES_CLIENT_SECRET },
		},
	};
}
