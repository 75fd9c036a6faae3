// @ts-check
/**
 * Round distance of an axis' marks in hours, so that marks stand at least `spaceMin` apart.
 * @param {number} spacePerHour pixels or characters
 * @param {number} spaceMin
 * @param {number} dayHours
 * @returns {number}
 */
export function axisStep(spacePerHour, spaceMin, dayHours) {
  const steps = [0.25, 0.5, 1, 2, 4, ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((days) => days * dayHours)];
  return steps.find((step) => step * spacePerHour >= spaceMin) ?? 5000 * dayHours;
}
