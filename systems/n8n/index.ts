import type { AccountRef, System } from '../../lifecycle/system';
import type { Http } from '../http/types';
import { accounts } from './accounts';
import { n8nClient, type N8n, type N8nSettings } from './client';
import { findAccount } from './find';
import { n8nGiving } from './giving';
import type { N8nWish } from './giving/_n8n';
import { rights } from './rights';
import { deleteAccount } from './steps/deleteAccount';
import { leaveProjects } from './steps/leaveProjects';
import { lowerRole } from './steps/lowerRole';
import { moveOwned } from './steps/moveOwned';
import { reportOwned } from './steps/reportOwned';
import { untouchable } from './untouchable';

export type { N8nWish } from './giving/_n8n';

/** In the order they are offered; the order they run in follows from their stages and what they come after. */
export const n8nSteps = [reportOwned, leaveProjects, lowerRole, moveOwned, deleteAccount] as const;

export const listing = { id: 'n8n', label: 'n8n', steps: n8nSteps } as const;

export const n8nSystem = (http: Http, settings: N8nSettings): System<N8n, AccountRef, N8nWish> => ({
	...listing,
	connect: (observe) => n8nClient(http, settings, observe),
	find: findAccount,
	untouchable,
	giving: n8nGiving,
	rights,
	accounts,
});
