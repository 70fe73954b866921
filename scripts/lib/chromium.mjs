import { existsSync } from 'node:fs';

import { installFromDebian } from './debian.mjs';

const usualPlaces = /** @type {Record<string, string[]>} */ ({
	linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/opt/google/chrome/chrome', '/snap/bin/chromium'],
	darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
	win32: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe'],
});

const find = () => usualPlaces[process.platform]?.find((place) => existsSync(place));

/**
 * A Chromium to look at the editor with, installed from Debian's packages where that is possible.
 * @returns {Promise<{ path: string } | { reason: string }>}
 */
export async function chromium() {
	if (process.env.JML_CHROMIUM) return { path: process.env.JML_CHROMIUM };
	const there = find();
	if (there) return { path: there };
	const why = await installFromDebian('Installing Chromium from Debian (about 300 MB)', ['chromium', 'fonts-dejavu-core']);
	const installed = find();
	if (installed) return { path: installed };
	const reason = `There is no Chromium, and it could not be installed: ${why ?? 'apt-get put it elsewhere'}. Install Chromium or Google Chrome, or name one in JML_CHROMIUM.`;
	if (process.env.CI === 'true') throw new Error(`${reason} With CI=true nothing is skipped.`);
	return { reason };
}
