import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock';
import type { JamfEnrolment } from '../enrolment';
import { enrol } from '../enrolment';
import type { JamfSettings } from '../settings';
import { defaultSettings } from '../settings';
import type { ApiClient, JamfDevice, JamfState } from '../state';

const DAY = 86_400_000;

export interface Builder {
	state: JamfState;
	device(wanted: JamfEnrolment, enrolledDaysAgo?: number): JamfDevice;
	client(privileges: readonly string[]): ApiClient;
}

export function createBuilder(clock: Clock, settings: Partial<JamfSettings>): Builder {
	const state: JamfState = { devices: [], commands: [], clients: new Map(), tokens: new Map(), settings: { ...defaultSettings, ...settings } };
	const ago = (days: number) => new Date(clock.now() - days * DAY).toISOString();
	return {
		state,
		device: (wanted, enrolledDaysAgo = 200) => Object.assign(enrol({ state, clock }, { online: true, ...wanted }), { enrolledAt: ago(enrolledDaysAgo), lastContact: ago(0.01) }),
		client: (privileges) => {
			const client: ApiClient = { clientId: randomUUID(), clientSecret: `jamf_${randomUUID().replaceAll('-', '')}`, privileges };
			state.clients.set(client.clientId, client);
			return client;
		},
	};
}
