import type { ProblemCode } from '../../lifecycle/problem';

/** What a status means where the vendor said something of its own beside it; `said` is null for what is no answer of its API. */
export const codeOf = (status: number, said: string | null): ProblemCode => {
	if (status === 429) return 'throttled';
	if (status >= 500) return 'vendor_error';
	// A page of a proxy is no statement of the vendor about anything.
	if (status < 400 || said === null) return 'bad_answer';
	if (status === 401) return 'unauthorised';
	if (status === 403) return 'forbidden';
	if (status === 404) return 'not_found';
	return 'rejected';
};
