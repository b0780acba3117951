// Times in a page: from an act to the second animation frame after it, when what it changed has been painted.

// Put into a page (or a frame of one) under `window.timing`; it runs there and can see nothing of this file.
export function timing() {
  const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const median = (all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)];
  const once = async (act) => {
    await painted();
    const begun = performance.now();
    await act();
    await painted();
    return performance.now() - begun;
  };
  // The median of several turns after one that does not count.
  const repeated = async (act, times) => {
    const taken = [];
    for (let turn = 0; turn <= times; turn++) taken.push(await once(() => act(turn)));
    return median(taken.slice(1));
  };
  window.timing = { once, repeated, median };
}
