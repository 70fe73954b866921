import type { MailMessage } from '../../sandbox';

/** The file attached to a mail, as its reader would save it. */
export const attachmentIn = ({ raw }: MailMessage): { fileName: string; content: Buffer } => {
	const part = /Content-Disposition: attachment;\s*filename="?([^"\r\n]+)"?[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)/i.exec(raw);
	if (!part) throw new Error('The mail has no attachment');
	return { fileName: part[1]!, content: Buffer.from(part[2]!, 'base64') };
};
