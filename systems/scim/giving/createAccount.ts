import type { Giving } from '../../../lifecycle/giving';
import { change, impossible } from '../../../lifecycle/step';
import type { Application } from '../application';
import type { Scim } from '../client';
import { inDialect } from '../update';
import { enterprise, textOf, type ScimAccount } from '../user';
import type { ScimWish } from './_scim';
import { hrIdAttributes, reservedIn, wishedAttributes, withAttributes, withWorkEmail } from './attributes';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

export const userNameFor = ({ userName, person }: Pick<ScimWish, 'userName' | 'person'>): string | null => userName ?? person.workEmail;

/** Without a password: whoever may sign in does so through the identity provider, or sets one. */
const bodyFor = ({ settings, patch }: Application, wish: ScimWish): object => {
	const { workEmail } = wish.person;
	const attributes = { ...wishedAttributes({ ...wish, facts: [...new Set([...wish.facts, 'name' as const])] }), ...hrIdAttributes(settings, wish.person.id) };
	const resource = withAttributes({ userName: userNameFor(wish), active: wish.usable === true, ...(workEmail === null ? {} : { emails: withWorkEmail([], workEmail) }) }, attributes);
	return inDialect(patch, { schemas: [core, ...(enterprise in resource ? [enterprise] : [])], ...resource });
};

export const createAccount = (application: Application): Giving<Scim, ScimAccount, ScimWish>['create'] => ({
	needs: ['Users: read and write'],

	plan: (wish) => {
		const { label, inactive } = application;
		const userName = userNameFor(wish);
		const wrong = reservedIn(wish);
		if (userName === null) return impossible('HR has no work e-mail for the person, and it would be the name to sign in with. Enter it in HR, or give User Name in the node; then run the case again. Nothing was made');
		if (wrong.length > 0) return impossible(`Further Attributes names what cannot be set there: ${wrong.join(', ')}. Take it out in the node, then run the case again. Nothing was made`);
		if (wish.usable !== true && inactive === 'deletes') return impossible(`${label} knows no account that is there and inactive, so it is made when the person may sign in. Run the case again on the first day`, 'pending');
		return change(`Make the account ${userName}, ${wish.usable === true ? 'active' : 'inactive'}`);
	},

	apply: async (scim, wish) => {
		const made = await scim.send('POST', '/Users', bodyFor(application, wish));
		const id = textOf(made?.['id']);
		return id === null ? undefined : { id };
	},
});
