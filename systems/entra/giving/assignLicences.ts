import { change, impossible, satisfied } from '../../../lifecycle/step';
import { licenceNames } from '../licences';
import { parse } from '../client';
import { usersPath } from '../../http/microsoft/user';
import { entraGivingStep } from './_entra';

type Licences = { usageLocation: string | null; wanted: { id: string; name: string; held: boolean }[]; unknown: string[] };

const missing = ({ wanted }: Licences) => wanted.filter(({ held }) => !held);

export const assignLicences = entraGivingStep<Licences>({
	id: 'assignLicences',
	label: 'Licences',
	needs: ['User.Read.All', 'LicenseAssignment.ReadWrite.All'],
	readBackFrom: '`assignedLicenses`',
	// The usage location is part of the profile; a licence may come with a group.
	after: ['updateProfile', 'joinGroups'],
	asked: ({ licences }) => licences.length > 0,

	read: async (entra, { id }, { licences }) => {
		const [user, bought] = await Promise.all([entra.get(usersPath(id), { $select: 'id,usageLocation,assignedLicenses' }), licenceNames(entra)]);
		const held = parse.array(user['assignedLicenses'] ?? [], 'user.assignedLicenses').map((row) => parse.object(row, 'assignedLicense')['skuId']);
		const named = licences.map((name) => [...bought].find(([sku, part]) => sku === name.toLowerCase() || part.toLowerCase() === name.toLowerCase()));
		return {
			usageLocation: parse.optionalText(user['usageLocation'], 'user.usageLocation'),
			wanted: named.filter((sku) => sku !== undefined).map(([sku, name]) => ({ id: sku, name, held: held.includes(sku) })),
			unknown: licences.filter((_, index) => named[index] === undefined),
		};
	},
	plan: (state) => {
		const open = missing(state);
		if (state.unknown.length > 0) return impossible(`The company has no licence called ${state.unknown.join(', ')}. Correct Licences in the node, then run the case again`);
		if (open.length === 0) return satisfied('All licences that were asked for are there');
		if (state.usageLocation === null) return impossible('The account has no usage location, and Microsoft gives no licence without one. Give Usage Location in the node, then run the case again');
		return change(`Assign ${open.map(({ name }) => name).join(', ')}`);
	},
	apply: async (entra, { id }, state) => {
		await entra.send('POST', `${usersPath(id)}/assignLicense`, { addLicenses: missing(state).map((licence) => ({ skuId: licence.id, disabledPlans: [] })), removeLicenses: [] });
	},
});
