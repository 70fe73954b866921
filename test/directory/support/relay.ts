import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { SambaDomain } from '../../../scripts/stage/samba';

/** A way to the domain controller that can be blocked; what is sent meanwhile arrives once it is free again. */
export interface Relay {
	port: number;
	block(): void;
	free(): void;
	/** As where nobody listens any more. */
	stop(): Promise<void>;
}

/** At the same address, because that is what the certificate is for. */
export const startRelay = async ({ host, port }: SambaDomain): Promise<Relay> => {
	const near = new Set<Socket>();
	let blocked = false;
	const server = createServer((socket) => {
		const far = connect({ host, port });
		near.add(socket);
		for (const [one, other] of [[socket, far], [far, socket]] as const) {
			one.on('error', () => other.destroy());
			one.on('close', () => other.destroy());
		}
		far.pipe(socket);
		socket.pipe(far);
		if (blocked) socket.pause();
	});
	await new Promise<void>((resolve) => server.listen(0, host, resolve));
	return {
		port: (server.address() as AddressInfo).port,
		block: () => {
			blocked = true;
			near.forEach((socket) => socket.pause());
		},
		free: () => {
			blocked = false;
			near.forEach((socket) => socket.resume());
		},
		stop: async () => {
			near.forEach((socket) => socket.destroy());
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
};
