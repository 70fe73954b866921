import { cast, outsiders, people } from '../company';
import type { DoubleName } from '../doubles';
import { doubles } from '../doubles';
import type { Powers } from '.';
import type { ControlRoute } from './route';
import { power } from './route';

export function overviewRoutes(powers: Powers, routes: readonly ControlRoute[]): ControlRoute[] {
	const names = Object.keys(doubles) as DoubleName[];
	const { mail, ingress } = powers;
	return [
		power('GET', '/', () => routes.map(({ method, path }) => `${method} ${path}`)),
		power('GET', '/people', () => people),
		power('GET', '/cast', () => ({ ...cast, outsiders })),
		power('GET', '/connections', () => ({
			...Object.fromEntries(names.map((name) => [name, powers[name].connection])),
			mail: mail.connection,
			ingress: { url: ingress.url, certificate: ingress.certificate },
		})),
	];
}
