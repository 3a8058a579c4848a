let viewer: string | undefined;

/** Zone of who looks, as the browser says. */
export function viewerZone(): string {
  return (viewer ??= Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/**
 * A moment in the viewer's zone, which the foot of the page names, with the exchange's time in brackets where that is
 * another zone: `23 Nov 2026, 07:00 (06:00 UTC)`. The text itself where it is no instant.
 */
export function instantText(iso: string, exchange?: string, zone = viewerZone()): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const here = wordsOf(at, zone);
  if (exchange === undefined || exchange === zone) return `${here.date}, ${here.time}`;
  const there = wordsOf(at, exchange);
  const day = there.date === here.date ? '' : `${there.date}, `;
  return `${here.date}, ${here.time} (${day}${there.time} ${exchange})`;
}

function wordsOf(at: Date, zone: string): { date: string; time: string } {
  const { date, time } = formatsOf(zone);
  return { date: date.format(at), time: time.format(at) };
}

const formats = new Map<string, { date: Intl.DateTimeFormat; time: Intl.DateTimeFormat }>();

/** Made once a zone: that takes longer than all else in a line of a list. */
function formatsOf(timeZone: string) {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = {
    date: new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium' }),
    time: new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' }),
  };
  formats.set(timeZone, made);
  return made;
}

/** How long something took: `0.4 s`, `12 s`, `3 min 5 s`. */
export function duration(from: string, to: string): string {
  const seconds = Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
