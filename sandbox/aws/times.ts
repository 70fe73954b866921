/** To the second, as AWS tells time. */
export const iso = (instant: number | string) => `${new Date(instant).toISOString().slice(0, 19)}Z`;

/** The JSON services tell time in seconds. */
export const seconds = (instant: number) => Math.floor(instant / 1000);
