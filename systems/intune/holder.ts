import type { Holder } from '../../lifecycle/devices/device';
import type { Finding } from '../../lifecycle/system';
import type { PersonRef } from '../../lifecycle/work';
import { findUser } from '../http/microsoft/find';
import type { Intune } from './client';

/** Whom Entra ID knows the person as. */
export const holderOf = (intune: Intune, { id, workEmail }: PersonRef): Promise<Finding<Holder>> =>
	findUser(intune, { id: id.trim(), workEmail: workEmail?.trim() || null }, {
		as: (user) => ({ id: user.id, label: user.upn, names: [...new Set([user.id, user.upn, user.mail ?? ''].map((name) => name.trim().toLowerCase()).filter((name) => name !== ''))] }),
		option: 'Having No Device Is Fine',
	});
