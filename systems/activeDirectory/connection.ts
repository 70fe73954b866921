import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import type * as Ldapts from '../../vendor/ldapts';
import type { Clock } from '../../lifecycle/clock';
import { asProblem, Problem } from '../../lifecycle/problem';
import { pauseBefore } from '../../lifecycle/readBack';
import type { Budget } from '../http/budget';
import { entryOf, parse, type Entry } from './entry';
import { ldapProblem, type Asked } from './errors';
import { guidText, sidText } from './identifiers';
import type { Server } from './server';

export const ldapts = () => require('../../vendor/ldapts') as typeof Ldapts;

export interface ConnectionTerms {
	clock: Clock;
	budget: Budget;
	signal?: AbortSignal;
	connectMs?: number;
	operationMs?: number;
	/** How long after its last use the connection ends. */
	idleMs?: number;
}

/** What the domain controller says of itself, and of who is asking. */
export interface Root {
	/** Its own name, so that the evidence says which of several was asked. */
	dnsHostName: string;
	namingContext: string;
	domainSid: string;
	/** Of the account n8n signs in with, and of the groups it is in. */
	ownSids: readonly string[];
	/** Whether `<GUID=…>` stands for a distinguished name here. */
	guidNames: boolean;
}

export interface Opened {
	client: Ldapts.Client;
	root: Root;
}

export interface Connection {
	/** Sends once. */
	send<T>(asked: Asked, work: (opened: Opened) => Promise<T>): Promise<T>;
	/** Sends again what failed in passing. For reads. */
	ask<T>(asked: Asked, work: (opened: Opened) => Promise<T>): Promise<T>;
	close(): Promise<void>;
}

const readTries = 3;

/**
 * One connection for all that an execution does, to one domain controller: what was written there is read there. It is
 * made when it is first needed, and again when it is lost; by ldapts itself it would come back without a password sent,
 * and after StartTLS without encryption.
 */
export const connectionTo = (server: Server, { clock, budget, signal, connectMs = 15_000, operationMs = 30_000, idleMs = 10_000 }: ConnectionTerms): Connection => {
	const where = `${server.host}:${server.port}`;
	let opening: Promise<Opened> | undefined;
	/** Behind one name there may be several domain controllers. */
	let address: string | undefined;
	let closed = false;
	let idle: NodeJS.Timeout | undefined;
	let underway = 0;

	const end = async () => {
		const there = await opening?.catch(() => undefined);
		if (there) await drop(there.client);
	};
	/** Work may go on after the node has handed its item on, so the last one out closes the door. */
	const used = async <T>(work: () => Promise<T>): Promise<T> => {
		clearTimeout(idle);
		underway++;
		try {
			return await work();
		} finally {
			if (--underway === 0 && !closed) idle = setTimeout(() => void end(), idleMs).unref();
		}
	};

	const start = async (): Promise<Opened> => {
		const client = clientFor(server, () => address, (found) => (address ??= found));
		try {
			return await withinTime({ operation: 'connect', object: where }, connectMs, signal, () => open(client, server));
		} catch (error) {
			await drop(client);
			throw error instanceof Problem ? error : ldapProblem(error, { operation: 'bind', object: server.user }, where);
		}
	};

	const opened = async (): Promise<Opened> => {
		if (closed) throw new Problem('unreachable', 'The connection to Active Directory was closed at the end of the execution. Run the case again.');
		const mine = opening;
		const there = await mine?.catch(() => undefined);
		if (there?.client.isBound) return there;
		// Whoever comes first makes it anew, and the others wait for that one.
		if (opening === mine) opening = start();
		return await opening!;
	};

	const send: Connection['send'] = (asked, work) =>
		budget.run(() =>
			used(async () => {
				const connection = await opened();
				try {
					return await withinTime(asked, operationMs, signal, () => work(connection));
				} catch (error) {
					const problem = ldapProblem(error, asked, where);
					// Whoever is stuck once mostly stays so.
					if (problem.code === 'timeout' && !('ldapCode' in problem.evidence)) await drop(connection.client);
					throw problem;
				}
			}),
		);

	return {
		send,
		ask: async (asked, work) => {
			for (let turn = 1; ; turn++) {
				try {
					return await send(asked, work);
				} catch (error) {
					const problem = asProblem(error);
					if (!problem.passing || turn >= readTries) throw problem;
					await clock.sleep(pauseBefore(turn), signal).catch(() => {
						throw cancelled();
					});
				}
			}
		},
		close: async () => {
			closed = true;
			clearTimeout(idle);
			await end();
		},
	};
};

const cancelled = () => new Problem('cancelled', 'The execution was cancelled while Active Directory was being asked. Run the case again.');

/** Waits for the answer no longer than it may take, and not at all once the execution is cancelled. */
const withinTime = async <T>({ operation, object }: Asked, ms: number, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> => {
	if (signal?.aborted) throw cancelled();
	let end = () => {};
	const ended = new Promise<never>((_, reject) => {
		const timer = setTimeout(() => reject(new Problem('timeout', `Active Directory did not answer "${operation}" on ${object} within ${ms / 1_000} seconds.`)), ms);
		const stop = () => reject(cancelled());
		signal?.addEventListener('abort', stop, { once: true });
		end = () => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', stop);
		};
	});
	try {
		return await Promise.race([work(), ended]);
	} finally {
		end();
	}
};

const drop = (client: Ldapts.Client): Promise<void> => client.unbind().catch(() => undefined);

const clientFor = (server: Server, address: () => string | undefined, reached: (address: string) => void): Ldapts.Client => {
	// Whoever switches this on has every request written to the log, and with it each new password.
	if (/(^|[,\s*])(ldapts|\*)/i.test(process.env['NODE_DEBUG'] ?? '')) {
		throw new Problem('misconfigured', 'n8n runs with NODE_DEBUG, which writes whatever is sent to Active Directory to its log, passwords among it. Nothing was sent. Start n8n without it.');
	}
	const { host, port, encryption } = server;
	let used = false;
	const once = () => {
		if (used) throw new Problem('unreachable', 'The connection to Active Directory was lost. Run the case again.');
		used = true;
	};
	const remember = <S extends import('node:net').Socket>(socket: S): S => socket.once('connect', () => socket.remoteAddress && reached(socket.remoteAddress));
	return new (ldapts().Client)({
		url: `${encryption === 'ldaps' ? 'ldaps' : 'ldap'}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`,
		...(encryption === 'ldaps'
			? {
					createSecureConnection: ((): ReturnType<typeof connectTls> => {
						once();
						return remember(connectTls({ ...trust(server), host: address() ?? host, port }));
					}) as typeof connectTls,
				}
			: {
					createConnection: ((): ReturnType<typeof connectTcp> => {
						once();
						return remember(connectTcp({ host: address() ?? host, port }));
					}) as typeof connectTcp,
				}),
	});
};

/** The name in the certificate must be the one in the credential, whatever address is behind it. */
const trust = ({ host, ca }: Server): ConnectionOptions => ({
	...(isIP(host) ? {} : { servername: host }),
	...(ca === null ? {} : { ca }),
	rejectUnauthorized: true,
	minVersion: 'TLSv1.2',
});

const open = async (client: Ldapts.Client, server: Server): Promise<Opened> => {
	if (server.encryption === 'startTls') await client.startTLS({ ...trust(server), host: server.host });
	await client.bind(server.user, server.password);
	return { client, root: await readRoot(client) };
};

const baseRead = async (client: Ldapts.Client, base: string, attributes: string[], explicitBufferAttributes: string[] = []): Promise<Entry> => {
	const { searchEntries } = await client.search(base, { scope: 'base', attributes, explicitBufferAttributes });
	return entryOf(parse.object(searchEntries[0], base || 'the root of the directory'));
};

const readRoot = async (client: Ldapts.Client): Promise<Root> => {
	const root = await baseRead(client, '', ['defaultNamingContext', 'dnsHostName', 'tokenGroups'], ['tokenGroups']);
	const namingContext = root.required('defaultNamingContext');
	const domain = await baseRead(client, namingContext, ['objectGUID', 'objectSid'], ['objectGUID', 'objectSid']);
	const guid = guidText(domain.bytes('objectGUID') ?? parse.refuse('objectGUID', 'there'));
	return {
		dnsHostName: root.text('dnsHostName') ?? '',
		namingContext,
		domainSid: sidText(domain.bytes('objectSid') ?? parse.refuse('objectSid', 'there')),
		ownSids: root.allBytes('tokenGroups').map(sidText),
		guidNames: await baseRead(client, `<GUID=${guid}>`, ['1.1']).then(
			() => true,
			(error: unknown) => {
				if (error instanceof ldapts().ResultCodeError) return false;
				throw error;
			},
		),
	};
};
