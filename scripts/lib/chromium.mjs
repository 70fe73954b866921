import { existsSync } from 'node:fs';

import { provide } from './debian.mjs';

const usualPlaces = /** @type {Record<string, string[]>} */ ({
	linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/opt/google/chrome/chrome', '/snap/bin/chromium'],
	darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
	win32: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe'],
});

const find = () => usualPlaces[process.platform]?.find((place) => existsSync(place));

/**
 * A Chromium to look at the editor with.
 * @returns {Promise<{ path: string } | { reason: string }>}
 */
export async function chromium() {
	if (process.env.JML_CHROMIUM) return { path: process.env.JML_CHROMIUM };
	return await provide({ name: 'Chromium', find, packages: ['chromium', 'fonts-dejavu-core'], size: '300 MB', otherwise: 'Install Chromium or Google Chrome, or name one in JML_CHROMIUM.' });
}
