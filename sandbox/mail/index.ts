import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { Clock } from '../clock';
import { createWatchers } from '../server/watchers';
import type { MailMessage } from './message';
import { readMessage } from './message';
import type { Credentials } from './session';
import { converse } from './session';

export type { MailMessage } from './message';

export interface MailDouble {
	name: string;
	connection: Credentials & { host: string; port: number };
	readonly messages: readonly MailMessage[];
	/** Resolves with the first message, past or future, that fits. */
	waitForMail(fits: (message: MailMessage) => boolean): Promise<MailMessage>;
	clear(): void;
	stop(): Promise<void>;
}

const CREDENTIALS: Credentials = { user: 'notices@kestrel.example', password: 'sandbox-mail' };

/** A mail server that keeps what it is given and sends nothing on. */
export async function startMail({ clock, port = 0 }: { clock: Clock; port?: number }): Promise<MailDouble> {
	const messages: MailMessage[] = [];
	const arrivals = createWatchers(() => messages);
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
		converse(socket, CREDENTIALS, (raw, envelope) => {
			const message = readMessage(raw, envelope, clock.iso());
			messages.push(message);
			arrivals.announce(message);
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return {
		name: 'mail',
		connection: { host: '127.0.0.1', port: (server.address() as AddressInfo).port, ...CREDENTIALS },
		messages,
		waitForMail: arrivals.waitFor,
		clear: () => {
			messages.length = 0;
		},
		stop: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				for (const socket of sockets) socket.destroy();
			}),
	};
}
