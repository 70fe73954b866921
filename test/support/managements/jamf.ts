import axios from 'axios';
import { startJamf, type JamfDouble } from '../../../sandbox/jamf';
import type { Clock } from '../../../sandbox/clock';
import { jamfSystem } from '../../../systems/jamf';
import { mintToken } from '../../../systems/jamf/session';
import type { SendForm } from '../../../systems/http/types';
import { overAxios, type Managed, type Management } from './management';

export const sendForm: SendForm = async ({ url, form }) => {
	const { status, data } = await axios.post<unknown>(url, new URLSearchParams(form), { validateStatus: () => true, maxRedirects: 0, proxy: false });
	return { status, headers: {}, body: data };
};

/** Tokens as n8n hands them on: kept as long as they work. */
const tokensOf = ({ connection, settings }: Pick<JamfDouble, 'connection' | 'settings'>, clock: Clock) => {
	let kept: { token: Promise<string>; until: number } | undefined;
	return async () => {
		if (kept === undefined || kept.until <= clock.now()) {
			kept = { token: mintToken({ serverUrl: connection.url, ...connection }, sendForm), until: clock.now() + (settings.tokenSeconds - 5) * 1_000 };
		}
		return { authorization: `Bearer ${await kept.token}` };
	};
};

/** Whoever stands in front of it has needed a while to find the PIN, and then it connects. */
const unlockMs = 10 * 60_000;

export const startJamfManaged = async (clock: Clock): Promise<Managed & { double: JamfDouble }> => {
	const double = await startJamf({ clock });
	const { management } = double;
	return {
		double,
		management,
		system: (patience) => jamfSystem(patience(overAxios('Jamf Pro', double.connection.url, tokensOf(double, clock)))),
		unlock: (id) => {
			const pin = management.pinOf(id);
			if (pin === null) return;
			clock.move(unlockMs);
			double.unlock(id, pin);
			management.checkIn(id);
		},
	};
};

export const jamf: Management = {
	id: 'jamf',
	orders: { method: 'POST', path: /\/(mdm\/commands|erase|remove-mdm-profile|unmanage)$/ },
	platforms: ['macos', 'ios'],
	lockable: 'macos',
	wipeable: 'ios',
	retirable: 'ios',
	showsRetired: true,
	start: startJamfManaged,
};
