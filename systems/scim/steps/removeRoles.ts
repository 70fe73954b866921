import type { Json } from '../../../ledger/types';
import { asProblem } from '../../../lifecycle/problem';
import { change, impossible, satisfied } from '../../../lifecycle/step';
import type { Dictionary } from '../../http/parse';
import type { Application } from '../application';
import { partOf, readUser, textOf, userPath } from '../user';
import { update } from '../update';
import { isGone, scimStep, usersRight } from './_scim';

/** As the application keeps it, so that it can be given back the same. */
type Entry = { value: string; display: string | null; type: string | null };
type Entries = { gone: boolean; roles: Entry[]; entitlements: Entry[]; refusal: string | null };

const kindsOfEntry = ['roles', 'entitlements'] as const;

const entriesIn = (value: unknown): Entry[] =>
	[value ?? []].flat().flatMap((one) => {
		const { value: id, display, type } = partOf(one);
		const named = textOf(id) ?? textOf(one);
		return named === null ? [] : [{ value: named, display: textOf(display), type: textOf(type) }];
	});

const all = (state: Entries): Entry[] => kindsOfEntry.flatMap((kind) => state[kind]);
const namesOf = (entries: readonly Entry[]): string => entries.map(({ value, display }) => display ?? value).join(', ');
const without = (now: readonly Entry[], before: readonly Entry[]): Entry[] => before.filter(({ value }) => !now.some((one) => one.value === value));
const missing = (now: Entries, before: Entries) => ({ roles: without(now.roles, before.roles), entitlements: without(now.entitlements, before.entitlements) });
const asSent = ({ value, display, type }: Entry): Dictionary => ({ value, ...(display === null ? {} : { display }), ...(type === null ? {} : { type }) });

const refusalIn = (receipt: Json | undefined): string | null => textOf(partOf(receipt)['refusal']);

export const removeRoles = ({ label }: Application) =>
	scimStep<Entries>({
		id: 'removeRoles',
		label: 'Remove Roles and Entitlements',
		danger: 'The person loses the roles and entitlements that the account itself shows. Restore Access gives them back.',
		needs: [usersRight],
		readBackFrom: '`roles` and `entitlements` of the account',
		givenBack: 'yes',
		closes: 'entitlements',
		stage: 'cut',
		after: ['disable'],

		read: async (scim, account, receipt) => {
			const user = await readUser(scim, account);
			return { gone: user === null, roles: entriesIn(user?.resource['roles']), entitlements: entriesIn(user?.resource['entitlements']), refusal: refusalIn(receipt) };
		},
		plan: (state) => {
			const held = all(state);
			if (state.gone) return satisfied(isGone);
			if (held.length === 0) return satisfied('The account shows no roles and no entitlements');
			return state.refusal === null ? change(`Take away ${namesOf(held)}`) : impossible(`${namesOf(held)}: ${label} does not let them be taken away through SCIM; look at them there. ${state.refusal}`, 'not_removable_here');
		},
		apply: async (scim, { id }, state): Promise<Json | void> => {
			const held = kindsOfEntry.filter((kind) => state[kind].length > 0);
			try {
				await update(scim, userPath(id), {
					patch: held.map((kind) => ({ op: 'remove', path: kind })),
					put: (resource) => ({ ...resource, ...Object.fromEntries(held.map((kind) => [kind, []])) }),
				});
			} catch (error) {
				const problem = asProblem(error);
				if (problem.code !== 'rejected') throw problem;
				return { refusal: problem.message };
			}
		},

		undo: {
			plan: (now, before) => {
				const lost = Object.values(missing(now, before)).flat();
				if (lost.length === 0) return satisfied('The same roles and entitlements as before');
				return now.gone ? impossible(`The account was deleted, so these are to be given to the new one: ${namesOf(lost)}`, 'pending') : change(`Give back ${namesOf(lost)}`);
			},
			apply: async (scim, { id }, now, before) => {
				const lost = missing(now, before);
				const kinds = kindsOfEntry.filter((kind) => lost[kind].length > 0);
				await update(scim, userPath(id), {
					patch: kinds.map((kind) => ({ op: 'add', path: kind, value: lost[kind].map(asSent) })),
					put: (resource) => ({ ...resource, ...Object.fromEntries(kinds.map((kind) => [kind, [...[resource[kind] ?? []].flat(), ...lost[kind].map(asSent)]])) }),
				});
			},
		},
	});
