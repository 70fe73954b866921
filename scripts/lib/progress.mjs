/** Plain lines on stderr, so that stdout stays free for what a command is asked to print as its result. */

const started = Date.now();

/** @param {number} ms */
export function seconds(ms) {
	if (ms < 950) return `${Math.round(ms)} ms`;
	if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
	return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** @param {string} line */
export function say(line) {
	const at = String(Math.floor((Date.now() - started) / 1000)).padStart(4);
	process.stderr.write(`${at}s  ${line}\n`);
}

/**
 * Runs a step that may take long: says that it starts, every few seconds that it is still running and what it last
 * said about itself, and how long it took.
 * @template T
 * @param {string} label
 * @param {(note: (detail: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(label, work, everyMs = 5000) {
	const begun = Date.now();
	let detail = '';
	say(`${label} …`);
	const timer = setInterval(() => {
		say(`${label}: still running after ${seconds(Date.now() - begun)}${detail ? ` (${detail})` : ''}`);
	}, everyMs);
	timer.unref();
	try {
		const result = await work((text) => {
			detail = text;
		});
		say(`${label}: done in ${seconds(Date.now() - begun)}`);
		return result;
	} catch (error) {
		say(`${label}: FAILED after ${seconds(Date.now() - begun)}`);
		throw error;
	} finally {
		clearInterval(timer);
	}
}
