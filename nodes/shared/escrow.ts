import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { systemClock } from '../../lifecycle/clock';
import type { Escrow } from '../../lifecycle/devices/pin';
import { vaultEscrow } from '../../systems/vault/escrow';
import { label, placeOf, signInOf } from '../../systems/vault/place';
import { patientHttp } from './patientHttp';
import { authenticated, httpOver } from './transport';

export const escrowCredential = 'jmlVaultApi';

export const hasEscrow = (context: IExecuteFunctions, itemIndex: number): boolean => context.getNodeParameter('escrow', itemIndex, 'management') === 'vault';

/** Where the administrator has PINs kept; null for the device management itself. */
export const escrowOf = async (context: IExecuteFunctions, itemIndex: number): Promise<Escrow | null> => {
	if (!hasEscrow(context, itemIndex)) return null;
	const data = await context.getCredentials<ICredentialDataDecryptedObject>(escrowCredential, itemIndex);
	const place = placeOf(data);
	// Vault answers a token that has run out like one that may not; and a new one may what its role was given meanwhile.
	const send = authenticated(context, escrowCredential, data, { renews: signInOf(data).kind === 'appRole', expired: 403 });
	const credentialId = context.getNode().credentials?.[escrowCredential]?.id ?? place.baseUrl;
	return vaultEscrow(patientHttp(context, label, credentialId, httpOver({ system: label, baseUrl: place.baseUrl, send }), itemIndex), place, systemClock);
};
