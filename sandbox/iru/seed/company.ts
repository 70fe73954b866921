import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Person } from '../../company';
import { cast, people } from '../../company';
import type { NewDevice } from '../../devices';
import type { Scene } from '../commands';
import { enrol, userWith } from '../fleet';
import type { IruSettings } from '../settings';
import { defaultSettings } from '../settings';
import type { IruState, IruToken } from '../state';

const DAY = 86_400_000;

/** In no HR; the e-mail contains the leaver's, and so does the name. */
export const lookalike = { email: `del${cast.leaver.workEmail}`, name: `Del ${cast.leaver.firstName} ${cast.leaver.lastName}` } as const;

const WITHOUT_DEVICE: readonly Person[] = [cast.withoutAccount, cast.futureHire, cast.staged, cast.former];

/** Whoever has something else than a company Mac. */
const OTHERS: readonly [Person, Pick<NewDevice, 'platform' | 'owner'>][] = [
	[cast.contractor, { platform: 'macos', owner: 'personal' }],
	[cast.deviceOwner, { platform: 'macos', owner: 'unknown' }],
	[cast.otherLogin, { platform: 'windows', owner: 'unknown' }],
	[cast.partTimer, { platform: 'android', owner: 'company' }],
	[cast.deviceSharer, { platform: 'android', owner: 'personal' }],
];

export interface Founded {
	state: IruState;
	token: IruToken;
	reader: IruToken;
}

const newToken = (permissions: readonly string[]): IruToken => ({ value: randomUUID(), permissions });

export function foundCompany(clock: Clock, settings: Partial<IruSettings>, permissions: readonly string[]): Founded {
	const token = newToken(permissions);
	const reader = newToken(permissions.filter((permission) => permission.startsWith('GET ') && !permission.includes('/secrets/')));
	const state: IruState = { sequence: 0, devices: new Map(), users: new Map(), tokens: [token, reader], settings: { ...defaultSettings, ...settings } };
	const scene: Scene = { state, clock };
	const give = (device: NewDevice) => {
		enrol(scene, { ...device, online: true }).firstEnrolledAt = new Date(clock.now() - 100 * DAY).toISOString();
	};
	const special = new Map(OTHERS);
	for (const person of people) {
		if (WITHOUT_DEVICE.includes(person)) continue;
		give({ ...(special.get(person) ?? { platform: 'macos', owner: 'company' }), person: person.workEmail, serial: `KSTM${person.id.padStart(4, '0')}` });
	}
	give({ platform: 'ios', owner: 'company', person: cast.leaver.workEmail, serial: 'KSTP0030' });
	give({ platform: 'ios', owner: 'personal', person: cast.leaverManager.workEmail, serial: 'KSTP0014' });
	userWith(state, lookalike.email, lookalike.name);
	give({ platform: 'macos', owner: 'company', person: lookalike.email, serial: 'KSTM9001' });
	give({ platform: 'macos', owner: 'company', person: null, serial: 'KSTM9002' });
	return { state, token, reader };
}
