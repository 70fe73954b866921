import { asProblem } from '../../lifecycle/problem';

/** Null where this pack may not ask; only for what is told beside the rest. */
export const unlessForbidden = async <Found>(read: () => Promise<Found>): Promise<Found | null> => {
	try {
		return await read();
	} catch (error) {
		const problem = asProblem(error);
		if (problem.code === 'forbidden' || problem.code === 'not_found') return null;
		throw problem;
	}
};
