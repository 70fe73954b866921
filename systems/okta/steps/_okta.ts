import { step } from '../../../lifecycle/step';
import type { Okta } from '../client';
import type { OktaAccount } from '../find';

/** Every file in this folder is one step; this is the shape they share. */
export const oktaStep = step<Okta, OktaAccount>();
