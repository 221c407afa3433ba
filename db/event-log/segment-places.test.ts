import fc from "fast-check";
import { expect, it } from "vitest";
import { packPlaces, readPlaces } from "./segment-places";

const envelope = fc.record({
  ordinal: fc.bigInt({ min: 1n, max: 2n ** 52n }),
  // Stands for bytes of any length without their weight.
  bytes: fc.integer({ min: 0, max: 2 ** 31 }).map((byteLength) => ({ byteLength }) as Buffer),
});

it("gives back what a segment holds, in whatever order its ordinals come", () => {
  fc.assert(
    fc.property(fc.array(envelope), (envelopes) => {
      const places = [...readPlaces(packPlaces(envelopes))];
      expect(places.map(({ ordinal, byte_length }) => [ordinal, byte_length])).toEqual(
        envelopes.map(({ ordinal, bytes }) => [ordinal, bytes.byteLength]),
      );
      let offset = 0;
      for (const place of places) {
        expect(place.offset).toBe(offset);
        offset += place.byte_length;
      }
    }),
  );
});

it("costs three bytes an envelope of a stream among others", () => {
  const stream = Array.from({ length: 1_000 }, (_, i) => ({
    ordinal: BigInt(1_000_000 + 16 * i),
    bytes: Buffer.alloc(900),
  }));
  expect(packPlaces(stream).length).toBeLessThan(3_010);
});
