// draw.io in a frame of a page, spoken to as a program that embeds it does; the network is cut.
export async function drawioPage(browser, address, width, height) {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.route('**', (route) => (route.request().url().startsWith(address) ? route.continue() : route.abort()));
  await page.goto(`${address}/clear.html`);
  await page.evaluate(() => {
    window.told = [];
    window.addEventListener('message', (event) => window.told.push(JSON.parse(event.data)));
    window.frame = document.createElement('iframe');
    window.frame.style = 'border:0;width:100vw;height:100vh';
    window.frame.src = 'index.html?embed=1&proto=json&stealth=1&lang=en';
    document.body.style.margin = 0;
    document.body.replaceChildren(window.frame);
  });
  await told(page, 'init');
  return page;
}

export async function told(page, event) {
  for (let tries = 0; tries < 600; tries++) {
    const found = await page.evaluate((event) => {
      const place = window.told.findIndex((message) => message.event === event);
      return place < 0 ? null : window.told.splice(place, 1)[0];
    }, event);
    if (found) return found;
    await page.waitForTimeout(100);
  }
  throw new Error(`draw.io never said ${event}`);
}

export async function say(page, message) {
  await page.evaluate((text) => window.frame.contentWindow.postMessage(text, '*'), JSON.stringify(message));
}
