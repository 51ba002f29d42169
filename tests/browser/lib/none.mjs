import assert from "node:assert/strict";

/** Fails with the faults, one to a line, where there are any. */
export function none(faults) {
  const shown = faults.slice(0, 30).map((fault) => `  ${fault}`);
  if (faults.length > shown.length) shown.push(`  and ${faults.length - shown.length} more`);
  assert.equal(faults.length, 0, `\n${shown.join("\n")}\n`);
}
