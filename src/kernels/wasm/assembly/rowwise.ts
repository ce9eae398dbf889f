import { all, sign } from './vector';

export function wasserstein(y: usize, t: usize, losses: usize, rows: i32, columns: i32): void {
  for (; rows > 0; rows--, losses += 8) {
    let difference: f64 = 0;
    let sum: f64 = 0;
    for (let k = columns; k > 0; k--, y += 8, t += 8) {
      if (k == 1) continue;
      difference += f64.load(y) - f64.load(t);
      sum += Math.abs(difference);
    }
    f64.store(losses, sum);
  }
}

export function wassersteinBackward(
  y: usize, t: usize, scale: usize, dy: usize, rows: i32, columns: i32,
): void {
  for (; rows > 0; rows--, scale += 8) {
    const last = dy + ((columns - 1) << 3);
    let difference: f64 = 0;
    for (; dy < last; y += 8, t += 8, dy += 8) {
      difference += f64.load(y) - f64.load(t);
      f64.store(dy, f64x2.extract_lane(sign(all(difference)), 0));
    }
    y += 8;
    t += 8;
    f64.store(last, 0);
    const s = f64.load(scale);
    let signs: f64 = 0;
    for (let k = columns; k > 0; k--, dy -= 8) {
      signs += f64.load(dy);
      f64.store(dy, s * signs);
    }
    dy = last + 8;
  }
}
