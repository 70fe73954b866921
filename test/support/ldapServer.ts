import { createServer, type TLSSocket } from 'node:tls';
import { selfSigned } from '../../sandbox/ingress/certificate';
import { BerReader, BerWriter } from 'ldapts';

/** What a server of our own answers; each may be slow, wrong or endless, which a real one is not on demand. */
export interface Script {
	/** Attributes by distinguished name, for reads of one object. */
	objects: Record<string, Record<string, (string | Buffer)[]>>;
	/** How many accounts a search finds. */
	accounts: number;
	account(index: number): Record<string, (string | Buffer)[]>;
	/** Answers so many pages with nothing but a cookie first, as a search does that finds little in its time. */
	emptyPages?: number;
	/** Answers a read with this code. */
	refuse?(base: string): number | undefined;
	/** Never answers these. */
	silent?(base: string): boolean;
}

const searchEntry = 0x64;
const searchDone = 0x65;
const pagedResults = '1.2.840.113556.1.4.319';

const message = (id: number, tag: number, write: (writer: BerWriter) => void, cookie?: { size: number; value: string }): Buffer => {
	const writer = new BerWriter();
	writer.startSequence();
	writer.writeInt(id);
	writer.startSequence(tag);
	write(writer);
	writer.endSequence();
	if (cookie) {
		const value = new BerWriter();
		value.startSequence();
		value.writeInt(cookie.size);
		value.writeString(cookie.value);
		value.endSequence();
		writer.startSequence(0xa0);
		writer.startSequence();
		writer.writeString(pagedResults);
		writer.writeBuffer(value.buffer, 4);
		writer.endSequence();
		writer.endSequence();
	}
	writer.endSequence();
	return writer.buffer;
};

const result = (code: number) => (writer: BerWriter) => {
	writer.writeEnumeration(code);
	writer.writeString('');
	writer.writeString('');
};

const entry = (dn: string, attributes: Record<string, (string | Buffer)[]>) => (writer: BerWriter) => {
	writer.writeString(dn);
	writer.startSequence();
	for (const [name, values] of Object.entries(attributes)) {
		writer.startSequence();
		writer.writeString(name);
		writer.startSequence(0x31);
		for (const value of values) writer.writeBuffer(Buffer.from(value as string), 4);
		writer.endSequence();
		writer.endSequence();
	}
	writer.endSequence();
};

/** LDAPS as far as our client speaks it: bind, read one object, search in pages. */
export const startLdapServer = async (script: Script) => {
	const { certificate, privateKey } = selfSigned();
	const sockets = new Set<TLSSocket>();
	const stats = { pages: 0, largestPage: 0, connections: 0 };
	const server = createServer({ cert: certificate, key: privateKey }, (socket) => {
		sockets.add(socket);
		stats.connections++;
		let received = Buffer.alloc(0);
		socket.on('error', () => {});
		socket.on('data', (chunk) => {
			received = Buffer.concat([received, chunk]);
			for (;;) {
				const reader = new BerReader(received);
				const size = received.length > 1 ? reader.readSequence() : null;
				if (size === null || reader.remain < reader.length) return;
				const end = reader.offset + reader.length;
				answer(socket, new BerReader(received.subarray(0, end)));
				received = received.subarray(end);
			}
		});
	});

	const answer = (socket: TLSSocket, reader: BerReader) => {
		reader.readSequence();
		const id = reader.readInt()!;
		const operation = reader.readSequence();
		if (operation === 0x60) return void socket.write(message(id, 0x61, result(0)));
		if (operation !== 0x63) return void socket.end();
		const base = reader.readString()!;
		const scope = reader.readEnumeration();
		if (script.silent?.(base)) return;
		if (scope === 0) {
			const code = script.refuse?.(base) ?? (script.objects[base] ? 0 : 32);
			if (code === 0) socket.write(message(id, searchEntry, entry(base, script.objects[base]!)));
			return void socket.write(message(id, searchDone, result(code)));
		}
		const rest = reader.remainingBuffer;
		const cookie = Number(/page-(\d+)/.exec(rest.toString('latin1'))?.[1] ?? 0);
		stats.pages++;
		if (stats.pages <= (script.emptyPages ?? 0)) return void socket.write(message(id, searchDone, result(0), { size: 0, value: `page-${cookie}` }));
		const pageSize = 500;
		const rows = Math.min(pageSize, script.accounts - cookie);
		stats.largestPage = Math.max(stats.largestPage, rows);
		for (let index = cookie; index < cookie + rows; index++) socket.write(message(id, searchEntry, entry(`CN=${index},${base}`, script.account(index))));
		const next = cookie + rows;
		socket.write(message(id, searchDone, result(0), { size: 0, value: next < script.accounts ? `page-${next}` : '' }));
	};

	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as { port: number };
	return {
		server: { host: 'localhost', port, encryption: 'ldaps' as const, ca: certificate, user: 'svc@jml.test', password: 'any' },
		stats,
		/** As a network does that gives way. */
		cut: () => sockets.forEach((socket) => socket.destroy()),
		stop: async () => {
			sockets.forEach((socket) => socket.destroy());
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
};
