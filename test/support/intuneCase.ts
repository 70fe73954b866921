import type { EntraDouble, EntraOptions } from '../../sandbox/entra';
import { startDeviceCase, type DeviceCase } from './deviceCase';
import { intuneWith } from './managements/intune';

export type IntuneCase = DeviceCase & { entra: EntraDouble };

/** A case over Intune, with all that the tenant behind it can be told. */
export const startIntuneCase = async (settings: NonNullable<EntraOptions['settings']> = {}): Promise<IntuneCase> => {
	const management = intuneWith({ settings });
	let entra: EntraDouble | undefined;
	const site = await startDeviceCase({
		...management,
		start: async (clock) => {
			const managed = await management.start(clock);
			entra = managed.double;
			return managed;
		},
	});
	return { ...site, entra: entra! };
};
