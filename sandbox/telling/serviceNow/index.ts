import type { Controls } from '../../server/controls';
import type { DoubleOptions, RunningDouble } from '../../server/double';
import { startDouble } from '../../server/double';
import { authenticateWith, tokenRoutes } from './auth';
import { newSysId, tableRoutes } from './routes';
import type { ServiceNowSettings } from './settings';
import { defaultSettings } from './settings';
import type { Row, ServiceNowState, User } from './state';
import { ticketTables } from './state';
import { serviceNowStyle } from './style';

export interface ServiceNowOptions extends DoubleOptions {
	settings?: Partial<ServiceNowSettings>;
}

export interface ServiceNowConnection {
	/** Where the double is; clients that know nothing but a subdomain reach it as `https://<subdomain>.service-now.com`. */
	url: string;
	subdomain: string;
	user: string;
	password: string;
	/** Signs in, and may neither see nor write tickets. */
	reader: { user: string; password: string };
	oauth: { clientId: string; clientSecret: string; refreshToken: string };
}

export interface ServiceNowDouble extends RunningDouble<ServiceNowState> {
	connection: ServiceNowConnection;
	settings: ServiceNowSettings;
	/** The hosts it stands for. */
	hosts: readonly string[];
	/** Tickets of a table, the oldest first. */
	tickets(table?: string): readonly Row[];
	controls: Controls;
}

const SUBDOMAIN = 'kestrel';
const nobody: User = { sysId: '', name: '', password: '', roles: [] };

export async function startServiceNow(options: ServiceNowOptions): Promise<ServiceNowDouble> {
	const { clock, settings = {} } = options;
	const writer: User = { sysId: newSysId(), name: 'joiner.mover.leaver', password: 'kestrel-sn-sandbox', roles: ['itil'] };
	const reader: User = { sysId: newSysId(), name: 'reader', password: 'kestrel-sn-reader', roles: [] };
	const client = { id: newSysId(), secret: 'kestrel-sn-client-secret', refreshToken: 'kestrel-sn-refresh-token', userId: writer.sysId };
	const state: ServiceNowState = { sequence: 0, tables: ticketTables(), users: [writer, reader], clients: [client], tokens: new Map(), settings: { ...defaultSettings, ...settings } };
	const running = await startDouble(() => ({ name: 'serviceNow', state, routes: [...tokenRoutes, ...tableRoutes], style: serviceNowStyle, authenticate: authenticateWith(clock), nobody }), options);
	const tickets = (table = 'incident') => state.tables[table]?.rows ?? [];
	return {
		...running,
		settings: state.settings,
		hosts: [`${SUBDOMAIN}.service-now.com`],
		tickets,
		controls: { commands: {}, views: { tickets: ({ table }) => tickets(table === undefined ? undefined : String(table)) } },
		connection: {
			url: running.url,
			subdomain: SUBDOMAIN,
			user: writer.name,
			password: writer.password,
			reader: { user: reader.name, password: reader.password },
			oauth: { clientId: client.id, clientSecret: client.secret, refreshToken: client.refreshToken },
		},
	};
}
