import type { Json } from '../../ledger/types';
import type { Finding } from '../../lifecycle/system';
import { findUser } from '../http/microsoft/find';
import type { Entra } from './client';

export interface EntraAccount {
	id: string;
	label: string;
}

export const findAccount = (entra: Entra, person: { id: string; workEmail: string | null }, made?: Json): Promise<Finding<EntraAccount>> =>
	findUser(entra, person, { as: ({ id, upn }) => ({ id, label: upn }), option: 'Having No Account Is Fine', made });
