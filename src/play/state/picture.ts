/** Properties of style that a picture by itself has to say, as it has no style sheet. */
const properties = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'font-family',
  'font-size',
  'text-anchor',
  'fill-opacity',
];

/** The text of a drawing of the page as a file, with the colours that it has there, and what lies behind it. */
export function pictureOf(drawing: SVGSVGElement, behind: HTMLCanvasElement | null): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const { x, width, height } = drawing.viewBox.baseVal;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.removeAttribute('style');
  const [from, to] = [drawing, copy].map((root) => [...root.querySelectorAll('*')]);
  for (const [i, element] of to.entries()) {
    const style = getComputedStyle(from[i]);
    for (const name of properties)
      element.setAttribute(name, style.getPropertyValue(name).replace('rgba(0, 0, 0, 0)', 'none'));
    for (const name of ['class', 'role', 'tabindex']) element.removeAttribute(name);
  }
  for (const hit of copy.querySelectorAll('path[fill="none"][stroke="none"]')) hit.remove();
  const all = { x: String(x), width: String(width), height: String(height) };
  if (behind) copy.prepend(elementOf('image', { ...all, href: behind.toDataURL() }));
  copy.prepend(elementOf('rect', { ...all, fill: getComputedStyle(document.body).backgroundColor }));
  return new XMLSerializer().serializeToString(copy);
}

function elementOf(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  return element;
}

/** Pixels of a drawing, two for one of its units. */
export async function pngOf(
  svg: string,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = 2 * width;
  canvas.height = 2 * height;
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => {
    canvas.toBlob((blob) => done(blob!), 'image/png');
  });
}
