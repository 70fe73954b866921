import { cast } from '../../company';
import type { Builder } from './builder';

const shortName = (email: string) => email.split('@')[0] ?? email;

/** A company Mac and iPad, a phone of their own, and a second Mac that somebody else has been using. */
export function equipLeaver({ device }: Builder): void {
	const { workEmail, firstName } = cast.leaver;
	device({ platform: 'macos', owner: 'company', person: workEmail, serial: 'KST-C02-3030', name: 'KST-MAC-3030' });
	device({ platform: 'ios', owner: 'company', person: workEmail, serial: 'KST-IPD-3030', name: 'KST-IPD-3030', model: 'iPad Air (5th generation)' });
	device({ platform: 'ios', owner: 'personal', person: workEmail, serial: 'KST-BYO-3030', name: `${firstName}’s iPhone` });
	device({ platform: 'macos', owner: 'company', person: workEmail, serial: 'KST-C02-3930', name: 'KST-MAC-3930' }, 600).lastLoggedIn = shortName(cast.leaverManager.workEmail);
}
