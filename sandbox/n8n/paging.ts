import type { Reply } from '../server/message';
import { ok } from '../server/message';
import type { N8nCall } from './state';
import { refuse } from './style';

const LARGEST = 250;
const USUAL = 100;

interface Place {
	limit: number;
	offset: number;
}

function placeOf({ query }: N8nCall): Place {
	const cursor = query.get('cursor');
	if (cursor !== null) {
		try {
			const { limit, offset } = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8')) as Place;
			return { limit, offset };
		} catch {
			throw refuse(400, 'An invalid cursor was provided');
		}
	}
	return { limit: Math.min(Number(query.get('limit') ?? USUAL), LARGEST), offset: 0 };
}

/** `total` is what n8n reckons the next page by, which is not always the length of the list. */
export function page<T>(call: N8nCall, all: readonly T[], show: (item: T) => unknown, total = all.length): Reply {
	const { limit, offset } = placeOf(call);
	const next = total > offset + limit ? Buffer.from(JSON.stringify({ limit, offset: offset + limit })).toString('base64') : null;
	return ok({ data: all.slice(offset, offset + limit).map(show), nextCursor: next });
}

/** n8n's older routes refuse what they do not know. */
export function knownParameters({ query }: N8nCall, ...names: string[]): void {
	for (const name of query.keys()) if (!names.includes(name)) throw refuse(400, `Unknown query parameter '${name}'`);
}
