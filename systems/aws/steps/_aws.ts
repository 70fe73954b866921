import { step } from '../../../lifecycle/step';
import type { Iam } from '../client';
import type { AwsAccount } from '../find';

/** Said of every step they are true of, in the same words, so that they are told once. */
export const rolesTaken = 'Roles the person assumed before: their rights are those of the role, so their sessions go on until they end, after 12 hours at the latest';
export const spreads = 'AWS IAM reads back what it was told at once, and enforces it in all regions within minutes';

/** Every file in this folder is one step; this is the shape they share. */
export const awsStep = step<Iam, AwsAccount>();
