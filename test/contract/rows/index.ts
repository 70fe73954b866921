import { accessRows } from './access';
import { adminRows } from './admin';
import { deviceAndAppRows } from './devicesAndApps';
import { givingRows } from './giving';
import { groupRows } from './groups';
import { probeRows } from './probes';
import type { Row } from './row';
import { userRows } from './users';

/** Every request the pack can send to Okta's API. The one for a token is in authentication.test.ts. */
export const rows: readonly Row[] = [...userRows, ...accessRows, ...groupRows, ...givingRows, ...adminRows, ...deviceAndAppRows, ...probeRows];
