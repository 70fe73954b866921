import axios from 'axios';
import type { DeviceSystem } from '../../../lifecycle/devices/system';
import { Problem } from '../../../lifecycle/problem';
import type { Clock } from '../../../sandbox/clock';
import type { DeviceManagement, DevicePlatform } from '../../../sandbox/devices';
import type { RunningDouble } from '../../../sandbox/server/double';
import type { Http } from '../../../systems/http/types';

/** One device management over its double, as the tests that hold for all of them need it. */
export interface Managed {
	/** What the company can tell the management and ask it. */
	management: DeviceManagement;
	double: Pick<RunningDouble<unknown>, 'faults' | 'journal' | 'stop'>;
	/** The pack's side of it; `patience` is what stands between a client and the wire. */
	system(patience: (send: Http) => Http): DeviceSystem;
	/** Whatever a locked computer needs before it hears of anything again, as somebody in front of it does it. */
	unlock(id: string): void;
}

export interface Management {
	id: string;
	/** Of a request that is to do something to a device. */
	orders: { method: string; path: RegExp };
	/** What it can enrol at all. */
	platforms: readonly DevicePlatform[];
	/** Company devices of these kinds can have it done to them for certain. */
	lockable: DevicePlatform;
	wipeable: DevicePlatform;
	/** A device of the person's own. */
	retirable: DevicePlatform;
	/** Whether there is anything to read that tells that a device has given up company data. */
	showsRetired: boolean;
	start(clock: Clock): Promise<Managed>;
}

const client = axios.create({ validateStatus: () => true, maxRedirects: 0, timeout: 5_000, proxy: false });

const lowerCased = (headers: object) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

/** The same port that n8n's request helper fills in a node, over axios. */
export const overAxios =
	(system: string, baseUrl: string, authorisation: () => Promise<Record<string, string>> | Record<string, string>): Http =>
	async ({ method, path, query, body, headers }) => {
		const url = new URL(baseUrl + path);
		for (const [name, value] of Object.entries(query ?? {})) url.searchParams.append(name, String(value));
		try {
			const response = await client.request({ method, url: url.href, ...(body === undefined ? {} : { data: body }), headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers, ...(await authorisation()) } });
			return { status: response.status, headers: lowerCased(response.headers), body: response.data };
		} catch (error) {
			const code = axios.isAxiosError(error) ? (error.code ?? '') : '';
			throw code === 'ECONNABORTED' ? new Problem('timeout', `${system} did not answer in time.`) : new Problem('unreachable', `${system} could not be reached (${code}).`);
		}
	};
