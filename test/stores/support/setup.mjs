import { postgresPrograms, startPostgres } from '../../../scripts/lib/postgres.mjs';

/** Two servers: one for everybody, and one that a test may kill. */
export default async () => {
	const programs = await postgresPrograms();
	if (!('path' in programs)) {
		process.env.JML_POSTGRES_MISSING = programs.reason;
		return;
	}
	const [shared, mortal] = await Promise.all([startPostgres(programs.path), startPostgres(programs.path)]);
	globalThis.postgresServers = [shared, mortal];
	process.env.JML_POSTGRES = JSON.stringify({ shared: shared.told, mortal: mortal.told });
};
