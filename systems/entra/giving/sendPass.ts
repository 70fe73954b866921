import type { Json } from '../../../ledger/types';
import { asProblem, Problem } from '../../../lifecycle/problem';
import { impossible, satisfied, unknown } from '../../../lifecycle/step';
import type { Dictionary } from '../../http/parse';
import { path } from '../../http/path';
import { parse, type Entra } from '../client';
import { each } from '../../http/gone';
import { parseId, serverTime, usersPath } from '../../http/microsoft/user';
import { entraGivingStep, type EntraWish, type PassByMail } from './_entra';

/** Of the pass that this run made: whether it is there. What it says is in the mail, and nowhere else. */
type Pass = { sentNow: boolean; there: boolean };

const passes = (userId: string) => `${usersPath(userId)}/authentication/temporaryAccessPassMethods`;

const withdraw = (entra: Entra, userId: string, id: string) => entra.send('DELETE', passes(userId) + path`/${id}`);

export const sendPass = entraGivingStep<Pass>({
	id: 'sendPass',
	label: 'Temporary Access Pass',
	needs: ['UserAuthenticationMethod.ReadWrite.All', 'Mail.Send'],
	readBackFrom: 'the pass this run made is there, and its mail was accepted',
	// A pass is of no use before its owner may sign in, so it is made when they start.
	after: ['rename', 'setUsable', 'assignLicences'],
	asked: ({ pass, usable }) => pass !== null && usable === true,

	read: async (entra, { id }, _wish, receipt) => {
		const made = receipt === undefined ? null : String((receipt as { made: string }).made);
		if (made === null) return { sentNow: false, there: false };
		const listed = await entra.list(passes(id));
		return { sentNow: true, there: listed.some((row) => row['id'] === made) };
	},
	plan: ({ sentNow, there }, { pass }) => {
		if (pass!.to === null) return impossible("Nobody is known who could hand the pass over: HR shows no work e-mail of the manager. Give a recipient in the node's options, then run the case again");
		if (there) return satisfied(`A pass was made and mailed to ${pass!.to}`);
		// Whether an earlier pass ever reached anybody cannot be read; what this case proved stands in the ledger.
		return sentNow ? unknown('The pass was mailed, and Entra ID does not list it') : unknown(`Make a pass and mail it to ${pass!.to}`);
	},
	apply: async (entra, account, _state, wish): Promise<Json> => {
		const { id } = account;
		// One at a time is all there can be; the last one nobody may have received.
		const earlier = await entra.list(passes(id));
		await each(earlier, (row) => withdraw(entra, id, parseId(row['id'], 'pass.id')));
		const { startsAt, minutes } = wish.pass!;
		const later = startsAt !== null && Date.parse(startsAt.instant) > Date.parse((await serverTime(entra, id)) ?? '') ? startsAt : null;
		const made = await make(entra, id, { ...(later ? { startDateTime: later.instant } : {}), ...(minutes === null ? {} : { lifetimeInMinutes: minutes }) });
		const passId = parseId(made['id'], 'pass.id');
		try {
			await mail(entra, account.label, wish, parse.text(made['temporaryAccessPass'], 'pass.temporaryAccessPass'), `${later ? `from ${later.shown}` : 'at once'}${typeof made['lifetimeInMinutes'] === 'number' ? `, for ${made['lifetimeInMinutes']} minutes` : ''}`);
		} catch (error) {
			throw await afterUnsent(entra, id, passId, wish.pass!, asProblem(error));
		}
		return { made: passId };
	},
});

const make = async (entra: Entra, userId: string, terms: object): Promise<Dictionary> => {
	try {
		return parse.object(await entra.send('POST', passes(userId), terms), 'pass');
	} catch (error) {
		const problem = asProblem(error);
		if (problem.code !== 'rejected') throw problem;
		throw new Problem('rejected', `${problem.message} What a pass may be is up to the tenant: Pass: Lifetime in the node has to fit Authentication methods, Policies, Temporary Access Pass in the Entra admin center.`, problem.evidence);
	}
};

const mail = (entra: Entra, login: string, { person, pass }: EntraWish, secret: string, works: string): Promise<unknown> =>
	entra.send('POST', path`/v1.0/users/${pass!.from}/sendMail`, {
		message: {
			subject: `First sign-in of ${person.name}`,
			body: {
				contentType: 'text',
				content: [
					`${person.name} signs in for the first time as ${login}, with this Temporary Access Pass:`,
					'',
					secret,
					'',
					`It works ${works}. Hand it over in person, at https://aka.ms/mysecurityinfo they register how they will sign in from then on. Delete this mail afterwards.`,
				].join('\n'),
			},
			toRecipients: [{ emailAddress: { address: pass!.to! } }],
		},
		// Otherwise the pass would lie in the sender's mailbox.
		saveToSentItems: false,
	});

/** A pass that may have reached nobody, or that nobody knows of, must not stay behind. */
const afterUnsent = async (entra: Entra, userId: string, passId: string, { from, to }: PassByMail, problem: Problem): Promise<Problem> => {
	const withdrawn = await withdraw(entra, userId, passId).then(
		() => 'The pass was deleted again.',
		() => `The pass could not be deleted again: remove it in the Entra admin center, under Authentication methods of the user.`,
	);
	return new Problem('rejected', `A Temporary Access Pass was made, but could not be mailed from ${from} to ${to}. ${withdrawn} Check the sender's mailbox and the permission Mail.Send, then run the case again. ${problem.message}`, problem.evidence);
};
