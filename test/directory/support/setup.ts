import { sambaServer } from '../../../scripts/lib/samba.mjs';
import { startSamba, type RunningSamba } from '../../../scripts/stage/samba';

/** One domain for all files; each makes units and people of its own in it. */
export default async (): Promise<void> => {
	const program = await sambaServer();
	if (!('path' in program)) {
		process.env['JML_SAMBA_MISSING'] = program.reason;
		return;
	}
	const { stop, ...domain } = await startSamba(program.path);
	(globalThis as { samba?: Pick<RunningSamba, 'stop'> }).samba = { stop };
	process.env['JML_SAMBA'] = JSON.stringify({ ...domain, program: program.path });
};
