import type { RateRule } from './server/rateLimits';

/** Whose limits are known. */
type Limited = 'okta' | 'google' | 'entra' | 'aws' | 'github';

interface Limit {
	path: RegExp;
	aMinute: number;
}

/**
 * What the vendors let through, as their documents have it. Okta's are the usual ones of an organisation, of which a
 * service app gets half. Entra ID counts resource units within ten seconds, and its figures are those of a small tenant, a
 * request taken for one; AWS publishes none for IAM, and this is what people report; GitHub's are points, five for a
 * write, and here each request is one.
 */
const published: Readonly<Record<Limited, readonly Limit[]>> = {
	okta: [{ path: /^\/api\/v1\/logs/, aMinute: 60 }, ...['users', 'groups', 'apps', ''].map((area) => ({ path: new RegExp(`^/api/v1/${area}`), aMinute: 300 }))],
	google: [{ path: /^\/admin\/directory\//, aMinute: 2_400 }],
	entra: [{ path: /^\/(v1\.0|beta)\//, aMinute: 21_000 }],
	aws: [{ path: /^\/iam\//, aMinute: 1_200 }],
	github: [{ path: /./, aMinute: 900 }],
};

/**
 * To be given to `startSandbox` as `rateLimits`. Whoever cannot wait for minutes has shorter windows, in each of which as
 * much less is let through, and a company that lives so many times as fast as others.
 */
export const vendorLimits = ({ windowMs = 60_000, faster = {} }: { windowMs?: number; faster?: Partial<Record<Limited, number>> } = {}): Record<Limited, RateRule[]> => {
	const rulesOf = (name: Limited): RateRule[] => published[name].map(({ path, aMinute }) => ({ path, limit: Math.max(1, Math.round((aMinute * (faster[name] ?? 1) * windowMs) / 60_000)), windowMs }));
	return { okta: rulesOf('okta'), google: rulesOf('google'), entra: rulesOf('entra'), aws: rulesOf('aws'), github: rulesOf('github') };
};
