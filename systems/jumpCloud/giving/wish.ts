import type { Fact, Wish } from '../../../lifecycle/giving';
import { givingStep } from '../../../lifecycle/giving';
import type { JumpCloud } from '../client';
import type { JumpCloudAccount } from '../find';

export type JumpCloudWish = Wish & {
	/** The name to sign in to devices and servers with; null for what stands before the @ of the work e-mail. */
	username: string | null;
	/** Whether JumpCloud mails the person how to set a password, when a staged user is activated. */
	activationMail: boolean;
};

/** What a JumpCloud user has a field for. */
export const jumpCloudFacts = ['name', 'workEmail', 'title', 'department', 'location', 'manager', 'workerType'] as const satisfies readonly Fact[];

/** Every step in this folder has this shape. */
export const jumpCloudGiving = givingStep<JumpCloud, JumpCloudAccount, JumpCloudWish>();
