import { unlessGone } from '../http/gone';
import { path } from '../http/path';
import { parse, type JumpCloud } from './client';
import { graphPath, idOf } from './user';

export type Device = { id: string; name: string; os: string | null; serialNumber: string | null; lastContact: string | null };

/** Every device the user can sign in to, bound directly or through a group. */
export const devicesOf = async (jumpCloud: JumpCloud, userId: string): Promise<Device[]> => {
	const ids = (await jumpCloud.list(`${graphPath(userId)}/systems`)).map((row) => idOf(row, 'systems'));
	return Promise.all(
		ids.map(async (id): Promise<Device> => {
			const system = await unlessGone(() => jumpCloud.get(path`/api/systems/${id}`));
			if (system === null) return { id, name: id, os: null, serialNumber: null, lastContact: null };
			const text = (name: string) => parse.optionalText(system[name], `system.${name}`);
			return { id, name: text('displayName') ?? text('hostname') ?? id, os: text('os'), serialNumber: text('serialNumber'), lastContact: text('lastContact') };
		}),
	);
};
