/**
 * Measures the texts of a page's pictures, in the page: those smaller than 11 pixels, and pairs of one picture that
 * overlap.
 */
(() => {
  const small = [];
  const overlapping = [];
  for (const svg of document.querySelectorAll('.pictures > div > svg')) {
    const texts = [...svg.querySelectorAll('text')].filter(({ textContent }) => textContent !== '');
    for (const text of texts) {
      const shown = Number.parseFloat(getComputedStyle(text).fontSize) * (text.getScreenCTM()?.d ?? 1);
      const isTurned = (text.getScreenCTM()?.b ?? 0) !== 0;
      if (!isTurned && shown < 10.95) small.push(`${text.textContent}: ${shown}`);
    }
    const level = texts.filter((text) => (text.getScreenCTM()?.b ?? 0) === 0);
    const boxes = level.map((text) => text.getBoundingClientRect());
    boxes.forEach((a, i) => {
      boxes.slice(i + 1).forEach((b, k) => {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        // a line is higher than its letters
        const down =
          Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) - 0.3 * Math.min(a.height, b.height);
        if (across > 0.5 && down > 0.5)
          overlapping.push(
            `${svg.getAttribute('aria-label')}: ${level[i].textContent} and ${level[i + 1 + k].textContent}`,
          );
      });
    });
  }
  return { width: document.documentElement.scrollWidth, small, overlapping };
})();
