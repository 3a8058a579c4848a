const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?';
const DAY = '(3[01]|[12]\\d|0?[1-9])(?!\\d)(?:st|nd|rd|th)?';
const CLOCK = '(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.\\d+)?)?';
const ZONE = '(?:\\s?(?:Z\\b|UTC\\b|GMT\\b|[+-]\\d{2}:?\\d{2}))?';

interface DateForm {
  pattern: RegExp;
  read: (groups: string[]) => { iso: string; otherIso?: string };
}

const two = (digits: string): string => digits.padStart(2, '0');
const monthOf = (name: string): string => two(String(MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1));
const clock = (hour: string, minute: string): string => `T${two(hour)}:${minute}`;
const yearFirst = (year?: string): string => year ?? '-';

const FORMS: DateForm[] = [
  {
    pattern: new RegExp(`(\\d{4})-(\\d{2})-(\\d{2})(?:[T ]${CLOCK}${ZONE})?(?![\\d-])`, 'y'),
    read: ([y, m, d, hour, minute]) => ({ iso: `${y}-${m}-${d}${hour ? clock(hour, minute ?? '00') : ''}` }),
  },
  {
    pattern: new RegExp(`${DAY} (?:of )?${MONTH}(?:,? (\\d{4}))?(?![\\w%])`, 'y'),
    read: ([d = '', month = '', y]) => ({ iso: `${yearFirst(y)}-${monthOf(month)}-${two(d)}` }),
  },
  {
    pattern: new RegExp(`${MONTH} ${DAY}(?:,? (\\d{4}))?(?![.,]?\\d| ?%|\\w)`, 'y'),
    read: ([month = '', d = '', y]) => ({ iso: `${yearFirst(y)}-${monthOf(month)}-${two(d)}` }),
  },
  {
    pattern: new RegExp(`${MONTH},? (\\d{4})\\b`, 'y'),
    read: ([month = '', y]) => ({ iso: `${y}-${monthOf(month)}` }),
  },
  {
    pattern: /(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?![\d/])/y,
    read: ([y, m = '', d = '']) => ({ iso: `${y}-${two(m)}-${two(d)}` }),
  },
  {
    pattern: /(\d{1,2})([/.])(\d{1,2})\2(\d{4})(?![\d/])/y,
    read: ([a = '', , b = '', y]) => ({ iso: `${y}-${two(b)}-${two(a)}`, otherIso: `${y}-${two(a)}-${two(b)}` }),
  },
  {
    pattern: new RegExp(`${CLOCK}(?:\\s?(am|pm)\\b)?${ZONE}(?!\\d)`, 'iy'),
    read: ([hour = '', minute = '', , half]) => {
      const late = half?.toLowerCase() === 'pm' && Number(hour) < 12 ? 12 : 0;
      return { iso: clock(String(Number(hour) + late), minute) };
    },
  },
];

/** The date or time that begins at `at`, or undefined. */
export function readDate(text: string, at: number): { length: number; iso: string; otherIso?: string } | undefined {
  for (const { pattern, read } of FORMS) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { length: match[0].length, ...read(match.slice(1)) };
  }
  return undefined;
}

/** Do two dates agree as far as both are written? */
export function datesAgree(written: string, fact: string): boolean {
  if (written.startsWith('T')) return fact.includes(written);
  if (written.startsWith('-')) return fact.slice(4).startsWith(written.slice(1));
  return fact.startsWith(written) || (fact.length <= 10 && written.startsWith(fact) && written.endsWith('T00:00'));
}
