import type { Reply } from '../server/message';
import { ok } from '../server/message';
import type { JumpCloudCall } from './call';
import { refuse } from './errors';

/** Whoever does not ask for more sees ten, and nobody more than a hundred. */
const USUAL = 10;
const LARGEST = 100;

function whole(call: Pick<JumpCloudCall, 'query'>, name: string, usual: number): number {
	const asked = call.query.get(name);
	if (asked === null) return usual;
	const value = Number(asked);
	if (!Number.isInteger(value) || value < 0) throw refuse(400, `${name} must be a whole number`);
	return value;
}

export function slice<T>(call: Pick<JumpCloudCall, 'query'>, all: readonly T[]): T[] {
	const limit = Math.min(whole(call, 'limit', USUAL), LARGEST);
	const skip = whole(call, 'skip', 0);
	return all.slice(skip, skip + limit);
}

export const firstVersionPage = <T>(call: JumpCloudCall, all: readonly T[], show: (item: T) => unknown): Reply => ok({ totalCount: all.length, results: slice(call, all).map(show) });

export const page = <T>(call: JumpCloudCall, all: readonly T[], show: (item: T) => unknown): Reply =>
	ok(slice(call, all).map(show), call.state.settings.countsLists ? { 'x-total-count': String(all.length) } : {});
