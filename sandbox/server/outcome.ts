import type { ActiveFault } from './faults';
import { pause } from './deferred';
import type { Incoming, Reply } from './message';
import type { VendorStyle } from './style';

/** What the client gets to see. */
export type Outcome =
	| { kind: 'reply'; reply: Reply; faulty: boolean }
	| { kind: 'truncated'; reply: Reply }
	| { kind: 'silence' }
	| { kind: 'reset' };

export type Proceed = (target: 'live' | 'copy') => Promise<Reply>;

const LOGIN_PAGE = '<!DOCTYPE html><html><head><title>Sign in</title></head><body><form action="/login">Please sign in.</form></body></html>';

const faulty = (reply: Reply): Outcome => ({ kind: 'reply', reply, faulty: true });
const normal = (reply: Reply): Outcome => ({ kind: 'reply', reply, faulty: false });

const goneAway = ({ gone }: Incoming) =>
	new Promise<'gone'>((resolve) => {
		if (gone.aborted) resolve('gone');
		else gone.addEventListener('abort', () => resolve('gone'), { once: true });
	});

async function held(fault: ActiveFault, when: 'before' | 'after', incoming: Incoming, proceed: Proceed): Promise<Outcome> {
	const early = when === 'after' ? await proceed('live') : undefined;
	fault.announce(incoming);
	const end = await Promise.race([fault.released, goneAway(incoming)]);
	if (early !== undefined) return normal(early);
	return end === 'gone' ? { kind: 'reset' } : normal(await proceed('live'));
}

export async function strike(fault: ActiveFault, incoming: Incoming, proceed: Proceed, style: VendorStyle, needs: string | undefined): Promise<Outcome> {
	const { effect } = fault;
	if (effect.kind === 'hold') return await held(fault, effect.when ?? 'before', incoming, proceed);
	fault.announce(incoming);
	if ('applied' in effect && effect.applied === true) await proceed('live');
	switch (effect.kind) {
		case 'status': {
			const body = effect.body ?? style.failed(incoming, effect.status).body;
			return faulty({ status: effect.status, headers: effect.headers ?? {}, body });
		}
		case 'throttle':
			return faulty(style.throttled(incoming, effect));
		case 'timeout':
			return { kind: 'silence' };
		case 'reset':
			return { kind: 'reset' };
		case 'html':
			return faulty({ status: effect.status ?? 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: LOGIN_PAGE });
		case 'login-redirect':
			return faulty({ status: 302, headers: { location: effect.location ?? '/login', 'content-type': 'text/html' }, body: LOGIN_PAGE });
		case 'truncated':
			return { kind: 'truncated', reply: await proceed('live') };
		case 'slow':
			await pause(effect.ms);
			return normal(await proceed('live'));
		case 'lie':
			return normal(await proceed('copy'));
		case 'not-found':
			return faulty(style.notFound(incoming));
		case 'forbidden':
			return faulty(style.forbidden(incoming, needs));
		case 'lag':
			return normal(await proceed('live'));
	}
}
