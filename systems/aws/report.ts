import { asProblem } from '../../lifecycle/problem';
import { parse, type Iam } from './client';

/** What the credential report says of a user. */
export interface Reported {
	password: boolean;
	keys: boolean;
	lastUsedAt: string | null;
}

const pauseMs = 1_000;
const mostPauses = 60;

/**
 * By ARN; null where it may not be asked for, or is not made in time. AWS makes it anew every four hours at most, so it
 * may be that old: good enough for a list, proof of nothing.
 */
export const credentialReport = async (iam: Iam): Promise<ReadonlyMap<string, Reported> | null> => {
	try {
		for (let turn = 0; ; turn++) {
			const state = parse.text((await iam.read('GenerateCredentialReport', {}))['State'], 'GenerateCredentialReport.State');
			if (state === 'COMPLETE') break;
			if (turn >= mostPauses) return null;
			await iam.clock.sleep(pauseMs);
		}
		return rowsIn(await contentOf(iam));
	} catch (error) {
		const problem = asProblem(error);
		if (problem.code === 'forbidden') return null;
		throw problem;
	}
};

const contentOf = async (iam: Iam): Promise<string> => Buffer.from(parse.text((await iam.read('GetCredentialReport', {}))['Content'], 'GetCredentialReport.Content'), 'base64').toString('utf8');

/** Columns are gone by their names: AWS adds new ones. */
export const rowsIn = (csv: string): ReadonlyMap<string, Reported> => {
	const [header = '', ...lines] = csv.split(/\r?\n/).filter((line) => line !== '');
	const columns = header.split(',');
	for (const column of ['arn', 'password_enabled']) if (!columns.includes(column)) parse.refuse('credential report', `a table with the column ${column}`);
	return new Map(
		lines.map((line) => {
			const cells = line.split(',');
			const cell = (column: string): string => cells[columns.indexOf(column)] ?? '';
			const uses = ['password_last_used', 'access_key_1_last_used_date', 'access_key_2_last_used_date'].map((column) => Date.parse(cell(column))).filter((at) => !Number.isNaN(at));
			const reported: Reported = {
				password: cell('password_enabled') === 'true',
				keys: cell('access_key_1_active') === 'true' || cell('access_key_2_active') === 'true',
				lastUsedAt: uses.length === 0 ? null : new Date(Math.max(...uses)).toISOString(),
			};
			return [cell('arn'), reported];
		}),
	);
};
