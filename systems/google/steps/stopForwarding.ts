import type { JsonObject } from '../../../ledger/types';
import { change, impossible, satisfied } from '../../../lifecycle/step';
import { path } from '../../http/path';
import type { Dictionary } from '../../http/parse';
import { parse } from '../client';
import { each } from '../../http/gone';
import { inTurn } from '../inTurn';
import { mailboxOf, readMailbox, unreachable, type Mailbox, type MailboxAccess } from '../mailbox';
import { count, googleStep } from './_google';

type Filter = { id: string; to: string; criteria: JsonObject; action: JsonObject };
type Found = {
	auto: { to: string; disposition: string } | null;
	addresses: { email: string; confirmed: boolean }[];
	filters: Filter[];
};
type Forwarding = { access: MailboxAccess; found: Found | null };

const parseFilter = (row: Dictionary): Filter[] => {
	const action = Object(row['action']) as JsonObject;
	const to = action['forward'];
	return typeof to === 'string' && to !== '' ? [{ id: parse.text(row['id'], 'filter.id'), to, criteria: Object(row['criteria']) as JsonObject, action }] : [];
};

const readForwarding = async (mailbox: Mailbox): Promise<Found> => {
	const [auto, addresses, filters] = await Promise.all([
		mailbox.get('autoForwarding'),
		mailbox.list('forwardingAddresses', 'forwardingAddresses'),
		mailbox.list('filters', 'filter'),
	]);
	const to = parse.optionalText(auto['emailAddress'], 'autoForwarding.emailAddress');
	return {
		auto: auto['enabled'] === true && to !== null ? { to, disposition: parse.optionalText(auto['disposition'], 'autoForwarding.disposition') ?? 'leaveInInbox' } : null,
		addresses: addresses.map((row) => ({ email: parse.text(row['forwardingEmail'], 'forwardingAddress.forwardingEmail'), confirmed: row['verificationStatus'] === 'accepted' })),
		filters: filters.flatMap(parseFilter),
	};
};

const nothing: Found = { auto: null, addresses: [], filters: [] };
const isNothing = ({ auto, addresses, filters }: Found) => auto === null && addresses.length + filters.length === 0;

const described = ({ auto, addresses, filters }: Found): string =>
	[
		...(auto ? [`automatic forwarding to ${auto.to}`] : []),
		...(addresses.length > 0 ? [`the forwarding ${addresses.length === 1 ? 'address' : 'addresses'} ${addresses.map(({ email }) => email).join(', ')}`] : []),
		...(filters.length > 0 ? [count(filters.length, `filter that forwards to ${filters.map(({ to }) => to).join(', ')}`, `filters that forward to ${filters.map(({ to }) => to).join(', ')}`)] : []),
	].join(', ');

/** A filter made again has another id, so it is what it does that is compared. */
const sameRule = (a: Filter, b: Filter) => JSON.stringify([a.criteria, a.action]) === JSON.stringify([b.criteria, b.action]);

const missing = (now: Found, before: Found): Found => ({
	auto: before.auto !== null && now.auto === null ? before.auto : null,
	addresses: before.addresses.filter(({ email }) => !now.addresses.some((address) => address.email === email)),
	filters: before.filters.filter((filter) => !now.filters.some((other) => sameRule(filter, other))),
});

const unconfirmed = (now: Found, wanted: Found): string[] => {
	const waiting = new Set(now.addresses.filter(({ confirmed }) => !confirmed).map(({ email }) => email));
	return [...(wanted.auto ? [wanted.auto.to] : []), ...wanted.filters.map(({ to }) => to)].filter((to) => waiting.has(to));
};

/** Google lets nothing forward to an address that is not confirmed yet. */
const setUpRules = async (mailbox: Mailbox, { auto, addresses, filters }: Found): Promise<void> => {
	const waiting = new Set(unconfirmed(await readForwarding(mailbox), { auto, addresses, filters }));
	await inTurn([
		...filters.filter(({ to }) => !waiting.has(to)).map(({ criteria, action }) => () => mailbox.send('POST', 'filters', { criteria, action })),
		async () => auto && !waiting.has(auto.to) && mailbox.send('PUT', 'autoForwarding', { enabled: true, emailAddress: auto.to, disposition: auto.disposition }),
	]);
};

export const stopForwarding = googleStep<Forwarding>({
	id: 'stopForwarding',
	label: 'Stop Mail Forwarding',
	danger: 'Automatic forwarding, every forwarding address and every filter that forwards are removed from the mailbox. Restore Access makes them again; addresses outside the company have to be confirmed anew.',
	needs: ['gmail.settings.basic', 'gmail.settings.sharing', 'admin.directory.user'],
	readBackFrom: 'forwarding, forwarding addresses and filters of the mailbox',
	givenBack: 'yes; addresses outside the company are confirmed anew',
	closes: 'data',
	remains: ['Mail that was forwarded already, and copies an admin set up elsewhere, such as routing rules and groups'],
	stage: 'prepare',
	// No other step changes it, and the cut does not wait for a mailbox.
	readsLong: true,

	read: (google, account) => readMailbox(google, account, readForwarding),
	plan: ({ access, found }) => {
		const cannot = unreachable(access, 'Forwarding');
		if (cannot !== null) return cannot;
		return isNothing(found!) ? satisfied('Nothing is forwarded') : change(`Remove ${described(found!)}`);
	},
	apply: async (google, account, { found }) => {
		const mailbox = mailboxOf(google, account);
		const { auto, addresses, filters } = found!;
		// An address may not be removed from under what forwards to it, so it comes last; it is tried all the same.
		await inTurn([
			async () => auto && mailbox.send('PUT', 'autoForwarding', { enabled: false }),
			() => each(filters, ({ id }) => mailbox.send('DELETE', path`filters/${id}`)),
			() => each(addresses, ({ email }) => mailbox.send('DELETE', path`forwardingAddresses/${email}`)),
		]);
	},

	undo: {
		plan: (now, before) => {
			if (before.found === null) return satisfied('Nothing was taken');
			const cannot = unreachable(now.access, 'Forwarding');
			if (cannot !== null) return cannot;
			const gone = missing(now.found ?? nothing, before.found);
			if (isNothing(gone)) return satisfied('Forwards as before');
			const waiting = unconfirmed(now.found ?? nothing, gone);
			if (waiting.length > 0 && gone.addresses.length === 0) return impossible(`Whoever reads ${waiting.join(', ')} must confirm the address by the mail Google sent there; then run the restore again`, 'pending');
			return change(`Set up ${described(gone)}`);
		},
		apply: async (google, account, now, before) => {
			const mailbox = mailboxOf(google, account);
			const gone = missing(now.found ?? nothing, before.found!);
			await inTurn([...gone.addresses.map(({ email }) => () => mailbox.send('POST', 'forwardingAddresses', { forwardingEmail: email })), () => setUpRules(mailbox, gone)]);
		},
	},
});
