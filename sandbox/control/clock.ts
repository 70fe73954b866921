import type { Powers } from '.';
import type { ControlRoute } from './route';
import { text } from '../server/controls';
import { mistake, power } from './route';

const UNITS: Record<string, number> = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

function span(body: Record<string, unknown>): number {
	const known = Object.entries(UNITS).filter(([unit]) => typeof body[unit] === 'number');
	if (known.length === 0) throw mistake(`One of ${Object.keys(UNITS).join(', ')} is required`);
	return known.reduce((sum, [unit, milliseconds]) => sum + Number(body[unit]) * milliseconds, 0);
}

export function clockRoutes({ clock }: Powers): ControlRoute[] {
	const shown = () => ({ now: clock.iso(), frozen: clock.frozen });
	const then = (act: () => void) => {
		act();
		return shown();
	};
	return [
		power('GET', '/clock', shown),
		power('POST', '/clock/move', ({ body }) => then(() => clock.move(span(body)))),
		power('POST', '/clock/set', ({ body }) => {
			const instant = Date.parse(text(body, 'to'));
			if (Number.isNaN(instant)) throw mistake('to must be a date');
			return then(() => clock.set(instant));
		}),
		power('POST', '/clock/freeze', () => then(() => clock.freeze())),
		power('POST', '/clock/unfreeze', () => then(() => clock.unfreeze())),
	];
}
