import { writeFileSync } from 'node:fs';
import { pageScript, periodPage } from '../../ledger/report';
import { defaultTargets } from '../../ledger/report/period/targets';
import { chromiumFromEnvironment } from '../../scripts/n8n/environment';
import { examplePeriod } from '../support/examplePeriod';
import { startReader } from './support/browser';
jest.setTimeout(120_000);
test('shots', async () => {
	const browser = chromiumFromEnvironment();
	if ('missing' in browser) throw new Error(browser.missing);
	const [script, { period, vkey }, reader] = await Promise.all([pageScript(), examplePeriod(), startReader(browser.path)]);
	const html = periodPage(JSON.stringify(period), { targets: defaultTargets, timeZone: 'Asia/Riyadh' }, script);
	writeFileSync('/tmp/period.html', html);
	console.log(html.length, script.text.length);
	const fragment = `#key=${encodeURIComponent(vkey)}`;
	for (const [name, options] of [['light', {}], ['dark', { dark: true }], ['phone', { width: 390, scale: 1 }]] as const) {
		const { page, complaints, close } = await reader.open(html, { fragment, ...options });
		const [width, height] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight] as const);
		console.log(name, width, height);
		for (let part = 0; part * 1900 < Math.min(height, 13_300); part += 1) await page.screenshot({ path: `/tmp/shots/${name}-${part}.png`, fullPage: true, clip: { x: 0, y: part * 1900, width, height: Math.min(1900, height - part * 1900) } });
		console.log(name, complaints);
		if (name === 'light') {
			const pdf = await page.pdf({ format: 'A4' });
			writeFileSync('/tmp/shots/print.pdf', pdf);
			for (const summary of await page.locator('.tool > summary').all()) await summary.click();
			await page.getByLabel('Seed').fill('2026-10-05 Kestrel');
			await page.getByRole('button', { name: 'Draw' }).click();
			await page.locator('#hr-ids').fill('1\n2\n3\n99');
			await page.getByRole('button', { name: 'Compare' }).click();
			await page.screenshot({ path: `/tmp/shots/tools.png` });
			await page.locator('#sample-result a').first().click();
			await page.waitForTimeout(200);
			await page.screenshot({ path: `/tmp/shots/one.png` });
		}
		await close();
	}
	await reader.stop();
});
