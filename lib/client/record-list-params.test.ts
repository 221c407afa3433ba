import { describe, expect, it } from "vitest";
import { activeRecordFilters, recordListQuery, withoutValue } from "./record-list-params";

const filter = { q: "", type: ["llm.delta", "a,b"], source: [], event_id: "msg,1", seq_from: null };

describe("filters of a record list", () => {
  it("asks for what is set and nothing else", () => {
    expect(recordListQuery(filter, 100).toString()).toBe(
      "type=llm.delta%2Ca%5C%2Cb&event_id=msg%2C1&limit=100",
    );
  });

  it("goes on at a cursor", () => {
    expect(recordListQuery({}, 5, "abc").toString()).toBe("limit=5&cursor=abc");
  });

  it("lists each chosen value on its own", () => {
    expect(activeRecordFilters(filter)).toEqual([
      { name: "type", value: "llm.delta" },
      { name: "type", value: "a,b" },
      { name: "event_id", value: "msg,1" },
    ]);
  });

  it("takes one value out, and a single one away", () => {
    expect(withoutValue(filter.type, "llm.delta")).toEqual(["a,b"]);
    expect(withoutValue(filter.event_id, "msg,1")).toBeNull();
  });
});
