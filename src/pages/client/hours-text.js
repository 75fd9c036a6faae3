// @ts-check
/** Elapsed agent hours in words; used by the terminal as well as in the page. */

/**
 * Hours of one day of a plan whose week has `hoursPerWeek`: a working day, or 24 where agents work round the clock.
 * @param {number} hoursPerWeek
 * @returns {number}
 */
export function hoursPerDay(hoursPerWeek) {
  return hoursPerWeek > 100 ? hoursPerWeek / 7 : hoursPerWeek / 5;
}

/**
 * `45 min`, `1 h 20`, `14 h`, `3 d`, `3 d 4 h`, `12 d`: as exact as a person can use.
 * @param {number} hours
 * @param {number} dayHours hours of one day, see `hoursPerDay`
 * @returns {string}
 */
export function hoursText(hours, dayHours) {
  const minutes = Math.round(hours * 60);
  if (minutes < 60) return minutes === 0 ? "0 h" : `${minutes} min`;
  if (hours < 9.95)
    return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")}`;
  if (hours < 2 * dayHours) return `${Math.round(hours)} h`;
  const whole = Math.round(hours);
  const [days, rest] = [Math.floor(whole / dayHours), Math.round(whole % dayHours)];
  if (days >= 10) return `${Math.round(hours / dayHours)} d`;
  return rest === 0 ? `${days} d` : `${days} d ${rest} h`;
}

/**
 * A share in [0, 1] as a person reads it: never `0 %` for something possible, never `100 %` for something uncertain.
 * @param {number} share
 * @returns {string}
 */
export function percentText(share) {
  if (share > 0 && share < 0.01) return "< 1 %";
  if (share < 1 && share > 0.99) return "> 99 %";
  return `${Math.round(share * 100)} %`;
}
