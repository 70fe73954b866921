import type { Powers } from '.';
import type { ControlRoute } from './route';
import { text } from '../server/controls';
import { power } from './route';

export function mailRoutes({ mail, ingress }: Powers): ControlRoute[] {
	return [
		power('GET', '/mail', () => mail.messages.map(({ raw: _raw, ...message }) => message)),
		power('DELETE', '/mail', () => mail.clear()),
		power('POST', '/ingress/target', ({ body }) => ingress.setTarget(text(body, 'url'))),
	];
}
