export interface MailMessage {
	from: string;
	to: string[];
	subject: string;
	headers: Record<string, string>;
	/** The readable body: plain text where there is some, else HTML. */
	text: string;
	html: string;
	raw: string;
	receivedAt: string;
}

interface Part {
	headers: Record<string, string>;
	body: string;
}

/** RFC 2047 words, as in a subject with accents. */
function decodeWords(text: string): string {
	return text.replaceAll(/=\?([^?]+)\?([bq])\?([^?]*)\?=(?:\s+(?==\?))?/gi, (_all, _charset: string, encoding: string, data: string) =>
		encoding.toLowerCase() === 'b' ? Buffer.from(data, 'base64').toString('utf8') : fromQuotedPrintable(data.replaceAll('_', ' ')),
	);
}

function fromQuotedPrintable(text: string): string {
	const bytes: number[] = [];
	const joined = text.replaceAll(/=\r?\n/g, '');
	for (let index = 0; index < joined.length; index++) {
		const code = /^=([0-9A-F]{2})/i.exec(joined.slice(index, index + 3))?.[1];
		if (code === undefined) bytes.push(...Buffer.from(joined.charAt(index)));
		else {
			bytes.push(Number.parseInt(code, 16));
			index += 2;
		}
	}
	return Buffer.from(bytes).toString('utf8');
}

function split(raw: string): Part {
	const [head = '', ...rest] = raw.split('\r\n\r\n');
	const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
	const pairs = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const);
	return { headers: Object.fromEntries(pairs.map(([name, value]) => [name, decodeWords(value)])), body: rest.join('\r\n\r\n') };
}

function decoded({ headers, body }: Part): string {
	const encoding = headers['content-transfer-encoding']?.toLowerCase();
	if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
	return encoding === 'quoted-printable' ? fromQuotedPrintable(body) : body;
}

function leaves(part: Part): Part[] {
	const boundary = /^multipart\/.*boundary="?([^";]+)"?/i.exec(part.headers['content-type'] ?? '')?.[1];
	if (boundary === undefined) return [part];
	const pieces = part.body.split(`--${boundary}`).slice(1, -1);
	return pieces.flatMap((piece) => leaves(split(piece.replace(/^\r\n/, '').replace(/\r\n$/, ''))));
}

export function readMessage(raw: string, envelope: { from: string; to: string[] }, receivedAt: string): MailMessage {
	const whole = split(raw);
	const bodies = leaves(whole);
	const first = (type: string) => bodies.find(({ headers }) => (headers['content-type'] ?? 'text/plain').toLowerCase().startsWith(type));
	const plain = first('text/plain');
	const rich = first('text/html');
	const html = rich === undefined ? '' : decoded(rich);
	return { ...envelope, subject: whole.headers.subject ?? '', headers: whole.headers, text: plain === undefined ? html : decoded(plain), html, raw, receivedAt };
}
