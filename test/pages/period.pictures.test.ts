import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pageScript, periodPage } from '../../ledger/report';
import { defaultTargets } from '../../ledger/report/period/targets';
import { chromiumFromEnvironment } from '../../scripts/n8n/environment';
import { examplePeriod } from '../support/examplePeriod';
import { startReader } from './support/browser';

jest.setTimeout(60_000);

/** Set by `npm run pictures:bundle`; otherwise the picture is made, and thrown away. */
const pictures = process.env['JML_PICTURES'] ?? join(__dirname, '..', '..', '.demo', 'pictures');
const browser = chromiumFromEnvironment();
const whereThereIsABrowser = 'path' in browser ? test : test.skip;

whereThereIsABrowser('a picture for the documentation: a quarter with one of everything', async () => {
	if ('missing' in browser) return;
	mkdirSync(pictures, { recursive: true });
	const [script, { period, vkey }, reader] = await Promise.all([pageScript(), examplePeriod(), startReader(browser.path)]);
	try {
		const html = periodPage(JSON.stringify(period), { targets: defaultTargets, timeZone: 'Asia/Riyadh' }, script);
		const { page, complaints } = await reader.open(html, { width: 1200, height: 1640, fragment: `#key=${encodeURIComponent(vkey)}` });
		const file = join(pictures, 'period.png');
		await page.screenshot({ path: file });
		expect(statSync(file).size).toBeGreaterThan(20_000);
		expect(complaints).toEqual([]);
	} finally {
		await reader.stop();
	}
});
