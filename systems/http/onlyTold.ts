import { asProblem } from '../../lifecycle/problem';

/** For what is only told beside a change: where it cannot be read, nobody keeps anything for it. */
export const onlyTold = async <Told>(otherwise: Told, read: () => Promise<Told>): Promise<Told> => {
	try {
		return await read();
	} catch (error) {
		const problem = asProblem(error);
		if (problem.code === 'cancelled') throw problem;
		return otherwise;
	}
};
