// Instants are shown in London, where the hub is, whatever the zone of the machine.
import { h } from "./dom.js";

const zone = "Europe/London";
const part = options => new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options });
const dayFormat = part({ day: "numeric", month: "short", year: "numeric" });
const shortDayFormat = part({ day: "numeric", month: "short" });
const weekdayFormat = part({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const momentFormat = part({
  day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit",
});
const longFormat = part({
  weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit",
});
const numbers = part({
  year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
  hourCycle: "h23",
});

const shown = (format, text) => text && h("time", { datetime: text }, format.format(new Date(text)));

/** A day: 2 Jun 2025. */
export const day = text => shown(dayFormat, text);

/** A day without its year, for narrow places: 2 Jun. */
export const shortDay = text => shown(shortDayFormat, text);

/** A day and time: 2 Jun 2025, 16:10. */
export const moment = text => shown(momentFormat, text);

/** When something is due: Wed 4 Jun, 17:00. */
export const due = text => shown(weekdayFormat, text);

/** A heading's day and time: Monday 21 July 2025 at 18:00. */
export const longMoment = text => longFormat.format(new Date(text));

/** What an instant is in London, as the date and time controls spell it. */
export function londonParts(text) {
  const found = Object.fromEntries(numbers.formatToParts(new Date(text)).map(each => [each.type, each.value]));
  return { date: `${found.year}-${found.month}-${found.day}`, time: `${found.hour}:${found.minute}` };
}

/** The instant of a London date and time, with its offset: 2025-07-16T18:00:00+01:00. */
export function londonInstant(date, time) {
  const asUtc = Date.parse(`${date}T${time}:00Z`);
  // The offset before is the offset at the instant, but for the hour in which clocks change: look twice.
  const minutes = offsetAt(asUtc - offsetAt(asUtc) * 60_000);
  const absolute = Math.abs(minutes);
  const offset = `${minutes < 0 ? "-" : "+"}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
  return `${date}T${time}:00${offset}`;
}

/** A date some days later. */
export function addDays(date, days) {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

function offsetAt(milliseconds) {
  const { date, time } = londonParts(milliseconds);
  return Math.round((Date.parse(`${date}T${time}:00Z`) - milliseconds) / 60_000);
}

const two = number => String(number).padStart(2, "0");
