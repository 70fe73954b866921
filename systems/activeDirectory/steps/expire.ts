import { change, satisfied } from '../../../lifecycle/step';
import { replace } from '../client';
import { fileTime, instantOf, never } from '../fileTime';
import { getUser } from '../user';
import { adStep, issuedTickets, openConnections, otherWaysIn, right } from './_activeDirectory';

type Expiry = { accountExpires: string; expired: boolean };

const shown = (ticks: string): string => instantOf(ticks) ?? 'never';

export const expire = adStep<Expiry>({
	id: 'expire',
	label: 'Expire Account',
	danger: 'The account expires now, so that enabling it by mistake is not enough to sign in. Restore Access brings the former expiry date back.',
	needs: [right.write('accountExpires')],
	readBackFrom: '`accountExpires`',
	givenBack: 'yes',
	closes: 'sign-in',
	remains: [issuedTickets, openConnections, otherWaysIn],
	stage: 'cut',

	read: async (ad, { id }) => {
		const accountExpires = (await getUser(ad, id, ['accountExpires'])).text('accountExpires') ?? never;
		const at = instantOf(accountExpires);
		return { accountExpires, expired: at !== null && at <= new Date().toISOString() };
	},
	since: ({ accountExpires }) => instantOf(accountExpires),
	plan: ({ accountExpires, expired }) => (expired ? satisfied(`The account expired at ${shown(accountExpires)}`) : change(`Let it expire now (before: ${shown(accountExpires)})`)),
	apply: (ad, { id }) => ad.modify(id, replace('accountExpires', fileTime(new Date()))),

	undo: {
		plan: (now, before) => (shown(now.accountExpires) === shown(before.accountExpires) ? satisfied(`It expires as before: ${shown(before.accountExpires)}`) : change(`Let it expire as before: ${shown(before.accountExpires)}`)),
		apply: (ad, { id }, _now, before) => ad.modify(id, replace('accountExpires', before.accountExpires)),
	},
});
