/** What a double lets somebody outside the process do and see, beyond faults, journal, latency and settings. */
export interface Controls {
	/** POST /{double}/{name} with a JSON object. */
	commands: Record<string, (body: Arguments) => unknown>;
	/** GET /{double}/{name}?… */
	views: Record<string, (query: Arguments) => unknown>;
}

export type Arguments = Record<string, unknown>;

export function text(given: Arguments, name: string): string {
	const value = given[name];
	if (typeof value !== 'string' || value === '') throw new Error(`${name} is required`);
	return value;
}

export const optionalText = (given: Arguments, name: string): string | undefined => (given[name] === undefined ? undefined : text(given, name));

/** Those of the named texts that were given. */
export const texts = (given: Arguments, names: readonly string[]): Record<string, string> =>
	Object.fromEntries(names.flatMap((name) => (given[name] === undefined ? [] : [[name, text(given, name)]])));
