export default async () => {
	await Promise.all((globalThis.postgresServers ?? []).map((server) => server.stop()));
};
