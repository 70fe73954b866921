import type { EntraCall, EntraRoute } from '../call';
import { list, type Shown } from '../odata/list';
import { NEEDS } from '../permissions';
import { plainResource } from '../resources';

const AUDIT = plainResource('directoryAudit', 'id', 'activityDateTime', 'activityDisplayName', 'category', 'correlationId', 'loggedByService', 'result', 'targetResources', 'targetResources/id', 'targetResources/displayName', 'initiatedBy/app/appId');
const SIGN_IN = plainResource('signIn', 'id', 'createdDateTime', 'userId', 'userPrincipalName', 'appId', 'appDisplayName', 'status/errorCode');

/** Newest first, as the logs are. */
const visible = ({ clock }: EntraCall, entries: readonly { visibleAtElapsed: number; event: Shown }[]) =>
	entries.filter(({ visibleAtElapsed }) => visibleAtElapsed <= clock.elapsed()).map(({ event }) => event).reverse();

const log = (call: EntraCall, resource: typeof AUDIT, entries: readonly { visibleAtElapsed: number; event: Shown }[], context: string) =>
	list(call, { resource, items: visible(call, entries), idOf: ({ id }) => String(id), show: (event) => event, context, usual: 1000, largest: 1000 });

export const auditRoutes: EntraRoute[] = [
	{ method: 'GET', path: '/v1.0/auditLogs/directoryAudits', needs: NEEDS.readAudits, handle: (call) => log(call, AUDIT, call.state.audits, 'auditLogs/directoryAudits') },
	{ method: 'GET', path: '/v1.0/auditLogs/signIns', needs: NEEDS.readAudits, handle: (call) => log(call, SIGN_IN, call.state.signIns, 'auditLogs/signIns') },
];
