import type { Giving } from '../../../lifecycle/giving';
import type { Iam } from '../client';
import type { AwsAccount } from '../find';
import type { AwsWish } from './_aws';
import { joinGroups, leaveGroups } from './changeGroups';
import { create } from './create';
import { setTags } from './setTags';
import { setUsable } from './setUsable';

export const awsGiving: Giving<Iam, AwsAccount, AwsWish> = { create, steps: [setTags, joinGroups, leaveGroups, setUsable] };
