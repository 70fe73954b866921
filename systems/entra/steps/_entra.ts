import { step } from '../../../lifecycle/step';
import type { Entra } from '../client';
import type { EntraAccount } from '../find';

/** Said of every step they are true of, in the same words, so that they are told once. */
export const issuedAccessTokens =
	'Access tokens that were issued already: they work for 60 to 90 minutes after they were issued; tokens that live for up to 28 hours (continuous access evaluation: Exchange Online, SharePoint, Teams) are dropped within 15 minutes of the block';
export const sessionsOfApps = 'Sign-in cookies of apps outside Microsoft 365: each lives until it expires in its app';

/** Every file in this folder is one step; this is the shape they share. */
export const entraStep = step<Entra, EntraAccount>();
