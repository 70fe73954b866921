import { browserVerifier, type Verifier } from '../../test/support/browserVerifier';
import { toHex, utf8 } from './bytes';
import { isSigned } from './ed25519';
import { hmacSha256 } from './hmac';
import { sha256 } from './primitives';

type Primitives = Pick<Verifier, 'sha256' | 'hmacSha256' | 'isSigned'>;

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

let inBrowsers: Primitives;
beforeAll(async () => {
	inBrowsers = await browserVerifier();
});
const both = (): [string, Primitives][] => [['Node', { sha256, hmacSha256, isSigned }], ['browsers', inBrowsers]];

it.each([
	['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
	['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
	['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
])('SHA-256 of %j is that of FIPS 180-4', (text, hash) => {
	for (const [, primitives] of both()) expect(toHex(primitives.sha256(utf8(text)))).toBe(hash);
});

it.each([
	['0b'.repeat(20), '4869205468657265', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
	['4a656665', '7768617420646f2079612077616e7420666f72206e6f7468696e673f', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
	['aa'.repeat(20), 'dd'.repeat(50), '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'],
	['0102030405060708090a0b0c0d0e0f10111213141516171819', 'cd'.repeat(50), '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b'],
])('HMAC-SHA-256 is that of RFC 4231 (key %s)', (key, message, hash) => {
	for (const [, primitives] of both()) expect(toHex(primitives.hmacSha256(bytes(key), bytes(message)))).toBe(hash);
});

/** Public key, message, signature. */
const rfc8032: [string, string, string, string][] = [
	['test 1', 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', '', 'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'],
	['test 2', '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', '72', '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'],
	['test 3', 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025', 'af82', '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'],
	['SHA(abc)', 'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf', 'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f', 'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704'],
];

describe.each(rfc8032)('Ed25519, %s of RFC 8032', (_, key, message, signature) => {
	it('fits, and with any bit of it other does not', () => {
		for (const [, primitives] of both()) {
			const fits = (changed: string, text = message, publicKey = key) => primitives.isSigned(bytes(text), bytes(changed), bytes(publicKey));
			expect(fits(signature)).toBe(true);
			expect(fits(signature, `${message}00`)).toBe(false);
			expect(fits(signature.slice(2))).toBe(false);
			for (let at = 0; at < signature.length; at += 7) {
				const flipped = (parseInt(signature[at]!, 16) ^ 1).toString(16);
				expect(fits(signature.slice(0, at) + flipped + signature.slice(at + 1))).toBe(false);
			}
		}
	});
});

const order = 0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3edn;
const littleEndian = (number: bigint): string => Buffer.from(number.toString(16).padStart(64, '0'), 'hex').reverse().toString('hex');
const tooHigh = (signature: string): string => signature.slice(0, 64) + littleEndian(BigInt(`0x${Buffer.from(signature.slice(64), 'hex').reverse().toString('hex')}`) + order);

/** Vectors of “Taming the many EdDSAs” (Chalkias, Garillot, Nikolaenko), table 6, by the number they have there. */
const disputed: [string, boolean, string, string, string][] = [
	['0: S is 0, key and R of small order', false, 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa', '8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a0000000000000000000000000000000000000000000000000000000000000000'],
	['1: key of small order', false, 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa', '9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79', 'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04'],
	['2: R of small order', false, 'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43', 'aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e'],
	['3: key and R of mixed order', true, 'cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d', '9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79', '9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009'],
	['4: fits only when multiplied by the cofactor', false, 'cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d', 'e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c', '160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed5125ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09'],
	['6: S beyond the order', false, '442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623', '85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40', 'e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514'],
	['8: R not canonical', false, 'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43', 'fdaebc429f4a735932a160da1301080c13280eea8bc280d1b392c6b9e6ba3a5a', 'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f454d370c8d9fc323a41450f8d513eafeb5b0697390c1e505a0d4ddc71f566607'],
	['a key that is no point', false, '02'.padEnd(64, '0'), '', '01'.padEnd(128, '0')],
	['a key not canonical: p + 1, the neutral element', false, `ee${'ff'.repeat(30)}7f`, '', '01'.padEnd(128, '0')],
	['a key not canonical: the sign of 0', false, `01${'00'.repeat(30)}80`, '', '01'.padEnd(128, '0')],
	['test 1 of RFC 8032 with S + order', false, rfc8032[0]![1], '', tooHigh(rfc8032[0]![3])],
];

it.each(disputed)('where implementations differ, ours agree: %s', (_, expected, key, message, signature) => {
	for (const [, primitives] of both()) expect(primitives.isSigned(bytes(message), bytes(signature), bytes(key))).toBe(expected);
});
