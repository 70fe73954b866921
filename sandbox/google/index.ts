import { outsiders } from '../company';
import type { Controls } from '../server/controls';
import type { DoubleOptions, RunningDouble } from '../server/double';
import { startDouble } from '../server/double';
import { serviceKey } from '../server/serviceKey';
import type { GoogleAdmin } from './admin';
import { createAdmin } from './admin';
import { authenticateWith } from './auth/caller';
import { tokenRoutes } from './auth/token';
import type { GoogleCaller } from './call';
import { controlsOf } from './controls';
import { catchUpWith } from './due';
import { chromeRoutes } from './routes/chrome';
import { credentialRoutes } from './routes/credentials';
import { deviceRoutes } from './routes/devices';
import { gmailRoutes } from './routes/gmail';
import { groupRoutes } from './routes/groups';
import { iamRoutes } from './routes/iam';
import { licenceRoutes } from './routes/licences';
import { mobileRoutes } from './routes/mobile';
import { orgUnitRoutes } from './routes/orgUnits';
import { reportRoutes } from './routes/reports';
import { roleRoutes } from './routes/roles';
import { sheetRoutes } from './routes/sheets';
import { transferRoutes } from './routes/transfers';
import { userRoutes } from './routes/users';
import { foundCompany } from './seed/company';
import type { GoogleSettings } from './settings';
import type { Cell, GoogleState } from './state';
import { googleStyle } from './style';

export interface GoogleOptions extends DoubleOptions {
	settings?: Partial<GoogleSettings>;
}

export interface GoogleConnection {
	/** Stands for every host of Google's; tokens come from `/token` below it. */
	baseUrl: string;
	serviceAccount: { email: string; privateKey: string; keyId: string; clientId: string };
	adminEmail: string;
	customer: string;
	domain: string;
	oauth: { clientId: string; clientSecret: string; refreshToken: string };
	project: string;
	/** Its sheet *Tickets* is shared with the service account. */
	spreadsheet: string;
}

export interface GoogleDouble extends RunningDouble<GoogleState>, GoogleAdmin {
	connection: GoogleConnection;
	settings: GoogleSettings;
	/** Google user ids by person id, for those who have an account. */
	ids: ReadonlyMap<string, string>;
	/** The hosts it stands for, where a client knows no other address. */
	hosts: readonly string[];
	/** The rows of the sheet with tickets, the headings left out. */
	ticketRows(): readonly (readonly Cell[])[];
	controls: Controls;
}

const routes = [
	...tokenRoutes,
	...userRoutes,
	...credentialRoutes,
	...groupRoutes,
	...roleRoutes,
	...orgUnitRoutes,
	...mobileRoutes,
	...chromeRoutes,
	...deviceRoutes,
	...transferRoutes,
	...licenceRoutes,
	...gmailRoutes,
	...iamRoutes,
	...sheetRoutes,
	...reportRoutes,
];

const nobody: GoogleCaller = { id: '', email: '', isUser: false, serviceAccount: undefined };

export async function startGoogle(options: GoogleOptions): Promise<GoogleDouble> {
	const { clock, settings = {}, staff } = options;
	const { privateKey, publicJwk } = await serviceKey();
	const { state, ids, serviceAccount, oauth, project, spreadsheet } = foundCompany(clock, publicJwk, settings, staff);
	const catchUp = () => catchUpWith({ state, clock });
	const running = await startDouble(() => ({ name: 'google', state, routes, style: googleStyle, authenticate: authenticateWith(clock), nobody, catchUp }), options);
	const admin = createAdmin(state, clock, { catchUp, aboutToChange: running.aboutToChange, serviceAccount: serviceAccount.email });
	return {
		...running,
		...admin,
		ids,
		controls: controlsOf(admin),
		settings: state.settings,
		hosts: ['sheets.googleapis.com', 'oauth2.googleapis.com'],
		ticketRows: () => state.spreadsheets.get(spreadsheet)!.sheets[0]!.rows.slice(1),
		connection: {
			baseUrl: running.url,
			serviceAccount: { ...serviceAccount, privateKey },
			adminEmail: outsiders.automation,
			customer: state.customer.id,
			domain: state.customer.domain,
			oauth,
			project,
			spreadsheet,
		},
	};
}
