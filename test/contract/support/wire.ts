import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** A request as the bytes had it: the journal shows addresses after they were normalised, and no credentials. */
export interface OnTheWire {
	method: string;
	target: string;
	headers: Record<string, string | undefined>;
}

export interface Wire {
	readonly seen: readonly OnTheWire[];
	clear(): void;
	stop(): void;
}

const channel = 'http.server.request.start';

export const tapWire = (port: number): Wire => {
	const seen: OnTheWire[] = [];
	const listen = (message: unknown) => {
		const { request } = message as { request: IncomingMessage };
		if (request.socket.localPort !== port) return;
		seen.push({ method: request.method ?? '', target: request.url ?? '', headers: { ...request.headers } as OnTheWire['headers'] });
	};
	subscribe(channel, listen);
	return {
		seen,
		clear: () => {
			seen.length = 0;
		},
		stop: () => void unsubscribe(channel, listen),
	};
};
