import type { Clock } from '../../clock';
import type { Person } from '../../company';
import { cast, DOMAIN, people } from '../../company';
import { allPrivileges, readPrivileges } from '../privileges';
import type { JamfSettings } from '../settings';
import type { ApiClient, JamfState } from '../state';
import type { Builder } from './builder';
import { createBuilder } from './builder';
import { equipLeaver } from './leaver';

/** Who shares the leaver's name, and the beginning of the user name. */
export const NAMESAKE = `${cast.leaver.workEmail.split('@')[0] ?? ''}2@${DOMAIN}`;

const numberOf = ({ id }: Person) => String(3_000 + Number(id));

/** The company's own Macs come through automated device enrolment, contractors bring theirs. */
function equip({ device }: Builder, person: Person): void {
	const { workEmail, department, kind, firstName, hiredOn } = person;
	const daysAgo = Math.max(1, Math.min(-hiredOn, 700));
	const number = numberOf(person);
	device(
		{
			platform: 'macos',
			owner: kind === 'Contractor' ? 'personal' : 'company',
			person: workEmail,
			serial: `KST-C02-${number}`,
			name: `KST-MAC-${number}`,
			...(department === 'Operations' ? { model: 'MacBook Pro (16-inch, 2019)', appleSilicon: false } : {}),
		},
		daysAgo,
	);
	if (department === 'Sales') device({ platform: 'ios', owner: 'company', person: workEmail, serial: `KST-IPH-${number}`, name: `KST-IPH-${number}` }, daysAgo);
	if (department === 'Support') device({ platform: 'ios', owner: 'personal', person: workEmail, serial: `KST-BYO-${number}`, name: `${firstName}’s iPhone` }, daysAgo);
}

export interface Founded {
	state: JamfState;
	client: ApiClient;
	reader: ApiClient;
}

const employed = (person: Person) => person.hiredOn <= 0 && person !== cast.former && person !== cast.leaver;

export function foundCompany(clock: Clock, settings: Partial<JamfSettings>): Founded {
	const builder = createBuilder(clock, settings);
	equipLeaver(builder);
	for (const person of people.filter(employed)) equip(builder, person);
	builder.device({ platform: 'macos', owner: 'company', person: null, serial: 'KST-C02-9001', name: 'KST-MAC-9001' });
	builder.device({ platform: 'macos', owner: 'company', person: NAMESAKE, serial: 'KST-C02-9002', name: 'KST-MAC-9002' });
	return { state: builder.state, client: builder.client(allPrivileges), reader: builder.client(readPrivileges) };
}
