import { Problem } from '../../lifecycle/problem';
import { reader, type Dictionary } from '../http/parse';
import { path } from '../http/path';
import type { Http, HttpRequest, HttpResponse } from '../http/types';
import { errorsIn, isAnswer, vaultProblem, type Asked } from './errors';
import { label, type VaultPlace } from './place';

export const parse = reader(label);

/** Segments below the prefix. */
export type At = readonly string[];

export interface Metadata {
	newest: number;
	/** When each version was or will be deleted, null where nothing is said of it; a destroyed one is not among them. */
	deletedAt: ReadonlyMap<number, string | null>;
}

/** The second version of Vault's key-value engine, below one prefix. */
export interface Vault {
	/** Null where nothing was ever written. */
	metadata(at: At): Promise<Metadata | null>;
	/** Replaces the version named, 0 for none yet; the number of the version it became. */
	write(at: At, data: Dictionary, replaces: number): Promise<number>;
	/** The newest version; null where there is none, or none any more. */
	read(at: At): Promise<Dictionary | null>;
	/** For sentences and references: `secret/jml/device-pins/…`. */
	nameOf(at: At): string;
}

/** The one character Vault's paths, its policies and our addresses all take as nothing but itself. */
const escape = '~';

/** No two texts become the same segment, and none becomes two of them. */
const segment = (text: string): string => text.replace(/[^\w-]+/g, (other) => [...Buffer.from(other)].map((byte) => escape + byte.toString(16).padStart(2, '0')).join(''));

const segments = (text: string): string => text.split('/').map((part) => path`${part}`).join('/');

export const vaultClient = (http: Http, place: VaultPlace): Vault => {
	const { mount, prefix } = place;
	const below = (at: At): string => segments([prefix, ...at.map(segment)].join('/'));

	const ask = (asked: Asked, at: At, more: Pick<HttpRequest, 'method' | 'body'>): Promise<HttpResponse> => http({ path: `/v1/${segments(mount)}/${asked.area}/${below(at)}`, ...more });
	const bodyOf = (asked: Asked, response: HttpResponse): Dictionary => {
		if (response.status !== 200 || !isAnswer(response.body)) throw vaultProblem(place, asked, response);
		return parse.object(response.body['data'], `${asked.area}.data`);
	};

	return {
		nameOf: (at) => [mount, prefix, ...at.map(segment)].join('/'),

		metadata: async (at) => {
			const asked: Asked = { area: 'metadata', capabilities: 'read' };
			const response = await ask(asked, at, { method: 'GET' });
			if (isUnknown(response)) return null;
			const data = bodyOf(asked, response);
			const versions = Object.entries(parse.object(data['versions'] ?? {}, 'metadata.versions')).map(([number, version]) => [numberIn(Number(number), 'metadata.versions'), parse.object(version, 'metadata.version')] as const);
			return {
				newest: numberIn(data['current_version'], 'metadata.current_version'),
				deletedAt: new Map(versions.flatMap(([number, { deletion_time, destroyed }]) => (destroyed === false ? [[number, parse.optionalText(deletion_time, 'metadata.version.deletion_time')]] : []))),
			};
		},

		write: async (at, data, replaces) => {
			const asked: Asked = { area: 'data', capabilities: 'create and update' };
			const response = await ask(asked, at, { method: 'POST', body: { options: { cas: replaces }, data } });
			// The first version of the engine takes what looks like a path to it, and has nothing to say about it.
			if (response.status === 204) {
				throw new Problem('misconfigured', `The key-value engine ${mount} of ${label} is of version 1, which cannot show that something is there without showing it, so nothing counts as kept. Upgrade it with "vault kv enable-versioning ${mount}", or enter the mount of an engine of version 2 in the credential, and press Test there. What was written to it below ${mount}/data/${prefix} opens nothing and may be deleted.`);
			}
			const version = numberIn(bodyOf(asked, response)['version'], 'data.version');
			return version > replaces ? version : parse.refuse('data.version', 'a new version');
		},

		read: async (at) => {
			const asked: Asked = { area: 'data', capabilities: 'read' };
			const response = await ask(asked, at, { method: 'GET' });
			if (isUnknown(response)) return null;
			return parse.object(bodyOf(asked, response)['data'], 'data.data');
		},
	};
};

/** Nothing is said about what is not there, and of what was deleted only that it was. About a mount that is not there, something is. */
const isUnknown = ({ status, body }: HttpResponse): boolean => {
	if (status !== 404) return false;
	const wasDeleted = isAnswer(body) && 'data' in body;
	return wasDeleted || errorsIn(body) === '';
};

const numberIn = (value: unknown, where: string): number => (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : parse.refuse(where, 'the number of a version'));
