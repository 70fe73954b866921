import { change, impossible, satisfied } from '../../../lifecycle/step';
import { path } from '../../http/path';
import { parse, type Google } from '../client';
import { each } from '../../http/gone';
import { inTurn } from '../inTurn';
import type { GoogleAccount } from '../find';
import { latestTransfer, takesEverything, type Transfer } from '../transfer';
import { getUser, type GoogleUser } from '../user';
import { googleStep } from './_google';

type Licence = { product: string; sku: string; name: string };
type Licences = { licences: Licence[]; moved: 'no' | 'underway' | 'yes' };

const product = (id: string) => path`/apps/licensing/v1/product/${id}`;
export const skuPath = (productId: string, skuId: string) => product(productId) + path`/sku/${skuId}/user`;
const names = (licences: readonly Licence[]) => licences.map(({ name }) => name).join(', ');

/** Google has no list by person, so everybody's is gone through, one page after the other. */
export const licencesOf = async ({ licensing, settings }: Google, email: string): Promise<Licence[]> => {
	const customerId = email.split('@')[1] ?? '';
	const found: Licence[] = [];
	for (const id of settings.licenceProducts) {
		for await (const page of licensing.pages(`${product(id)}/users`, 'items', { customerId, maxResults: 1_000 })) {
			for (const row of page) {
				if (String(row['userId']).toLowerCase() !== email) continue;
				const sku = parse.text(row['skuId'], 'licence.skuId');
				found.push({ product: parse.optionalText(row['productId'], 'licence.productId') ?? id, sku, name: parse.optionalText(row['skuName'], 'licence.skuName') ?? sku });
			}
		}
	}
	return found;
};

const readLicences = async (google: Google, { id, label }: GoogleAccount): Promise<Licences> => {
	const [licences, transfer, user] = await Promise.all([licencesOf(google, label), latestTransfer(google, id), getUser(google, id)]);
	return { licences, moved: movedBy(transfer, user) };
};

const movedBy = (transfer: Transfer | null, user: GoogleUser): Licences['moved'] => {
	if (transfer?.status === 'inProgress') return 'underway';
	return transfer?.status === 'completed' && takesEverything(transfer, user) ? 'yes' : 'no';
};

const missing = (now: Licences, before: Licences): Licence[] => before.licences.filter(({ sku }) => !now.licences.some((licence) => licence.sku === sku));

export const removeLicences = googleStep<Licences>({
	id: 'removeLicences',
	label: 'Remove Licences',
	danger: 'Licences of the products in the options go to somebody else, and mail and files that are left in the account become unavailable. Never done before Transfer Drive and Calendar has ended. Restore Access gives licences back, where some are free.',
	needs: ['apps.licensing', 'admin.datatransfer', 'admin.directory.user'],
	readBackFrom: 'licences of the account',
	givenBack: 'yes, where some are free',
	closes: 'entitlements',
	remains: ['Automatic licensing: where it is on for the organisational unit, Google gives the licence back by itself'],
	stage: 'clean-up',
	// Without a licence the data to be moved is unavailable.
	after: ['transferOwnership'],
	optional: true,
	erases: true,
	readsLong: true,

	read: readLicences,
	plan: ({ licences, moved }) => {
		if (licences.length === 0) return satisfied('No licence');
		if (moved === 'underway') return impossible(`${names(licences)} stays until the transfer of files and calendars has ended; then run the case again`, 'pending');
		if (moved === 'no') return impossible(`${names(licences)} stays, because no transfer of files and calendars that could hold all of them has ended: without a licence they become unavailable. Tick Transfer Drive and Calendar, then run the case again`, 'pending');
		return change(`Remove ${names(licences)}`);
	},
	apply: ({ licensing }, { label }, { licences }) => each(licences, ({ product: id, sku }) => licensing.send('DELETE', skuPath(id, sku) + path`/${label}`)),

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			return gone.length === 0 ? satisfied('The same licences as before') : change(`Assign ${names(gone)}`);
		},
		apply: ({ licensing }, { label }, now, before) => inTurn(missing(now, before).map(({ product: id, sku }) => () => licensing.send('POST', skuPath(id, sku), { userId: label }))),
	},
});
