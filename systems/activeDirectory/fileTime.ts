/** Active Directory counts hundreds of nanoseconds since 1601. */
const epochMs = 11_644_473_600_000n;

export const fileTime = (instant: Date): string => ((BigInt(instant.getTime()) + epochMs) * 10_000n).toString();

/** Both mean that an account never expires. */
export const never = '9223372036854775807';
const isNever = (ticks: string): boolean => ticks === '0' || ticks === never;

/** Null for never, and for what is no time. */
export const instantOf = (ticks: string | null): string | null => {
	if (ticks === null || !/^\d{1,19}$/.test(ticks) || isNever(ticks)) return null;
	const instant = new Date(Number(BigInt(ticks) / 10_000n - epochMs));
	return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
};

/** `20261121165840.0Z` */
export const generalizedTime = (text: string | null): string | null => {
	const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(text ?? '');
	return parts ? `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}.000Z` : null;
};
