// A job from `run_node`: read, done in Chromium, its results written.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [given, made] = process.argv.slice(2);

export const folder = process.env.CONSUMERS;
export const require = createRequire(path.join(folder, 'package.json'));
export const job = JSON.parse(fs.readFileSync(given, 'utf8'));

export async function inBrowser(work) {
  const { chromium } = require('playwright-core');
  const browser = await chromium.launch({ executablePath: job.browser, args: ['--no-sandbox'] });
  try {
    const results = await work(browser);
    fs.writeFileSync(made, JSON.stringify(results));
  } finally {
    await browser.close();
  }
}
