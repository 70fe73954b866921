export interface ServiceNowSettings {
	/** `glide.invalid_query.returns_no_rows`: off as the vendor ships it, and a query by a field that is not there is then no query. */
	invalidQueryReturnsNoRows: boolean;
	/** How long a token lives. */
	tokenSeconds: number;
}

export const defaultSettings: ServiceNowSettings = { invalidQueryReturnsNoRows: false, tokenSeconds: 1_800 };
