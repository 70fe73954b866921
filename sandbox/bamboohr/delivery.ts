import type { Happening } from './state';
import type { Posted } from '../server/post';

/** Up to five retries after the first attempt. */
export const RETRY_MINUTES = [5, 10, 20, 40, 80] as const;

export type DeliveryStatus = 'delivered' | 'rejected' | 'will-retry' | 'given-up' | 'lost';

export interface Delivery extends Posted {
	id: string;
	webhookId: string;
	url: string;
	/** 1 for the first attempt. */
	attempt: number;
	status: DeliveryStatus;
	at: string;
	retryAt?: string;
	action: Happening['action'];
	employeeId: string;
	body: string;
	headers: Record<string, string>;
}

export function statusOf({ statusCode }: Posted, attempt: number): DeliveryStatus {
	if (statusCode !== undefined && statusCode >= 200 && statusCode < 300) return 'delivered';
	// 4xx is the receiver's last word; redirects are not followed either.
	if (statusCode !== undefined && statusCode < 500) return 'rejected';
	return attempt > RETRY_MINUTES.length ? 'given-up' : 'will-retry';
}
