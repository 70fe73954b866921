import { givingStep, type Wish } from '../../../lifecycle/giving';
import type { GitHubAccount } from '../account';
import type { GitHub } from '../client';

/** What somebody can be given in GitHub beside what every system gives. */
export interface GitHubWish extends Wish {
	/** null leaves it as it is, and makes members of those who are invited. */
	role: 'member' | 'admin' | null;
}

/** Every file in this folder is one thing to give; this is the shape they share. */
export const githubGivingStep = givingStep<GitHub, GitHubAccount, GitHubWish>();
