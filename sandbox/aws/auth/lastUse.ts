import type { AwsState, LastUse } from '../state';

const AT_MOST_EVERY_MS = 15 * 60_000;

/** When a key was used is written down once in a quarter of an hour. */
export function recordUse({ accounts }: AwsState, accessKeyId: string, use: LastUse): void {
	for (const { users } of accounts.values()) {
		for (const { accessKeys } of users.values()) {
			const key = accessKeys.find(({ id }) => id === accessKeyId);
			if (key !== undefined && use.at - (key.lastUse?.at ?? -Infinity) >= AT_MOST_EVERY_MS) key.lastUse = use;
		}
	}
}
