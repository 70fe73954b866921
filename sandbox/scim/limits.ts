import type { AppCall } from './call';
import { refuse } from './errors';

/** Every limit is a bucket that holds `burst` requests and fills up by `perMinute`. */
export function takeFromLimits({ app, clock, incoming }: Pick<AppCall, 'app' | 'clock' | 'incoming'>): void {
	const now = clock.elapsed();
	for (const [index, { methods, perMinute, burst }] of app.settings.limits.entries()) {
		if (!methods.includes(incoming.method)) continue;
		const perMs = perMinute / 60_000;
		const { left, atElapsed } = app.buckets.get(index) ?? { left: burst, atElapsed: now };
		const available = Math.min(burst, left + (now - atElapsed) * perMs);
		if (available < 1) throw refuse(429, 'Too many requests', { 'retry-after': String(Math.ceil((1 - available) / perMs / 1000)) });
		app.buckets.set(index, { left: available - 1, atElapsed: now });
	}
}
