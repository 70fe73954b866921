import { fleet } from './fleet';
import { iru } from './iru';
import { intune } from './intune';
import { jamf } from './jamf';
import type { Management } from './management';

export const managements: readonly Management[] = [fleet, iru, jamf, intune];
