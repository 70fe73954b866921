import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { evidencePage, pageScript } from '../../ledger/report';
import { chromiumFromEnvironment } from '../../scripts/n8n/environment';
import { exampleCase } from '../support/exampleCase';
import { startReader } from './support/browser';

jest.setTimeout(60_000);

/** Set by `npm run pictures:bundle`; otherwise the pictures are made, and thrown away. */
const pictures = process.env['JML_PICTURES'] ?? join(__dirname, '..', '..', '.demo', 'pictures');
const browser = chromiumFromEnvironment();
const whereThereIsABrowser = 'path' in browser ? test : test.skip;

whereThereIsABrowser('pictures for the documentation: evidence that holds, and evidence that was changed', async () => {
	if ('missing' in browser) return;
	mkdirSync(pictures, { recursive: true });
	const [script, { bundle, vkey }, reader] = await Promise.all([pageScript(), exampleCase(), startReader(browser.path)]);
	try {
		const changed = { ...bundle, records: bundle.records.with(4, { ...bundle.records[4]!, body: bundle.records[4]!.body!.replace('00u', '00v') }) };
		const fragment = `#key=${encodeURIComponent(vkey)}`;
		for (const [name, shown, height] of [['bundle-valid', bundle, 1120], ['bundle-tampered', changed, 820]] as const) {
			const { page, complaints } = await reader.open(evidencePage(JSON.stringify(shown), script), { width: 1200, height, fragment });
			const file = join(pictures, `${name}.png`);
			await page.screenshot({ path: file });
			expect(statSync(file).size).toBeGreaterThan(20_000);
			expect(complaints).toEqual([]);
		}
	} finally {
		await reader.stop();
	}
});
