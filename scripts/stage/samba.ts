import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { selfSigned } from '../../sandbox/ingress/certificate';
import { capture } from '../lib/run.mjs';
import { watchProcess, type Watched } from '../n8n';

/** What a client needs to know of the domain; plain, so that it can be told to other processes. */
export interface SambaDomain {
	host: string;
	port: number;
	startTlsPort: number;
	caPem: string;
	baseDn: string;
	/** As the administrator of the domain. */
	user: string;
	password: string;
	/** For samba-tool, which goes past LDAP. */
	configFile: string;
}

export interface RunningSamba extends SambaDomain {
	stop(): Promise<void>;
}

const password = 'For-tests-only-1';
const ldaps = 636;

/**
 * A domain controller of its own in a folder of its own, with nothing of the machine's. Samba's ports are fixed, so each
 * has an address of its own among those that mean this machine.
 */
export const startSamba = async (program: string): Promise<RunningSamba> => {
	const folder = mkdtempSync(join(tmpdir(), 'jml-samba-'));
	let server: Watched | undefined;
	const stop = async () => {
		await server?.end('SIGTERM', 5_000);
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		const host = await freeAddress();
		const domain = join(folder, 'domain');
		const { certificate, privateKey } = selfSigned({ dns: 'dc1.jml.test', ip: host });
		const file = (name: string, content: string) => {
			writeFileSync(join(folder, name), content, { mode: 0o600 });
			return join(folder, name);
		};
		const options = {
			interfaces: `${host}/8`,
			'bind interfaces only': 'yes',
			// Neither files nor printers nor names: LDAP is all that is asked of it.
			'server services': 'ldap',
			'pid directory': folder,
			'log file': join(folder, 'log'),
			'tls certfile': file('cert.pem', certificate),
			'tls cafile': file('ca.pem', certificate),
			'tls keyfile': file('key.pem', privateKey),
		};
		const names = ['--realm=JML.TEST', '--domain=JML', '--host-name=dc1', `--host-ip=${host}`, '--server-role=dc', '--dns-backend=NONE', `--adminpass=${password}`, `--targetdir=${domain}`];
		await capture('samba-tool', ['domain', 'provision', `--configfile=${file('empty.conf', '[global]\n')}`, ...names, ...Object.entries(options).map(([name, value]) => `--option=${name}=${value}`)]);
		const configFile = join(domain, 'etc', 'smb.conf');
		chmodSync(folder, 0o700);
		server = watchProcess(program, ['--foreground', '--no-process-group', '--model=single', `--configfile=${configFile}`], { env: process.env, cwd: folder });
		await answering(host, certificate, server);
		return { host, port: ldaps, startTlsPort: 389, caPem: certificate, baseDn: 'DC=jml,DC=test', user: 'administrator@jml.test', password, configFile, stop };
	} catch (error) {
		await stop();
		throw error;
	}
};

/** One that nobody listens on with LDAPS. */
const freeAddress = async (): Promise<string> => {
	const part = () => 1 + Math.floor(Math.random() * 254);
	for (let tries = 0; tries < 20; tries++) {
		const address = `127.${part()}.${part()}.${part()}`;
		if (await isFree(address)) return address;
	}
	throw new Error('No address of this machine has the port of LDAPS free');
};

const isFree = (address: string): Promise<boolean> =>
	new Promise((resolve) => {
		const probe = createServer().once('error', () => resolve(false));
		probe.listen(ldaps, address, () => probe.close(() => resolve(true)));
	});

const patienceMs = 60_000;

/** That the process runs says nothing: it is ready when it answers with its certificate. */
const answering = async (host: string, ca: string, server: Watched): Promise<void> => {
	for (const until = Date.now() + patienceMs; ; ) {
		if (await answers(host, ca)) return;
		if (!server.isRunning() || Date.now() > until) throw new Error(`Samba does not answer at ${host}:${ldaps}. It said:\n${server.log().slice(-4_000)}`);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
};

const answers = (host: string, ca: string): Promise<boolean> =>
	new Promise((resolve) => {
		const socket = connect({ host, port: ldaps, ca });
		socket.once('secureConnect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});

