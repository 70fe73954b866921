import type { Giving } from '../../../lifecycle/giving';
import type { GitHubAccount } from '../account';
import type { GitHub } from '../client';
import type { GitHubWish } from './_github';
import { attributes } from './attributes';
import { joinTeams, leaveTeams } from './changeTeams';
import { create } from './create';
import { role } from './role';

export const githubGiving: Giving<GitHub, GitHubAccount, GitHubWish> = { create, steps: [role, joinTeams, leaveTeams, attributes] };
