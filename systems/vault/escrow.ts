import type { Clock } from '../../lifecycle/clock';
import type { Escrow, PinPlace } from '../../lifecycle/devices/pin';
import { asProblem } from '../../lifecycle/problem';
import type { Http } from '../http/types';
import { parse, vaultClient, type At } from './client';
import { label, type VaultPlace } from './place';
import { storeProven } from './store';

/** Each action on a device in a case has a secret of its own, whose versions are the PINs it was tried with. */
const secretOf = ({ caseId, system, device, action }: PinPlace): At => [caseId, system, `${device.id}-${action}`];

export const vaultEscrow = (http: Http, place: VaultPlace, clock: Clock): Escrow => {
	const vault = vaultClient(http, place);
	return {
		label,

		keep: async (pinPlace, pin) => {
			const { caseId, system, device, action } = pinPlace;
			const at = secretOf(pinPlace);
			const version = await storeProven(vault, clock, at, { pin, device: device.label, deviceId: device.id, serial: device.serial, system, action, case: caseId, keptAt: clock.now().toISOString() });
			return `${label} ${vault.nameOf(at)} version ${version}`;
		},

		recall: async (pinPlace) => {
			try {
				const kept = await vault.read(secretOf(pinPlace));
				return kept === null ? null : parse.text(kept['pin'], 'data.data.pin');
			} catch (error) {
				const problem = asProblem(error);
				if (problem.code === 'forbidden') return null;
				throw problem;
			}
		},
	};
};
