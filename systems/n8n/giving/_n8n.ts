import { givingStep, type Wish } from '../../../lifecycle/giving';
import type { AccountRef } from '../../../lifecycle/system';
import type { N8n } from '../client';

/** What somebody can be given in n8n beside what every system gives. */
export interface N8nWish extends Wish {
	/** The role in all of n8n, such as `global:member`; null leaves it as it is, and makes members of those who are invited. */
	role: string | null;
	/** The role in projects that are joined, such as `project:editor`. */
	projectRole: string;
}

export const member = 'global:member';

/** Every file in this folder is one thing to give; this is the shape they share. */
export const n8nGivingStep = givingStep<N8n, AccountRef, N8nWish>();
