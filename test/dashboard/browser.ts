import { existsSync } from 'node:fs';

import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium of this machine. @throws {Error} with the way to get one where there is none: these tests never skip */
export const openBrowser = async (): Promise<Browser> => {
  const executablePath = process.env['SWEEP_CHROMIUM'] ?? places.find((path) => existsSync(path));
  if (executablePath === undefined)
    throw new Error(
      'There is no Chromium here. Debian and Ubuntu: apt-get install chromium; else set SWEEP_CHROMIUM=<path>.',
    );
  return await chromium.launch({ executablePath, args: flags });
};

export type PageOptions = {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
};

/** A page with a fresh profile, and what went wrong on it: errors, complaints, requests that left this machine. */
export const openPage = async (
  browser: Browser,
  { width = 1280, height = 900, colorScheme = 'light' }: PageOptions = {},
): Promise<{ readonly page: Page; readonly wrong: string[] }> => {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('ERR_CONNECTION_REFUSED')) wrong.push(message.text());
  });
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (hostname !== '127.0.0.1' && protocol !== 'blob:' && protocol !== 'data:') wrong.push(`asked ${request.url()}`);
  });
  return { page, wrong };
};
