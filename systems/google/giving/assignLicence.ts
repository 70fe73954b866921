import { asProblem } from '../../../lifecycle/problem';
import { change, satisfied } from '../../../lifecycle/step';
import { path } from '../../http/path';
import { getUser } from '../user';
import { skuPath } from '../steps/removeLicences';
import { googleGiving } from './wish';

type State = { held: boolean; email: string };

export const assignLicence = googleGiving<State>({
	id: 'assignLicence',
	label: 'Assign Licence',
	needs: ['apps.licensing'],
	readBackFrom: 'licence of the account',
	after: ['rename'],

	asked: ({ licence }) => licence !== null,
	read: async (google, { id }, { licence }) => {
		const { email } = await getUser(google, id);
		const { product, sku } = licence!;
		try {
			await google.licensing.get(skuPath(product, sku) + path`/${email}`);
			return { held: true, email };
		} catch (error) {
			if (asProblem(error).code !== 'not_found') throw error;
			return { held: false, email };
		}
	},
	plan: ({ held }, { licence }) => (held ? satisfied(`Has the licence ${licence!.sku}`) : change(`Assign the licence ${licence!.sku} of ${licence!.product}`)),
	apply: async ({ licensing }, _account, { email }, { licence }) => {
		await licensing.send('POST', skuPath(licence!.product, licence!.sku), { userId: email });
	},
});
