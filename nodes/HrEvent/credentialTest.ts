import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { keyOf } from '../../systems/hr/signatures/standardWebhooks';

const shortest = 16;

/** Nobody can be asked whether it is the right one; whether it can be one at all is seen at once. */
export async function testWebhookSecret(this: ICredentialTestFunctions, { data = {} }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	const secret = String(data['secret'] ?? '');
	if (secret.trim() === '') return refused('The secret is empty. Enter what the HR system signs its messages with, or the token it sends along.');
	if (secret !== secret.trim()) return refused('The secret begins or ends with a blank, which was probably copied along. Remove it.');
	if (secret.startsWith('whsec_') && keyOf(secret).length < 24) return refused('A secret that begins with whsec_ needs at least 24 bytes in base64 behind it. Copy it once more, whole.');
	if (secret.length < shortest) return refused(`The secret has fewer than ${shortest} characters, so it can be guessed. Make a longer one, for instance with: openssl rand -hex 32.`);
	return { status: 'OK', message: 'The secret can be one. Whether it is the right one shows with the first message: a wrong one is answered with 401' };
}

const refused = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });
