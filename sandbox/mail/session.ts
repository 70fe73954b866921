import type { Socket } from 'node:net';

export interface Credentials {
	user: string;
	password: string;
}

export interface Envelope {
	from: string;
	to: string[];
}

const address = (line: string) => /<([^>]*)>/.exec(line)?.[1] ?? '';

const plain = (encoded: string): Credentials => {
	const [, user = '', password = ''] = Buffer.from(encoded, 'base64').toString('utf8').split('\0');
	return { user, password };
};

const word = (encoded: string) => Buffer.from(encoded, 'base64').toString('utf8');

const unstuffed = (line: string) => (line.startsWith('.') ? line.slice(1) : line);

/** One SMTP conversation (RFC 5321, RFC 4954), without TLS. `accept` gets every complete message. */
export function converse(socket: Socket, expected: Credentials, accept: (raw: string, envelope: Envelope) => void): void {
	let envelope: Envelope = { from: '', to: [] };
	let authenticated = false;
	let received = '';
	let data: string[] | undefined;
	/** What the next line answers, when it is not a command. */
	let asked: ((line: string) => void) | undefined;

	const say = (line: string) => socket.write(`${line}\r\n`);

	const logIn = ({ user, password }: Credentials) => {
		authenticated = user === expected.user && password === expected.password;
		say(authenticated ? '235 2.7.0 Authenticated' : '535 5.7.8 Wrong user or password');
	};

	const ask = (question: string, answer: (line: string) => void) => {
		say(`334 ${Buffer.from(question).toString('base64')}`);
		asked = answer;
	};

	const authenticate = (mechanism: string, initial: string | undefined) => {
		if (mechanism === 'PLAIN' && initial !== undefined) return logIn(plain(initial));
		if (mechanism === 'PLAIN') return ask('', (line) => logIn(plain(line)));
		if (mechanism !== 'LOGIN') return say('504 5.5.4 Unknown mechanism');
		const askPassword = (user: string) => ask('Password:', (line) => logIn({ user, password: word(line) }));
		return initial === undefined ? ask('Username:', (line) => askPassword(word(line))) : askPassword(word(initial));
	};

	const commands: Record<string, (rest: string, line: string) => unknown> = {
		EHLO: () => say('250-kestrel.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN LOGIN'),
		HELO: () => say('250 kestrel.example'),
		AUTH: (rest) => {
			const [mechanism = '', initial] = rest.split(' ');
			authenticate(mechanism.toUpperCase(), initial);
		},
		MAIL: (_rest, line) => {
			if (!authenticated) return say('530 5.7.0 Authentication required');
			envelope = { from: address(line), to: [] };
			return say('250 2.1.0 Ok');
		},
		RCPT: (_rest, line) => {
			envelope.to.push(address(line));
			say('250 2.1.5 Ok');
		},
		DATA: () => {
			if (envelope.to.length === 0) return say('503 5.5.1 No recipients');
			data = [];
			return say('354 End data with <CR><LF>.<CR><LF>');
		},
		RSET: () => {
			envelope = { from: '', to: [] };
			say('250 2.0.0 Ok');
		},
		NOOP: () => say('250 2.0.0 Ok'),
		QUIT: () => {
			say('221 2.0.0 Bye');
			socket.end();
		},
	};

	const hear = (line: string) => {
		if (data !== undefined) {
			if (line !== '.') return void data.push(unstuffed(line));
			accept(data.join('\r\n'), envelope);
			data = undefined;
			return void say('250 2.0.0 Ok: queued');
		}
		if (asked !== undefined) {
			const answer = asked;
			asked = undefined;
			return answer(line);
		}
		const [verb = '', rest = ''] = [line.split(' ', 1)[0], line.slice(line.indexOf(' ') + 1)];
		const command = commands[verb.toUpperCase()];
		return void (command === undefined ? say('502 5.5.2 Command not recognized') : command(rest, line));
	};

	socket.setEncoding('utf8');
	socket.on('error', () => socket.destroy());
	socket.on('data', (chunk: string) => {
		const lines = `${received}${chunk}`.split('\r\n');
		received = lines.pop() ?? '';
		for (const line of lines) hear(line);
	});
	say('220 kestrel.example ESMTP');
}
