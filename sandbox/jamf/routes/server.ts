import { ok } from '../../server/message';
import type { JamfRoute } from '../call';
import type { InventoryVersion } from '../settings';

const RELEASES: Record<InventoryVersion, string> = { v4: '11.31.0-t1770000000', v3: '11.29.0-t1760000000', v1: '11.15.0-t1740000000' };

export const serverRoutes: JamfRoute[] = [{ method: 'GET', path: '/api/v1/jamf-pro-version', handle: ({ state }) => ok({ version: RELEASES[state.settings.version] }) }];
