// A page in a real browser, until it has reported.
import { openChromium } from "../../runtimes/lib/chromium.mjs";

/**
 * Opens a page and answers what it reports: { answer, version }. `launch` answers a browser of playwright's or
 * puppeteer's shape; by default the Chromium of this machine.
 */
export async function browse(url, api, launch = openChromium) {
  const browser = await launch();
  const printed = [];
  try {
    const page = await browser.newPage();
    page.on("console", (message) => printed.push(message.text()));
    page.on("pageerror", (error) => printed.push(String(error)));
    const reported = api.nextReport();
    // The report is awaited first, or it could be missed; a page that fails to load is heard of no later.
    reported.catch(() => {});
    await page.goto(url);
    // Puppeteer names the browser along with it.
    return { answer: await reported, version: (await browser.version()).replace(/^\w+\//, "") };
  } catch (error) {
    throw new Error([error.message, ...printed].join("\n"), { cause: error });
  } finally {
    await browser.close();
  }
}
