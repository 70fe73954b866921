import { refuse } from '../errors';
import { iamArn, userArn } from '../names';
import { iam, type QueryCall } from '../query';
import type { Account, AccessKey, SigningMatter } from '../state';
import { iso } from '../times';

const GOOD_FOR_MS = 4 * 3_600_000;

const KEY_COLUMNS = ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'];
const COLUMNS = [
	...['user', 'arn', 'user_creation_time', 'password_enabled', 'password_last_used', 'password_last_changed', 'password_next_rotation', 'mfa_active'],
	...[1, 2].flatMap((number) => KEY_COLUMNS.map((column) => `access_key_${number}_${column}`)),
	...[1, 2].flatMap((number) => [`cert_${number}_active`, `cert_${number}_last_rotated`]),
];

const keyCells = (key: AccessKey | undefined) =>
	key === undefined
		? ['false', 'N/A', 'N/A', 'N/A', 'N/A']
		: [String(key.status === 'Active'), iso(key.createdAt), ...(key.lastUse === undefined ? ['N/A', 'N/A', 'N/A'] : [iso(key.lastUse.at), key.lastUse.region, key.lastUse.service])];

const certificateCells = (certificate: SigningMatter | undefined) => (certificate === undefined ? ['false', 'N/A'] : [String(certificate.status === 'Active'), iso(certificate.uploadedAt)]);

/** Service-specific credentials are not in it. */
function contentOf(account: Account): string {
	const root = ['<root_account>', iamArn(account, 'root'), '2020-01-01T00:00:00Z', 'not_supported', 'no_information', 'not_supported', 'not_supported', 'true', ...keyCells(undefined), ...keyCells(undefined), ...certificateCells(undefined), ...certificateCells(undefined)];
	const rows = [...account.users.values()].map((user) => {
		const { loginProfile, passwordLastUsed, accessKeys, certificates } = user;
		const password = loginProfile === undefined ? ['false', 'N/A', 'N/A', 'N/A'] : ['true', passwordLastUsed === undefined ? 'no_information' : iso(passwordLastUsed), iso(loginProfile.createdAt), 'N/A'];
		return [user.name, userArn(account, user), iso(user.createdAt), ...password, String(user.mfaDevices.length > 0), ...keyCells(accessKeys[0]), ...keyCells(accessKeys[1]), ...certificateCells(certificates[0]), ...certificateCells(certificates[1])];
	});
	return [COLUMNS, root, ...rows].map((cells) => cells.join(',')).join('\n');
}

const isReady = ({ account, clock, state }: QueryCall) => account.report !== undefined && clock.elapsed() - account.report.startedAtElapsed >= state.settings.reportMs;
const isStale = ({ account, clock }: QueryCall) => account.report === undefined || clock.now() - account.report.generatedAt >= GOOD_FOR_MS;

export const reportRoutes = iam({
	/** Made anew once in four hours at most; until then there is the old one. */
	GenerateCredentialReport: (call) => {
		const { account, clock } = call;
		if (!isStale(call)) return { State: isReady(call) ? 'COMPLETE' : 'INPROGRESS' };
		account.report = { startedAtElapsed: clock.elapsed(), generatedAt: clock.now(), content: contentOf(account) };
		return { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' };
	},
	GetCredentialReport: (call) => {
		const { report } = call.account;
		if (report === undefined) throw refuse('ReportNotPresent', 'No report has been generated.');
		if (!isReady(call)) throw refuse('ReportInProgress', 'Report generation is in progress.');
		if (isStale(call)) throw refuse('ReportExpired', 'The report has expired.');
		return { Content: Buffer.from(report.content).toString('base64'), ReportFormat: 'text/csv', GeneratedTime: iso(report.generatedAt) };
	},
});
