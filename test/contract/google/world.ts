import { admin as adminApi } from '@googleapis/admin';
import { gmail as gmailApi } from '@googleapis/gmail';
import { iam as iamApi } from '@googleapis/iam';
import { googleClient, type Google } from '../../../systems/google/client';
import type { GoogleAccount } from '../../../systems/google/find';
import { usualSettings } from '../../../systems/google/settings';
import { startGoogleCompany, type GoogleCompany } from '../../support/googleCompany';
import { meant, type Meant } from '../support/request';

export type Sdk = ReturnType<typeof sdkAt>;

/** The vendor's own clients, with a token that is there already. */
const sdkAt = (rootUrl: string, token: string) => {
	// Its own way to fetch is a dynamic import, which the test runner does not have.
	const options = { rootUrl: `${rootUrl}/`, headers: { authorization: `Bearer ${token}` }, retry: false, fetchImplementation: fetch } as never;
	return {
		directory: adminApi({ version: 'directory_v1', ...(options as object) }),
		transfer: adminApi({ version: 'datatransfer_v1', ...(options as object) }),
		reports: adminApi({ version: 'reports_v1', ...(options as object) }),
		gmail: gmailApi({ version: 'v1', ...(options as object) }),
		iam: iamApi({ version: 'v1', ...(options as object) }),
	};
};

export interface World {
	company: GoogleCompany;
	google: Google;
	/** The leaver's, who has everything. */
	account: GoogleAccount;
	sdk(): Sdk;
	/** What is sent meanwhile, but for tokens; and what went wrong, which does not matter where only requests are compared. */
	during(work: () => Promise<unknown>): Promise<{ sent: Meant[]; failure: unknown }>;
}

/** Nobody ever knows a password, so nobody can send the same one. */
const passwordMasked = (body: unknown): unknown =>
	typeof body === 'object' && body !== null && 'password' in body && String(body.password).length >= 8 ? { ...body, password: 'of eight characters or more' } : body;

export const startWorld = async (): Promise<World> => {
	const company = await startGoogleCompany({ settings: { google: { transferMs: 0, deviceSyncMs: 0, mailboxMs: 0, creationMs: 0 } } });
	const { cast, google: double, journals } = company.sandbox;
	return {
		company,
		google: googleClient(company.connections(), { ...usualSettings, newOwner: cast.leaverManager.workEmail!, cloudProjects: [double.connection.project], autoReply: { subject: 'Gone', text: 'Write to the team.' } }, () => {}),
		account: { id: double.user(cast.leaver.workEmail!).id, label: cast.leaver.workEmail!, hrId: cast.leaver.id },
		sdk: () => sdkAt(double.connection.baseUrl, double.tokenFor(double.connection.adminEmail)),
		during: async (work) => {
			let failure: unknown;
			journals.google.clear();
			await work().catch((error: unknown) => (failure = error));
			const sent = journals.google.entries.filter(({ path }) => path !== '/token').map((entry) => {
				const request = meant(entry);
				// What a client says of itself is its own affair.
				return { ...request, accept: '', contentType: entry.body === '' ? null : request.contentType, body: passwordMasked(request.body) };
			});
			return { sent, failure };
		},
	};
};
