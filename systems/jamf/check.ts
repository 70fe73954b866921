import type { Check } from '../../lifecycle/check';
import { asProblem } from '../../lifecycle/problem';
import type { Http } from '../http/types';
import { jamfClient, parse, type Jamf } from './client';
import { jamfSteps } from './index';
import { is } from './rsql';

const one = { page: 0, 'page-size': 1 };

/** What has to be read whatever is done, and what tells whether it can be. */
const readings: readonly { privilege: string; read(jamf: Jamf): Promise<unknown> }[] = [
	{ privilege: 'Read Computers', read: (jamf) => jamf.version() },
	{ privilege: 'Read Mobile Devices', read: (jamf) => jamf.get('/api/v2/mobile-devices/detail', one) },
	{ privilege: 'View MDM command information in Jamf Pro API', read: (jamf) => jamf.get('/api/v2/mdm/commands', { ...one, filter: is('command', 'ERASE_DEVICE') }) },
];

const isRefused = async (read: () => Promise<unknown>): Promise<boolean> =>
	await read().then(
		() => false,
		(error: unknown) => {
			const problem = asProblem(error);
			// Jamf answers either where a privilege is missing; the token is a moment old.
			if (problem.code === 'forbidden' || problem.code === 'unauthorised') return true;
			throw problem;
		},
	);

/** Jamf tells what may be sent only to whoever sends it. */
export const checkJamf = async (http: Http): Promise<Check> => {
	const jamf = jamfClient(http, () => {});
	const version = parse.text((await jamf.get('/api/v1/jamf-pro-version'))['version'], 'version').replace(/-.*$/, '');
	const missing: string[] = [];
	for (const { privilege, read } of readings) if (await isRefused(() => read(jamf))) missing.push(privilege);
	if (missing.length > 0) return { ok: false, message: `Connected to Jamf Pro ${version}, but the API role lacks ${missing.join(', ')}. Add them under Settings, API Roles and Clients, then test again.`, missing };
	const toSend = [...new Set(jamfSteps.flatMap(({ needs }) => needs))].filter((privilege) => !readings.some((reading) => reading.privilege === privilege));
	return { ok: true, message: `Connected to Jamf Pro ${version}, and devices and commands can be read. Jamf does not tell what may be sent; compare the API role with ${toSend.join(', ')}` };
};
