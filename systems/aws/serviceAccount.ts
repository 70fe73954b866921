import type { AwsSettings } from './client';
import { tagged, type Tag } from './user';

/** The console makes a user for a long-term API key of Bedrock, whose name says nothing of who asked for it. */
export const isKeyHolder = (userName: string): boolean => /^BedrockAPIKey-/i.test(userName);

/** No person: listed where somebody answers for it, and never cut because they leave. */
export const isServiceAccount = (userName: string, tags: readonly Tag[], { personTag, ownerTag }: AwsSettings): boolean =>
	isKeyHolder(userName) || (tagged(tags, personTag) === null && tagged(tags, ownerTag) !== null);
