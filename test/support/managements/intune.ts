import axios from 'axios';
import type { Clock } from '../../../sandbox/clock';
import { startEntra, type EntraDouble, type EntraOptions } from '../../../sandbox/entra';
import { appOf } from '../../../systems/http/microsoft/app';
import { mintSession } from '../../../systems/http/microsoft/session';
import { intuneSystem } from '../../../systems/intune';
import { sendForm } from '../entraCase';
import { overAxios, type Managed, type Management } from './management';

/** Tokens as n8n hands them on: kept as long as they work. */
const tokensOf = ({ connection, settings }: Pick<EntraDouble, 'connection' | 'settings'>, clock: Clock) => {
	let kept: { token: Promise<string>; until: number } | undefined;
	return async () => {
		if (kept === undefined || kept.until <= clock.now()) {
			const app = appOf('Intune', { ...connection, ...connection.devices }, new Date());
			const token = mintSession(app, sendForm, () => new Date(clock.now())).then((session) => session.token);
			kept = { token, until: clock.now() + (settings.tokenSeconds - 5) * 1_000 };
		}
		return { authorization: `Bearer ${await kept.token}` };
	};
};

/** People who have just joined and have no device yet, one with the other's name in theirs. */
const hire = async ({ connection }: EntraDouble, { id, workEmail }: { id: string; workEmail: string }): Promise<void> => {
	const { token } = await mintSession(appOf('Entra ID', { ...connection }, new Date()), sendForm, () => new Date());
	const mailNickname = workEmail.split('@')[0]!;
	await axios.post(`${connection.graphUrl}/v1.0/users`, { accountEnabled: true, displayName: mailNickname, mailNickname, userPrincipalName: workEmail, employeeId: id, passwordProfile: { password: 'Only-For-The-Double-1' } }, { headers: { authorization: `Bearer ${token}` }, proxy: false });
};

/** Whoever stands in front of it has needed a while to find the PIN, and then it connects. */
const unlockMs = 10 * 60_000;

export interface IntuneManagement extends Management {
	start(clock: Clock): Promise<Managed & { double: EntraDouble }>;
}

export const intuneWith = (options: Omit<EntraOptions, 'clock'> = {}): IntuneManagement => ({
	id: 'intune',
	orders: { method: 'POST', path: /\/managedDevices\/[^/]+\/(remoteLock|retire|wipe)$/ },
	platforms: ['windows', 'macos', 'ios', 'android', 'linux'],
	lockable: 'macos',
	wipeable: 'windows',
	retirable: 'ios',
	showsRetired: true,
	start: async (clock) => {
		const double = await startEntra({ clock, rateLimits: [], latencyMs: 0, ...options });
		for (const [id, workEmail] of [['900', 'nia.okoro@kestrel.example'], ['901', 'xnia.okoro@kestrel.example']] as const) await hire(double, { id, workEmail });
		return {
			double,
			management: double.intune,
			system: (patience) => intuneSystem(patience(overAxios('Intune', double.connection.graphUrl, tokensOf(double, clock))), { hrIdAttribute: 'employeeId', matchByEmail: true }),
			unlock: (id) => {
				if (double.intune.pinOf(id) === null) return;
				clock.move(unlockMs);
				double.intune.unlock(id);
				double.intune.checkIn(id);
			},
		};
	},
});

export const intune = intuneWith();
