import type { Hold, Reason } from './hold';

/** What becomes of an event. Nothing at all may be seen of what is confidential and lies ahead. */
export type Outlet = 'proceed' | 'needsApproval' | 'later' | 'ignored' | 'nowhere';

export interface Judgement {
	to: Outlet;
	/** What happened, to whom, and what to do next. */
	why: string;
	hold?: string;
	reasons?: Reason[];
	needs?: Hold['needs'];
	until?: string;
	/** Cases of the same person that this one follows on. */
	linkedTo?: string[];
	/** What stays although access is cut. */
	keeps?: string[];
}
