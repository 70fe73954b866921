import { postgresPrograms, startPostgres } from '../../../scripts/lib/postgres.mjs';
import { python } from '../../../scripts/lib/python.mjs';

/** Two servers: one for everybody, and one that a test may kill. */
const startServers = async () => {
	const programs = await postgresPrograms();
	if (!('path' in programs)) {
		process.env.JML_POSTGRES_MISSING = programs.reason;
		return;
	}
	const [shared, mortal] = await Promise.all([startPostgres(programs.path), startPostgres(programs.path)]);
	globalThis.postgresServers = [shared, mortal];
	process.env.JML_POSTGRES = JSON.stringify({ shared: shared.told, mortal: mortal.told });
};

const findPython = async () => {
	const found = await python();
	if ('path' in found) process.env.JML_PYTHON = found.path;
	else process.env.JML_PYTHON_MISSING = found.reason;
};

export default async () => {
	await startServers();
	await findPython();
};
