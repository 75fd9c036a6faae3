// @ts-check
/**
 * @typedef {{ readonly id: string, readonly width: number }} GraphNode
 * @typedef {{ readonly a: string, readonly b: string }} GraphEdge
 * @typedef {{ readonly places: ReadonlyMap<string, { readonly x: number, readonly y: number }>, readonly height: number }} GraphLayout
 * @typedef {{ readonly id: string, readonly width: number, x: number, y: number, forceX: number, forceY: number }} Body
 */

export const NODE_HEIGHT = 26;
const GAP = 14;
const STEPS = 260;
const SEPARATE_ROUNDS = 400;

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
  const distance = 96;
  const radius = (distance * Math.sqrt(part.length)) / 2;
  const bodies = part.map(({ id, width: own }, index) => {
    const angle = (2 * Math.PI * index) / part.length + (seed % 628) / 100 + 0.3;
    return { id, width: own, x: radius * Math.cos(angle), y: radius * Math.sin(angle), forceX: 0, forceY: 0 };
  });
  const byId = new Map(bodies.map((body) => [body.id, body]));
  const springs = edges.flatMap(({ a, b }) => {
    const [from, to] = [byId.get(a), byId.get(b)];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
  for (let step = 0; step < STEPS; step++) {
    const cooling = 1 - step / STEPS;
    pushApart(bodies, distance);
    for (const { from, to } of springs) pull(from, to, distance);
    // A weak pull to the middle, and walls: a phone's picture grows downwards.
    for (const body of bodies) move(body, (distance / 2) * cooling, 1 - 0.01 * cooling, width);
  }
  for (let round = 0; round < SEPARATE_ROUNDS && separate(bodies, width); round++);
  return bodies;
}

/**
 * @param {readonly Body[]} bodies
 * @param {number} distance
 */
function pushApart(bodies, distance) {
  for (const [index, one] of bodies.entries()) {
    for (const other of bodies.slice(index + 1)) {
      const [dx, dy] = [one.x - other.x || 0.1, one.y - other.y || 0.1];
      const square = dx * dx + dy * dy;
      // Beyond, nodes are no trouble to each other; pushing on would only stretch a chain.
      if (square > 6 * distance * distance) continue;
      draw(one, other, dx, dy, (distance * distance) / square / 12);
    }
  }
}

/**
 * @param {Body} from
 * @param {Body} to
 * @param {number} distance
 */
function pull(from, to, distance) {
  const [dx, dy] = [from.x - to.x, from.y - to.y];
  draw(from, to, dx, dy, -Math.hypot(dx, dy) / distance / 12);
}

/**
 * @param {Body} one
 * @param {Body} other
 * @param {number} dx
 * @param {number} dy
 * @param {number} force
 */
function draw(one, other, dx, dy, force) {
  one.forceX += dx * force;
  one.forceY += dy * force;
  other.forceX -= dx * force;
  other.forceY -= dy * force;
}

/**
 * Where all that pushes and pulls a body takes it, no further than `heat`: limiting each force by itself would let many weak
 * ones win over a strong one.
 * @param {Body} body
 * @param {number} heat
 * @param {number} inwards
 * @param {number} width
 */
function move(body, heat, inwards, width) {
  const scale = Math.min(1, heat / Math.max(1e-9, Math.hypot(body.forceX, body.forceY)));
  body.x = clamp((body.x + body.forceX * scale) * inwards, width / 2 - body.width / 2 - 2);
  body.y = (body.y + body.forceY * scale) * inwards;
  [body.forceX, body.forceY] = [0, 0];
}

/**
 * Boxes that overlap move apart along the shorter way, downwards where a wall is in the way.
 * @param {readonly Body[]} bodies
 * @param {number} width
 * @returns {boolean} true when some did
 */
function separate(bodies, width) {
  let moved = false;
  const wall = (/** @type {Body} */ { width: own }) => width / 2 - own / 2 - 2;
  for (const [index, one] of bodies.entries()) {
    for (const other of bodies.slice(index + 1)) {
      const overX = (one.width + other.width) / 2 + GAP - Math.abs(one.x - other.x);
      const overY = NODE_HEIGHT + GAP - Math.abs(one.y - other.y);
      if (overX <= 0.1 || overY <= 0.1) continue;
      moved = true;
      const aside = (one.x < other.x ? -0.5 : 0.5) * overX;
      const hasRoom = Math.abs(one.x + aside) <= wall(one) && Math.abs(other.x - aside) <= wall(other);
      if (overX < overY && hasRoom) {
        one.x += aside;
        other.x -= aside;
      } else {
        const down = (one.y < other.y ? -0.5 : 0.5) * overY;
        one.y += down;
        other.y -= down;
      }
    }
  }
  return moved;
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
