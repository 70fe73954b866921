import { asProblem } from '../../lifecycle/problem';
import { path } from '../http/path';
import type { Dictionary } from '../http/parse';
import { parse, type Google } from './client';
import type { GoogleAccount } from './find';
import { getUser, isUsable, managerOf, type GoogleUser } from './user';

const transfers = '/admin/datatransfer/v1/transfers';

export type TransferStatus = 'inProgress' | 'completed' | 'failed';
export type Transfer = { id: string; to: string; status: TransferStatus; requestedAt: string };

const parseTransfer = (row: Dictionary): Transfer => {
	const status = parse.text(row['overallTransferStatusCode'], 'transfer.overallTransferStatusCode');
	return {
		id: parse.text(row['id'], 'transfer.id'),
		to: parse.text(row['newOwnerUserId'], 'transfer.newOwnerUserId'),
		// Whatever else Google calls it, it has not ended.
		status: status === 'completed' || status === 'failed' ? status : 'inProgress',
		requestedAt: parse.optionalText(row['requestTime'], 'transfer.requestTime') ?? new Date(0).toISOString(),
	};
};

export const transferById = async ({ directory }: Google, id: string): Promise<Transfer> => parseTransfer(await directory.get(transfers + path`/${id}`));

export const latestTransfer = async ({ directory }: Google, userId: string): Promise<Transfer | null> => {
	const rows = await directory.list(transfers, 'dataTransfers', { customerId: 'my_customer', oldOwnerUserId: userId, maxResults: 100 });
	const made = rows.filter((row) => row['oldOwnerUserId'] === userId).map(parseTransfer);
	return made.sort((a, b) => Date.parse(b.requestedAt) - Date.parse(a.requestedAt))[0] ?? null;
};

/** Whether nothing of the person can have been left out: since it was asked for they could not sign in, or did not. */
export const takesEverything = ({ requestedAt }: Transfer, { suspended, suspendedAt, lastSignInAt }: GoogleUser): boolean => {
	const until = (suspended ? suspendedAt : null) ?? lastSignInAt;
	return until === null || Date.parse(requestedAt) >= Date.parse(until);
};

/** A move of everything that is owned: Drive with what nobody else sees, and Calendar with the rooms it holds. */
export const startTransfer = async ({ directory }: Google, from: string, to: string): Promise<string> => {
	const applications = await directory.list('/admin/datatransfer/v1/applications', 'applications', { customerId: 'my_customer' });
	const move = applications.flatMap((application) => {
		const applicationId = String(application['id'] ?? '');
		const name = String(application['name'] ?? '');
		if (/drive/i.test(name)) return [{ applicationId, applicationTransferParams: [{ key: 'PRIVACY_LEVEL', value: ['PRIVATE', 'SHARED'] }] }];
		return /calendar/i.test(name) ? [{ applicationId, applicationTransferParams: [{ key: 'RELEASE_RESOURCES', value: ['TRUE'] }] }] : [];
	});
	if (move.length === 0) parse.refuse('datatransfer applications', 'a list with Drive and Calendar');
	const { body } = await directory.send('POST', transfers, { oldOwnerUserId: from, newOwnerUserId: to, applicationDataTransfers: move });
	return parse.text(parse.object(body, 'transfer')['id'], 'transfer.id');
};

export type NewOwner = { id: string; email: string; instead: string | null };

const longestChain = 5;

/** Whoever was named, unless they are gone too; then their manager, and so on; at last the fallback. */
export const findNewOwner = async (google: Google, account: GoogleAccount): Promise<NewOwner | null> => {
	const { newOwner, fallbackOwner } = google.settings;
	const passedOver: string[] = [];
	const usable = async (email: string, chain: number): Promise<GoogleUser | null> => {
		if (email === '' || chain > longestChain) return null;
		const user = await userOrNull(google, email);
		if (user === null) return null;
		if (isUsable(user) && user.id !== account.id) return user;
		passedOver.push(user.email);
		return usable(managerOf(user) ?? '', chain + 1);
	};
	const found = (await usable(newOwner, 0)) ?? (await usable(fallbackOwner, longestChain));
	if (found === null) return null;
	const isNamed = found.email === newOwner.toLowerCase();
	return { id: found.id, email: found.email, instead: isNamed ? null : newOwner === '' ? 'nobody was named' : `${passedOver[0] ?? newOwner} cannot take it over` };
};

const userOrNull = async (google: Google, email: string): Promise<GoogleUser | null> => {
	try {
		return await getUser(google, email);
	} catch (error) {
		const { code } = asProblem(error);
		// Google refuses to speak of people outside the company, who cannot own its files either.
		if (code === 'not_found' || code === 'forbidden') return null;
		throw error;
	}
};
