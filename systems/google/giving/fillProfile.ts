import type { Json } from '../../../ledger/types';
import { change, satisfied, type Left } from '../../../lifecycle/step';
import { getUser, hrIdsOf, usersPath } from '../user';
import { profileBody, shownBy, wishedShown, type Shown } from './profile';
import { googleGiving, type GoogleWish } from './wish';

type State = { shown: Shown; carriesHrId: boolean; body: { [field: string]: Json } };

const missing = ({ shown }: State, wish: GoogleWish): [fact: string, wanted: string][] =>
	Object.entries(wishedShown(wish)).filter((entry): entry is [string, string] => entry[1] !== null && shown[entry[0]] !== entry[1]);

const left = ({ facts, person }: GoogleWish): Left[] =>
	facts.includes('startDate') && person.startDate !== null ? [{ what: 'startDate', why: 'a Google account has no place for it. Name one under further attributes' }] : [];

export const fillProfile = googleGiving<State>({
	id: 'fillProfile',
	label: 'Fill In Profile',
	needs: ['admin.directory.user'],
	readBackFrom: 'profile of the account',

	asked: ({ facts, attributes }) => facts.length > 0 || Object.keys(attributes).length > 0,
	read: async (google, { id }, wish) => {
		const user = await getUser(google, id);
		const { hrIdType } = google.settings;
		return { shown: shownBy(user, wish), carriesHrId: hrIdsOf(user, hrIdType).includes(wish.person.id), body: profileBody(wish, hrIdType, user) };
	},
	plan: (state, wish) => {
		const lacking = missing(state, wish).map(([fact, wanted]) => `${fact} ${state.shown[fact] ?? 'empty'} → ${wanted}`);
		if (!state.carriesHrId) lacking.push(`employee ID → ${wish.person.id}`);
		return lacking.length === 0 ? satisfied('The profile is as HR has it', left(wish)) : change(lacking.join('; '), left(wish));
	},
	apply: async ({ directory }, { id }, { body }) => {
		await directory.send('PUT', usersPath(id), body);
	},
});
