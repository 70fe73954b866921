import type { IExecuteFunctions } from 'n8n-workflow';
import { instantAt, isTimeOfDay, isZone } from '../../lifecycle/calendar';
import type { Wish } from '../../lifecycle/giving';
import { asName } from '../../lifecycle/person';
import { Problem } from '../../lifecycle/problem';
import type { EntraWish, PassByMail } from '../../systems/entra';
import type { EntraOptions } from './options';

export const entraWish = (context: IExecuteFunctions, itemIndex: number, wish: Wish): EntraWish => {
	const options = context.getNodeParameter('options', itemIndex, {}) as EntraOptions;
	const granting = context.getNodeParameter('operation', itemIndex) === 'grant';
	const from = filled(options.passFrom);
	return {
		...wish,
		userPrincipalName: filled(options.userPrincipalName),
		usageLocation: countryOf(wish.person.location, options),
		licences: linesIn(options.licences),
		pass: granting && from !== null ? passOf(from, options, wish, context.getTimezone()) : null,
	};
};

/** An option that was not added has no value, also not the one it would begin with. */
const passOf = (from: string, { passTo, passMinutes = 480, passWorksFrom = '08:00' }: EntraOptions, { person }: Wish, ownZone: string): PassByMail => ({
	from,
	to: filled(passTo) ?? person.manager?.email ?? null,
	startsAt: firstMorning(person, passWorksFrom.trim(), person.timeZone !== null && isZone(person.timeZone) ? person.timeZone : ownZone),
	minutes: passMinutes || null,
});

const firstMorning = ({ startDate }: Wish['person'], time: string, zone: string): PassByMail['startsAt'] => {
	if (!isTimeOfDay(time)) throw new Problem('misconfigured', `"${time}" is no time of day, so nothing was changed. Enter Pass: Works From in the node like 08:00.`);
	const instant = startDate === null ? null : instantAt(startDate, time, zone);
	return instant === null ? null : { instant: instant.toISOString(), shown: `${time} on ${startDate} (${zone})` };
};

const filled = (value: string | null | undefined): string | null => (value ?? '').trim() || null;

const linesIn = (value: EntraOptions['licences'] = []): string[] => (Array.isArray(value) ? value : value.split(/\r?\n/)).map((line) => String(line).trim()).filter((line) => line !== '');

const countryOf = (location: string | null, { usageLocations, usageLocation }: EntraOptions): string | null => {
	const listed = usageLocations?.location?.find(({ name }) => location !== null && asName(name) === asName(location));
	return (filled(listed?.country) ?? filled(usageLocation))?.toUpperCase() ?? null;
};
