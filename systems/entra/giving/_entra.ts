import { givingStep, facts, type Wish } from '../../../lifecycle/giving';
import type { Entra } from '../client';
import type { EntraAccount } from '../find';

/** Entra ID has a property for all that HR knows. */
export const entraFacts = facts;

/** What somebody can be given in Entra ID beside what every system gives. */
export interface EntraWish extends Wish {
	/** The name to sign in with; null: the work e-mail. */
	userPrincipalName: string | null;
	/** Two letters; Microsoft gives no licence without one. */
	usageLocation: string | null;
	/** By id or by Microsoft's name (`SPE_E3`). */
	licences: readonly string[];
	/** A pass for the first sign-in, sent and forgotten. */
	pass: PassByMail | null;
}

export interface PassByMail {
	/** The mailbox it is sent from. */
	from: string;
	/** Whose business it is to hand it over; null where nobody is known. */
	to: string | null;
	/** Not usable before, in the words of the person's own clock too; null: usable at once. */
	startsAt: { instant: string; shown: string } | null;
	/** null: as the policy of the tenant says. */
	minutes: number | null;
}

/** Every file in this folder is one thing to give; this is the shape they share. */
export const entraGivingStep = givingStep<Entra, EntraAccount, EntraWish>();
