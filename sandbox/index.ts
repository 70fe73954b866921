import type { Clock, ClockOptions } from './clock';
import { createClock } from './clock';
import { cast, people, recruits } from './company';
import type { Control } from './control';
import { startControl } from './control';
import type { DoubleName, Doubles, DoubleSettings } from './doubles';
import { doubles } from './doubles';
import type { Ingress } from './ingress';
import { startIngress } from './ingress';
import type { MailDouble } from './mail';
import { startMail } from './mail';
import type { Hosts, Outside } from './outside';
import { startOutside } from './outside';
import type { Faults } from './server/faults';
import type { Journal } from './server/journal';
import type { RateRule } from './server/rateLimits';

export { cast, outsiders, people, personById, recruits, DOMAIN, TIME_ZONES } from './company';
export type { Person } from './company';
export type { Delivery } from './bamboohr/delivery';
export type { MailMessage } from './mail';
export type { Effect, FaultHandle, FaultSpec, Faults } from './server/faults';
export type { Journal, JournalEntry } from './server/journal';
export { vendorLimits } from './limits';
export { longestChain } from './server/journal';
export { sign as signWebhook } from './bamboohr/signature';

export interface SandboxOptions {
	/** So many people more than the seventy-five, in HR and wherever people have accounts; `recruits(extra)` are they. */
	company?: { extra: number };
	clock?: ClockOptions;
	/** Waited before every answer: one number for all doubles, or one each. */
	latencyMs?: number | Partial<Record<DoubleName, number>>;
	/** Fixed ports where they matter; free ones otherwise. */
	ports?: Partial<Record<DoubleName | 'mail' | 'ingress' | 'outside' | 'control', number>>;
	settings?: DoubleSettings;
	/** Enforced request limits; none unless given. */
	rateLimits?: Partial<Record<DoubleName, readonly RateRule[]>>;
	/** Where the ingress forwards to, if that is known already. */
	ingressTarget?: string;
}

export interface Sandbox extends Doubles {
	clock: Clock;
	cast: typeof cast;
	mail: MailDouble;
	ingress: Ingress;
	/** For clients that know no other address than the vendor's. */
	outside: Outside;
	control: Control;
	faults: Record<DoubleName, Faults>;
	journals: Record<DoubleName, Journal>;
	/** Addresses and credentials of everything, as plain data. */
	connections: { [Name in DoubleName]: Doubles[Name]['connection'] } & { mail: MailDouble['connection']; ingress: { url: string; certificate: string }; outside: Pick<Outside, 'proxyUrl' | 'certificate' | 'hosts'>; control: { url: string } };
	stop(): Promise<void>;
}

const names = Object.keys(doubles) as DoubleName[];

const perDouble = <Value>(running: Doubles, pick: (double: Doubles[DoubleName]) => Value) =>
	Object.fromEntries(names.map((name) => [name, pick(running[name])])) as Record<DoubleName, Value>;

/** Each host that a double stands for, and where the double is. */
const hostsOf = (running: Doubles): Hosts => Object.fromEntries(Object.values(running).flatMap((double) => ('hosts' in double ? double.hosts.map((host) => [host, double.url]) : [])));

async function startDoubles(clock: Clock, { company, latencyMs, ports = {}, settings = {}, rateLimits = {} }: SandboxOptions): Promise<Doubles> {
	const staff = [...people, ...recruits(company?.extra ?? 0)];
	const start = async (name: DoubleName) => {
		const latency = typeof latencyMs === 'number' ? latencyMs : (latencyMs?.[name] ?? 0);
		const options = { clock, port: ports[name] ?? 0, latencyMs: latency, settings: settings[name] ?? {}, rateLimits: rateLimits[name] ?? [], staff };
		// Two doubles may have settings of the same name and different kinds.
		const begin = doubles[name] as (given: typeof options) => Promise<Doubles[DoubleName]>;
		return [name, await begin(options)] as const;
	};
	return Object.fromEntries(await Promise.all(names.map(start))) as unknown as Doubles;
}

/** Brings the simulated company up on loopback ports. `stop` leaves nothing running. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { ports = {}, ingressTarget } = options;
	const clock = createClock(options.clock);
	const running = await startDoubles(clock, options);
	const mail = await startMail({ clock, port: ports.mail ?? 0 });
	const ingress = await startIngress({ port: ports.ingress ?? 0, ...(ingressTarget === undefined ? {} : { target: ingressTarget }) });
	for (const { deliveries } of [running.bamboohr, running.personio]) deliveries.trust(ingress.certificate);
	const outside = await startOutside(hostsOf(running), { port: ports.outside ?? 0 });
	const control = await startControl({ ...running, clock, mail, ingress }, ports.control ?? 0);
	return {
		...running,
		clock,
		cast,
		mail,
		ingress,
		outside,
		control,
		faults: perDouble(running, ({ faults }) => faults),
		journals: perDouble(running, ({ journal }) => journal),
		connections: {
			...(perDouble(running, ({ connection }) => connection) as { [Name in DoubleName]: Doubles[Name]['connection'] }),
			mail: mail.connection,
			ingress: { url: ingress.url, certificate: ingress.certificate },
			outside: { proxyUrl: outside.proxyUrl, certificate: outside.certificate, hosts: outside.hosts },
			control: { url: control.url },
		},
		stop: async () => {
			clock.stop();
			await Promise.all([...names.map((name) => running[name].stop()), mail.stop(), ingress.stop(), outside.stop(), control.stop()]);
		},
	};
}
