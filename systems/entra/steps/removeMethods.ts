import { asProblem } from '../../../lifecycle/problem';
import { change, onlyThePersonCan, satisfied } from '../../../lifecycle/step';
import { path } from '../../http/path';
import { parse, type Entra } from '../client';
import { each } from '../../http/gone';
import { parseId, usersPath } from '../../http/microsoft/user';
import { entraStep } from './_entra';

type Method = { id: string; kind: string };
type Methods = { methods: Method[] };

const collections: { [kind: string]: string } = {
	phone: 'phoneMethods',
	microsoftAuthenticator: 'microsoftAuthenticatorMethods',
	fido2: 'fido2Methods',
	softwareOath: 'softwareOathMethods',
	windowsHelloForBusiness: 'windowsHelloForBusinessMethods',
	email: 'emailMethods',
	temporaryAccessPass: 'temporaryAccessPassMethods',
	platformCredential: 'platformCredentialMethods',
};

const removable = ({ kind }: Method) => kind in collections;
const kinds = (methods: readonly Method[]) => methods.map(({ kind }) => kind).join(', ');
const left = ({ methods }: Methods) => methods.filter((method) => !removable(method)).map(({ kind }) => ({ what: kind, why: 'Graph does not let this kind be removed; remove it in the Entra admin center, under Authentication methods of the user' }));

export const removeMethods = entraStep<Methods>({
	id: 'removeMethods',
	label: 'Remove Authentication Methods',
	danger: 'Phones, authenticator apps, keys, Windows Hello and passes that the person registered prove nothing any more. They cannot be given back: the person registers again.',
	needs: ['UserAuthenticationMethod.ReadWrite.All'],
	readBackFrom: 'authentication methods: only the password is left',
	givenBack: 'only the person can',
	closes: 'credentials',
	stage: 'cut',
	// Somebody who can still sign in registers another one.
	after: ['blockSignIn'],

	read: async (entra, { id }) => {
		const rows = await entra.list(`${usersPath(id)}/authentication/methods`);
		const methods = rows.map((row) => ({ id: parseId(row['id'], 'method.id'), kind: kindOf(parse.text(row['@odata.type'], 'method.type')) }));
		return { methods: methods.filter(({ kind }) => kind !== 'password') };
	},
	plan: (state) => {
		const mine = state.methods.filter(removable);
		return mine.length === 0 ? satisfied('Nothing but the password is registered', left(state)) : change(`Remove ${kinds(mine)}`, left(state));
	},
	apply: async (entra, { id }, { methods }) => {
		// The default goes last, and nothing says which one it is: what is refused is tried again after the others.
		const refused = await removeEach(entra, id, methods.filter(removable));
		await each(refused, (method) => remove(entra, id, method));
	},

	undo: onlyThePersonCan((now, before) => {
		const gone = before.methods.filter((method) => !now.methods.some(({ id }) => id === method.id));
		return gone.length === 0 ? null : `The person registers again at the next sign-in. Before: ${kinds(gone)}`;
	}),
});

const kindOf = (type: string): string => type.replace('#microsoft.graph.', '').replace(/AuthenticationMethod$/, '');

const remove = (entra: Entra, userId: string, { id, kind }: Method) => entra.send('DELETE', usersPath(userId) + path`/authentication/${collections[kind]!}/${id}`);

const removeEach = async (entra: Entra, userId: string, methods: readonly Method[]): Promise<Method[]> => {
	const refused: Method[] = [];
	await each(methods, (method) =>
		remove(entra, userId, method).catch((error: unknown) => {
			if (asProblem(error).code !== 'rejected') throw error;
			refused.push(method);
		}),
	);
	return refused;
};
