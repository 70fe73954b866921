import type { JsonObject } from '../../ledger/types';
import { graphOver } from '../http/microsoft/graph';
import type { Directory, HowToFind } from '../http/microsoft/user';
import { reader } from '../http/parse';
import type { Http, HttpResponse } from '../http/types';
import { speaker } from './errors';

export const parse = reader(speaker.label);

export interface Intune extends Directory {
	/** A command to a device. It never reaches Intune twice by itself; what a refusal means is for the caller to say. */
	order(path: string, headers: Record<string, string>, body?: object): Promise<HttpResponse>;
	/** What may help and need not. */
	nudge(path: string): Promise<void>;
}

export const intuneClient = (http: Http, settings: HowToFind, observe: (call: JsonObject) => void): Intune => {
	const { call, exchange, ...reading } = graphOver(speaker, http, observe);
	return {
		...reading,
		settings,
		order: (path, headers, body) => exchange({ method: 'POST', path, headers, once: true, ...(body === undefined ? {} : { body }) }),
		nudge: async (path) => {
			try {
				await call({ method: 'POST', path, once: true });
			} catch {
				// What it was to help along was taken already.
			}
		},
	};
};
