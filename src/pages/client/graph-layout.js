// @ts-check
/**
 * @typedef {{ readonly id: string, readonly width: number }} GraphNode
 * @typedef {{ readonly a: string, readonly b: string }} GraphEdge
 * @typedef {{ readonly places: ReadonlyMap<string, { readonly x: number, readonly y: number }>, readonly height: number }} GraphLayout
 * @typedef {{ readonly id: string, readonly width: number, x: number, y: number }} Body
 */

export const NODE_HEIGHT = 26;
const GAP = 14;
const STEPS = 260;

/**
 * Places for nodes in a strip `width` pixels wide, centres of their boxes: each connected part by springs and repulsion
 * (Fruchterman and Reingold 1991), then the parts from left to right in lines. The same input gives the same picture.
 * @param {readonly GraphNode[]} nodes
 * @param {readonly GraphEdge[]} edges
 * @param {number} width
 * @param {number} seed
 * @returns {GraphLayout}
 */
export function graphLayout(nodes, edges, width, seed) {
  const parts = connectedParts(nodes, edges).map((part) => relaxed(part, edges, width, seed));
  const places = new Map();
  let [left, top, lineHeight] = [0, 0, 0];
  for (const part of parts) {
    const box = boxOf(part);
    if (left > 0 && left + box.width > width) [left, top, lineHeight] = [0, top + lineHeight + GAP, 0];
    for (const { id, x, y } of part) places.set(id, { x: left + x - box.left, y: top + y - box.top });
    left += box.width + GAP;
    lineHeight = Math.max(lineHeight, box.height);
  }
  return { places, height: top + lineHeight };
}

/**
 * Largest first, single nodes last.
 * @param {readonly GraphNode[]} nodes
 * @param {readonly GraphEdge[]} edges
 * @returns {readonly (readonly GraphNode[])[]}
 */
function connectedParts(nodes, edges) {
  const root = new Map(nodes.map(({ id }) => [id, id]));
  const find = (/** @type {string} */ id) => {
    let at = id;
    while (root.get(at) !== at) at = root.get(at) ?? at;
    root.set(id, at);
    return at;
  };
  for (const { a, b } of edges) root.set(find(a), find(b));
  /** @type {Map<string, GraphNode[]>} */
  const parts = new Map();
  for (const node of nodes) parts.set(find(node.id), [...(parts.get(find(node.id)) ?? []), node]);
  return [...parts.values()].sort((a, b) => b.length - a.length);
}

/**
 * @param {readonly GraphNode[]} part
 * @param {readonly GraphEdge[]} edges
 * @param {number} width
 * @param {number} seed
 * @returns {readonly Body[]}
 */
function relaxed(part, edges, width, seed) {
  const distance = part.length < 8 ? 128 : 112;
  const radius = (distance * Math.sqrt(part.length)) / 2;
  const bodies = part.map(({ id, width: own }, index) => {
    const angle = (2 * Math.PI * index) / part.length + (seed % 628) / 100 + 0.3;
    return { id, width: own, x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
  });
  const byId = new Map(bodies.map((body) => [body.id, body]));
  const springs = edges.flatMap(({ a, b }) => {
    const [from, to] = [byId.get(a), byId.get(b)];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
  for (let step = 0; step < STEPS; step++) {
    const heat = (distance / 2) * (1 - step / STEPS);
    pushApart(bodies, distance, heat);
    for (const { from, to } of springs) pull(from, to, distance, heat);
    for (const body of bodies) {
      // A weak pull to the middle, and walls: a phone's picture grows downwards.
      const inwards = 1 - 0.01 * (1 - step / STEPS);
      body.x = clamp(body.x * inwards, width / 2 - body.width / 2 - 2);
      body.y *= inwards;
    }
  }
  for (let round = 0; round < 60; round++) separate(bodies, width);
  return bodies;
}

/**
 * @param {readonly Body[]} bodies
 * @param {number} distance
 * @param {number} heat
 */
function pushApart(bodies, distance, heat) {
  for (const [index, one] of bodies.entries()) {
    for (const other of bodies.slice(index + 1)) {
      const [dx, dy] = [one.x - other.x || 0.1, one.y - other.y || 0.1];
      const far = Math.hypot(dx, dy);
      const push = Math.min(heat, (distance * distance) / far / 12) / far;
      one.x += dx * push;
      one.y += dy * push;
      other.x -= dx * push;
      other.y -= dy * push;
    }
  }
}

/**
 * @param {Body} from
 * @param {Body} to
 * @param {number} distance
 * @param {number} heat
 */
function pull(from, to, distance, heat) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const far = Math.max(1, Math.hypot(dx, dy));
  const by = Math.min(heat, (far * far) / distance / 12) / far;
  from.x += dx * by;
  from.y += dy * by;
  to.x -= dx * by;
  to.y -= dy * by;
}

/**
 * Boxes that overlap move apart along the shorter way.
 * @param {readonly Body[]} bodies
 * @param {number} width
 */
function separate(bodies, width) {
  for (const [index, one] of bodies.entries()) {
    for (const other of bodies.slice(index + 1)) {
      const overX = (one.width + other.width) / 2 + GAP - Math.abs(one.x - other.x);
      const overY = NODE_HEIGHT + GAP - Math.abs(one.y - other.y);
      if (overX <= 0 || overY <= 0) continue;
      const sign = (overX < overY ? one.x < other.x : one.y < other.y) ? -0.5 : 0.5;
      if (overX < overY) {
        one.x += sign * overX;
        other.x -= sign * overX;
      } else {
        one.y += sign * overY;
        other.y -= sign * overY;
      }
    }
    one.x = clamp(one.x, width / 2 - one.width / 2 - 2);
  }
}

/**
 * @param {number} value
 * @param {number} most
 */
function clamp(value, most) {
  return Math.max(-most, Math.min(most, value));
}

/** @param {readonly Body[]} part */
function boxOf(part) {
  const left = Math.min(...part.map(({ x, width }) => x - width / 2));
  const right = Math.max(...part.map(({ x, width }) => x + width / 2));
  const top = Math.min(...part.map(({ y }) => y)) - NODE_HEIGHT / 2;
  const bottom = Math.max(...part.map(({ y }) => y)) + NODE_HEIGHT / 2;
  return { left, top, width: right - left, height: bottom - top };
}
