import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { createClock } from '../clock';
import { startMail, type MailDouble } from '.';
import { readMessage } from './message';

const clock = createClock();
let mail: MailDouble;
beforeEach(async () => {
	mail = await startMail({ clock });
});
afterEach(() => mail.stop());

/** Says the lines one after the other, each after the answer to the one before, and collects the answers. */
async function converse(lines: string[]): Promise<string[]> {
	const socket: Socket = connect(mail.connection.port, mail.connection.host);
	const answers: string[] = [];
	const queue = [...lines];
	await new Promise<void>((resolve, reject) => {
		socket.setEncoding('utf8');
		socket.on('error', reject);
		socket.on('close', () => resolve());
		socket.on('data', (answer: string) => {
			answers.push(answer.trim());
			const next = queue.shift();
			if (next === undefined) socket.end();
			else socket.write(`${next}\r\n`);
		});
	});
	return answers;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const plain = () => `AUTH PLAIN ${base64(`\0${mail.connection.user}\0${mail.connection.password}`)}`;

test('a message is delivered, kept and can be awaited', async () => {
	const arrival = mail.waitForMail(({ subject }) => subject === 'Access removed');
	const text = ['From: JML <jml@kestrel.example>', 'To: it@kestrel.example', 'Subject: Access removed', '', 'Mateo left.', '..dots stay', '.'].join('\r\n');
	const answers = await converse(['EHLO n8n', plain(), 'MAIL FROM:<jml@kestrel.example> SIZE=100', 'RCPT TO:<it@kestrel.example>', 'RCPT TO:<hr@kestrel.example>', 'DATA', text, 'QUIT']);
	expect(answers.map((answer) => answer.slice(0, 3))).toEqual(['220', '250', '235', '250', '250', '250', '354', '250', '221']);
	expect(answers[1]).not.toContain('STARTTLS');
	expect(await arrival).toMatchObject({ from: 'jml@kestrel.example', to: ['it@kestrel.example', 'hr@kestrel.example'], text: 'Mateo left.\r\n.dots stay', headers: { to: 'it@kestrel.example' } });
	expect(mail.messages).toHaveLength(1);
	mail.clear();
	expect(mail.messages).toEqual([]);
});

test('AUTH LOGIN asks for user and password', async () => {
	const answers = await converse(['EHLO n8n', 'AUTH LOGIN', base64(mail.connection.user), base64(mail.connection.password), 'QUIT']);
	expect(answers.slice(2, 5)).toEqual([`334 ${base64('Username:')}`, `334 ${base64('Password:')}`, '235 2.7.0 Authenticated']);
});

test('nothing is taken without authentication, with a wrong password, or without recipients', async () => {
	expect((await converse(['EHLO n8n', 'MAIL FROM:<a@b>', 'QUIT']))[2]).toMatch(/^530/);
	expect((await converse(['EHLO n8n', `AUTH PLAIN ${base64('\0x\0y')}`, 'QUIT']))[2]).toMatch(/^535/);
	expect((await converse(['EHLO n8n', plain(), 'MAIL FROM:<a@b>', 'DATA', 'QUIT']))[4]).toMatch(/^503/);
	expect((await converse(['EHLO n8n', 'VRFY x', 'QUIT']))[2]).toMatch(/^502/);
});

test('pipelined commands are answered in order', async () => {
	const answers = await converse([['EHLO n8n', plain(), 'NOOP', 'RSET', 'QUIT'].join('\r\n')]);
	expect(answers.join('\r\n').match(/^\d{3}(?= )/gm)).toEqual(['220', '250', '235', '250', '250', '221']);
});

test('what mail programs make of accents, long lines and HTML is readable', () => {
	const raw = [
		'Subject: =?UTF-8?Q?Zugang_f=C3=BCr?= =?UTF-8?B?IE3DvGxsZXI=?=',
		'Content-Type: multipart/alternative;',
		' boundary="--_b1"',
		'',
		'----_b1',
		'Content-Type: text/plain; charset=utf-8',
		'Content-Transfer-Encoding: quoted-printable',
		'',
		'gesperrt f=C3=BCr M=C3=BCl=',
		'ler',
		'----_b1',
		'Content-Type: text/html; charset=utf-8',
		'Content-Transfer-Encoding: base64',
		'',
		base64('<p>für</p>'),
		'----_b1--',
	].join('\r\n');
	expect(readMessage(raw, { from: '', to: [] }, '')).toMatchObject({ subject: 'Zugang für Müller', text: 'gesperrt für Müller', html: '<p>für</p>' });
});
