import type { Giving } from '../../../lifecycle/giving';
import type { AccountRef } from '../../../lifecycle/system';
import type { N8n } from '../client';
import type { N8nWish } from './_n8n';
import { attributes } from './attributes';
import { joinProjects, leaveNamedProjects } from './changeProjects';
import { create } from './create';
import { grantRole } from './grantRole';

export const n8nGiving: Giving<N8n, AccountRef, N8nWish> = { create, steps: [grantRole, joinProjects, leaveNamedProjects, attributes] };
