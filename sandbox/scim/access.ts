import type { Clock } from '../clock';
import type { Incoming } from '../server/message';
import { header, Refusal } from '../server/message';
import { appNames, homeOf } from './applications';
import type { ScimCaller } from './call';
import { refuse } from './errors';
import { takeFromLimits } from './limits';
import type { AppState, ScimState } from './state';
import { wording } from './wording';

export function appAt(state: ScimState, path: string): AppState | undefined {
	const name = appNames.find((candidate) => path.startsWith(`${homeOf(candidate)}/`));
	return name === undefined ? undefined : state.applications[name];
}

const page = (status: number) => `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>${status}</h1><p>The application cannot be reached.</p></body></html>`;

/** The gateway comes first, then who is calling, what was paid for, and how often. */
function admit(app: AppState, incoming: Incoming, needs: string | undefined, clock: Clock): ScimCaller {
	const { gateway, openDiscovery, plan } = app.settings;
	if (gateway !== null) throw new Refusal({ status: gateway, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page(gateway) });
	if (needs === 'nothing') return { token: '' };
	const given = /^Bearer (.+)$/i.exec(header(incoming, 'authorization') ?? '')?.[1];
	if (given !== app.token && !(openDiscovery && needs === 'discovery')) throw refuse(401, 'The token is missing or not valid', { 'www-authenticate': 'Bearer' });
	if (plan === 'without SCIM') throw refuse(403, 'SCIM is not part of this plan');
	takeFromLimits({ app, clock, incoming });
	return { token: app.token };
}

export const authenticateWith =
	(clock: Clock) =>
	(incoming: Incoming, state: ScimState, needs: string | undefined): ScimCaller => {
		const app = appAt(state, incoming.path);
		if (app === undefined) throw refuse(404, 'There is no such application');
		return wording(app, () => admit(app, incoming, needs, clock));
	};
