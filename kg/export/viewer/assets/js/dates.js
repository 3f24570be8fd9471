/** ISO dates, of a day, a month or a year, as days since 1970. */

const DAY = 86400000;
const FORM = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?$/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function utc(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return Math.floor(date.getTime() / DAY);
}

/** First and last day of an ISO date, or null where it is not one ('2018-02-30', '20188'). */
export function days(text) {
  const found = FORM.exec(text ?? "");
  if (!found) return null;
  const [year, month, day] = found.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  if (month === undefined) return [utc(year, 0, 1), utc(year, 11, 31)];
  if (month < 1 || month > 12) return null;
  if (day === undefined) return [utc(year, month - 1, 1), utc(year, month, 0)];
  const when = utc(year, month - 1, day);
  return isoDay(when) === text.slice(0, 10) ? [when, when] : null;
}

/** A day as an ISO date. */
export function isoDay(day) {
  const date = new Date(day * DAY);
  const year = String(date.getUTCFullYear()).padStart(4, "0");
  return `${year}-${String(date.getUTCMonth() + 1).padStart(2, "0")}-${String(date.getUTCDate()).padStart(2, "0")}`;
}

/** [first, last] day of a claim's time (earliest, latest, value); an open end is null; null where undated. */
export function span(time) {
  if (!time) return null;
  const [earliest, latest, value] = time;
  const whole = days(value);
  const first = days(earliest)?.[0] ?? whole?.[0] ?? null;
  const last = days(latest)?.[1] ?? whole?.[1] ?? null;
  if (first === null && last === null) return null;
  return first !== null && last !== null && first > last ? null : [first, last];
}

/** A day, month or year as people write it: 13 Sep 2023. */
export function written(text) {
  const [year, month, day] = text.slice(0, 10).split("-");
  if (!month) return year;
  return `${day ? `${Number(day)} ` : ""}${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** A claim's time in words, '' where undated. */
export function spanText(time) {
  const found = span(time);
  if (!found) return "";
  const [first, last] = found;
  if (days(time[2])) return written(time[2]);
  if (first === null) return `until ${written(isoDay(last))}`;
  if (last === null) return `since ${written(isoDay(first))}`;
  return first === last ? written(isoDay(first)) : `${written(isoDay(first))} – ${written(isoDay(last))}`;
}
