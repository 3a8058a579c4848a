import type { Page } from 'playwright-core';

/** Edge of a cell in pixels: some lines of text high, so that another machine's fonts change its mean little. */
const CELL = 45;
/** Of 255: a cell that differs by more in a colour's mean shows something else. */
const MOST = 8;

/** A part of a picture, pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * The share of two pictures' cells that show something else, 0..1; 1 for pictures of other sizes. Compared in the
 * browser, which reads PNG; `page` is any window that may be blank; only within the box where there is one.
 */
export function differenceOf(page: Page, [one, other]: [Buffer, Buffer], box?: Box): Promise<number> {
  const urls = [one, other].map((png) => `data:image/png;base64,${png.toString('base64')}`);
  return page.evaluate<number>(`(async () => {
    const [a, b] = await Promise.all(${JSON.stringify(urls)}.map(async (url) => {
      const image = Object.assign(new Image(), { src: url });
      await image.decode();
      const { x, y, width, height } = ${JSON.stringify(box)} ?? { x: 0, y: 0, width: image.width, height: image.height };
      const canvas = new OffscreenCanvas(Math.round(width / ${CELL}), Math.round(height / ${CELL}));
      const context = canvas.getContext('2d');
      context.imageSmoothingQuality = 'high';
      context.drawImage(image, x, y, width, height, 0, 0, canvas.width, canvas.height);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      return { size: image.width + ' ' + image.height, data };
    }));
    if (a.size !== b.size) return 1;
    let others = 0;
    for (let cell = 0; cell < a.data.length; cell += 4) {
      const channels = [0, 1, 2].map((channel) => Math.abs(a.data[cell + channel] - b.data[cell + channel]));
      if (Math.max(...channels) > ${MOST}) others += 1;
    }
    return others / (a.data.length / 4);
  })()`);
}
