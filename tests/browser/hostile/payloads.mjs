// What an attacker may write into a catalog or have an MCP server say. Each tries to break out of another sink. The list
// is shared with the tests in Rust. Where a payload wins it runs `alert(globalThis.pwned=1)`; the checks look for the
// dialog and for the mark.
import { readFileSync } from "node:fs";

const list = new URL("../../fixtures/hostile/payloads.json", import.meta.url);

/**
 * `TEXTS` are for every field that holds text, `ADDRESSES` for every field that holds an address. The loader keeps https
 * alone; what it drops cannot be linked.
 */
export const { texts: TEXTS, addresses: ADDRESSES } = JSON.parse(readFileSync(list, "utf8"));
