import type { RunningSamba } from '../../../scripts/stage/samba';

export default async (): Promise<void> => {
	await (globalThis as { samba?: Pick<RunningSamba, 'stop'> }).samba?.stop();
};
