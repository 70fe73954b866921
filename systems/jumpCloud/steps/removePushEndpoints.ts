import { change, onlyThePersonCan, satisfied } from '../../../lifecycle/step';
import { each } from '../../http/gone';
import { path } from '../../http/path';
import { parse } from '../client';
import { graphPath, idOf } from '../user';
import { jumpCloudStep } from './_jumpCloud';

type Endpoint = { id: string; name: string };
type Endpoints = { endpoints: Endpoint[] };

const names = (endpoints: readonly Endpoint[]) => endpoints.map(({ name, id }) => name || id).join(', ');

export const removePushEndpoints = jumpCloudStep<Endpoints>({
	id: 'removePushEndpoints',
	label: 'Remove Push Devices',
	danger: 'Phones that approve sign-ins for the person approve nothing any more. They cannot be given back: the person enrols them again.',
	needs: ['users (read)', 'users (write)'],
	readBackFrom: 'push endpoints of the user',
	givenBack: 'only the person can; the names are listed',
	closes: 'credentials',
	remains: ['One-time codes and security keys the person enrolled: resetting them would open a new enrolment, so they stay, and prove nothing for somebody who is suspended'],
	stage: 'cut',
	// Whoever still gets into the portal enrols the next one.
	after: ['blockSignIn'],

	read: async (jumpCloud, { id }) => ({
		endpoints: (await jumpCloud.list(`${graphPath(id)}/pushendpoints`)).map((endpoint) => ({ id: idOf(endpoint, 'pushendpoint'), name: parse.optionalText(endpoint['name'], 'pushendpoint.name') ?? '' })),
	}),
	plan: ({ endpoints }) => (endpoints.length === 0 ? satisfied('No phone approves sign-ins for them') : change(`Remove ${names(endpoints)}`)),
	apply: (jumpCloud, { id }, { endpoints }) => each(endpoints, (endpoint) => jumpCloud.send('DELETE', `${graphPath(id)}/pushendpoints${path`/${endpoint.id}`}`)),

	undo: onlyThePersonCan((now, before) => {
		const gone = before.endpoints.filter(({ id, name }) => !now.endpoints.some((endpoint) => endpoint.id === id || (name !== '' && endpoint.name === name)));
		return gone.length === 0 ? null : `The person enrols these again in JumpCloud Protect: ${names(gone)}`;
	}),
});
