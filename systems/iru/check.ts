import type { Check } from '../../lifecycle/check';
import { asProblem } from '../../lifecycle/problem';
import type { Http } from '../http/types';
import { iruClient } from './client';
import { iruSteps } from './index';

/** No device is called this: whoever may ask is told that there is none, and sees nobody's PIN. */
const nobodys = '00000000-0000-0000-0000-000000000000';

const needed = [...new Set(iruSteps.flatMap(({ needs }) => needs))];
const usedBy = (permission: string): string =>
	iruSteps
		.filter(({ needs }) => needs.includes(permission))
		.map(({ label }) => label)
		.join(', ');

const isDenied = async (read: () => Promise<unknown>): Promise<boolean> => {
	try {
		await read();
		return false;
	} catch (error) {
		const problem = asProblem(error);
		if (problem.code === 'unauthorised' || problem.code === 'forbidden') return true;
		if (problem.code === 'not_found' || problem.code === 'rejected') return false;
		throw problem;
	}
};

/** What is not ticked for the token, by name. Whether it may act, Iru tells only whoever acts. */
export const checkIru = async (http: Http): Promise<Check> => {
	const iru = iruClient(http, () => {});
	await iru.pages('/devices', (answer) => answer)[Symbol.asyncIterator]().next();
	const lacking: string[] = [];
	for (const permission of needed.filter((one) => one.startsWith('GET /devices/'))) {
		if (await isDenied(() => iru.get(permission.slice('GET '.length).replace('{device_id}', nobodys)))) lacking.push(permission);
	}
	if (lacking.length > 0) return { ok: false, message: `Connected, but the token lacks ${lacking.map((permission) => `"${permission}" (${usedBy(permission)})`).join(', ')}. Tick it in Iru under Settings, Access, then test again.`, missing: lacking };
	const untried = needed.filter((permission) => !permission.startsWith('GET '));
	return { ok: true, message: `Connected, and everything that is read can be read. Whether ${untried.map((permission) => `"${permission}"`).join(', ')} are ticked, Iru tells only when it is asked to do it` };
};
