import { asProblem } from './problem';

/** Whether what was set up can do its work, asked before it has to. */
export interface Check {
	ok: boolean;
	/** What was found, and what to do next. */
	message: string;
	/** The permissions that are not there, by the names their system has for them. */
	missing?: readonly string[];
}

/** One thing of a set-up that was checked, as an item carries it. */
export interface Checked extends Check {
	/** What it is, in words. */
	what: string;
	/** As it stands in `steps`, where it is one of the systems. */
	system?: string;
}

/** What cannot even be asked is not in order; a refusal may itself say which permissions are not there. */
export const failedCheck = (error: unknown): Check => {
	const { message, evidence } = asProblem(error);
	const { missing } = evidence;
	return { ok: false, message, ...(Array.isArray(missing) ? { missing: missing.map(String) } : {}) };
};

/** What only works where all of it does. */
export const together = (checks: readonly Check[]): Check => {
	const missing = [...new Set(checks.flatMap((check) => check.missing ?? []))];
	return { ok: checks.every(({ ok }) => ok), message: checks.map(({ message }) => message.replace(/[^.]$/, '$&.')).join(' '), ...(missing.length > 0 ? { missing } : {}) };
};
