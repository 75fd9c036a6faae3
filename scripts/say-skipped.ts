/** After `npm test`: what it did not run, and the command that does. Nothing is skipped silently. */
const LEFT_OUT = [
  ["races of 16 processes over one remote, crash table with random kills, long random orders", "npm run test:slow"],
  ["benchmarks (claims, lander, tasks, workspaces)", "npm run bench -- claims"],
];

for (const [what, command] of LEFT_OUT) console.log(`not run here: ${what}: ${command}`);
