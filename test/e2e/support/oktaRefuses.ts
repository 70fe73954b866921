import type { FaultHandle, Sandbox } from '../../../sandbox';

/** As when somebody has revoked what n8n signs in with. */
export const oktaRefuses = ({ faults }: Sandbox): FaultHandle => faults.okta.add({ effect: { kind: 'status', status: 401, body: { errorCode: 'E0000011', errorSummary: 'Invalid token provided' } } });
