import type { Clock } from '../clock';
import type { Doubles } from '../doubles';
import { doubles } from '../doubles';
import type { Ingress } from '../ingress';
import type { MailDouble } from '../mail';
import { startDouble } from '../server/double';
import type { VendorStyle } from '../server/style';
import { createClock } from '../clock';
import { clockRoutes } from './clock';
import { doubleRoutes } from './doubles';
import { mailRoutes } from './mail';
import { overviewRoutes } from './overview';

export interface Powers extends Doubles {
	clock: Clock;
	mail: MailDouble;
	ingress: Ingress;
}

export interface Control {
	url: string;
	stop(): Promise<void>;
}

const say = (status: number, error: string) => ({ status, body: { error } });

const style: VendorStyle = {
	notFound: ({ method, path }) => say(404, `There is no ${method} ${path}. GET / lists what there is.`),
	unknownMethod: ({ method, path }) => say(405, `There is no ${method} ${path}. GET / lists what there is.`),
	forbidden: () => say(403, 'Refused'),
	throttled: () => say(429, 'Too many requests'),
	failed: (_incoming, status) => say(status, 'Failed'),
	everyAnswer: () => ({}),
};

/** The same powers over HTTP, for whoever is not in the sandbox's process. */
export async function startControl(powers: Powers, port: number): Promise<Control> {
	const perDouble = Object.keys(doubles).flatMap((name) => doubleRoutes(name, powers[name as keyof Doubles]));
	const routes = [...clockRoutes(powers), ...mailRoutes(powers), ...perDouble];
	const all = [...overviewRoutes(powers, routes), ...routes];
	const clock = createClock();
	const server = await startDouble(() => ({ name: 'control', state: {}, routes: all, style, authenticate: () => null, nobody: null }), { clock, port });
	return { url: server.url, stop: server.stop };
}
