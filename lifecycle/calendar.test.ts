import { cutInstant, startOfDay, type CutOff } from './calendar';

const cut = (date: string, zone: string, atTime: string, more: Partial<CutOff> = {}) => cutInstant(date, { zone, meaning: 'lastDayWorked', atTime, ...more })?.toISOString();

describe('the moment access ends', () => {
	test.each([
		['B01: at the end of the day in Sydney, and not in UTC', '2026-07-04', 'Australia/Sydney', '23:59', '2026-07-04T13:59:00.000Z'],
		['B02: at the end of the day in Honolulu, when it is the next one in UTC', '2026-07-04', 'Pacific/Honolulu', '23:59', '2026-07-05T09:59:00.000Z'],
		['at six in the evening, before and after the clocks were changed', '2026-03-28', 'Europe/Berlin', '18:00', '2026-03-28T17:00:00.000Z'],
		['at six in the evening, on the day the clocks are changed', '2026-03-29', 'Europe/Berlin', '18:00', '2026-03-29T16:00:00.000Z'],
		['at a time that is skipped, as much later as was skipped', '2026-03-29', 'Europe/Berlin', '02:30', '2026-03-29T01:30:00.000Z'],
		['at a time that occurs twice, the first time', '2026-10-25', 'Europe/Berlin', '02:30', '2026-10-25T00:30:00.000Z'],
		['at a skipped time in New York', '2026-03-08', 'America/New_York', '02:30', '2026-03-08T07:30:00.000Z'],
		['at a doubled time in New York, the first time', '2026-11-01', 'America/New_York', '01:30', '2026-11-01T05:30:00.000Z'],
		['where summer time is half an hour, at a doubled time', '2026-04-05', 'Australia/Lord_Howe', '01:45', '2026-04-04T14:45:00.000Z'],
		['where summer time is half an hour, at a skipped time', '2026-10-04', 'Australia/Lord_Howe', '02:15', '2026-10-03T15:45:00.000Z'],
		['on a day that a country skipped, at its end', '2011-12-30', 'Pacific/Apia', '23:59', '2011-12-30T10:00:00.000Z'],
		['on the day after it', '2011-12-31', 'Pacific/Apia', '23:59', '2011-12-31T09:59:00.000Z'],
	])('%s', (_, date, zone, atTime, expected) => {
		expect(cut(date, zone, atTime)).toBe(expected);
	});

	test('B04: the last day worked and the first day gone are a day apart', () => {
		expect(cut('2026-11-20', 'Europe/Berlin', '23:59')).toBe('2026-11-20T22:59:00.000Z');
		expect(cut('2026-11-20', 'Europe/Berlin', '23:59', { meaning: 'firstDayGone' })).toBe('2026-11-19T23:00:00.000Z');
	});

	test('comes earlier for whoever is privileged, by minutes that pass and not by the clock on the wall', () => {
		expect(cut('2026-03-29', 'Europe/Berlin', '03:30', { minutesEarlier: 120 })).toBe('2026-03-28T23:30:00.000Z');
	});

	test.each(['2026-02-30', '2026-13-01', 'soon', '', '2026-11-20T10:00'])('of %j is none', (date) => {
		expect(cut(date, 'Europe/Berlin', '18:00')).toBeUndefined();
	});
});

test('a day begins at its first moment, also where there is no midnight', () => {
	expect(startOfDay('2018-11-04', 'America/Sao_Paulo')?.toISOString()).toBe('2018-11-04T03:00:00.000Z');
	expect(startOfDay('2026-11-20', 'Pacific/Apia')?.toISOString()).toBe('2026-11-19T11:00:00.000Z');
});
