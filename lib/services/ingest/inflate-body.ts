import { Readable, type Transform } from "node:stream";
import * as zlib from "node:zlib";
import { ConsoleError } from "@/lib/domain/console-error";
import { limits } from "../store/limits";

/** What removes each content coding. Node has zstd from version 22.15 on. */
const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: () => zlib.createGunzip(),
  "x-gzip": () => zlib.createGunzip(),
  deflate: () => zlib.createInflate(),
  br: () => zlib.createBrotliDecompress(),
  ...zstdDecoder(),
};

/** Names of the content codings that are taken, the usual ones first. */
export const contentCodings: readonly string[] = Object.keys(decoders).filter((name) => name !== "x-gzip");

/**
 * Bytes that a body inflates to for each byte of it, at most, once it is larger than the floor. Cumulative frames
 * come to some hundreds to one; a bomb comes to a thousand with gzip and to a million with brotli.
 */
const maxRatio = 1_000;
const ratioFloor = 8 * 1024 * 1024;

/**
 * A body with its content coding removed, its size bounded as sent and as inflated, without ever holding more than
 * what is being read. Throws payload-too-large, unsupported-media-type for a coding that is not known, also for two on
 * top of each other, and invalid-request for a stream that is not whole.
 */
export async function* inflatedBody(
  body: AsyncIterable<Uint8Array> | null,
  coding: string,
): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const sent = new Counted(body, limits.ingest_wire_bytes);
  if (coding === "" || coding === "identity") {
    yield* sent;
    return;
  }
  const create = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined;
  if (create === undefined) {
    throw new ConsoleError(
      "unsupported-media-type",
      `Content-Encoding ${coding} is not supported; use one of ${contentCodings.join(", ")}, or none.`,
    );
  }
  const inflated = new Counted(decoded(sent, create(), coding), limits.ingest_inflated_bytes);
  for await (const chunk of inflated) {
    if (inflated.bytes > ratioFloor && inflated.bytes > sent.bytes * maxRatio)
      throw tooLarge(limits.ingest_inflated_bytes);
    yield chunk;
  }
}

/** The answer to a body that is over a limit, which it names. */
export function tooLarge(limit: number): ConsoleError {
  return new ConsoleError(
    "payload-too-large",
    `The body is larger than ${String(limit)} bytes; send it in parts.`,
    { details: { limit } },
  );
}

/** Counts what passes and refuses what is over the limit. */
class Counted {
  bytes = 0;

  constructor(
    private readonly chunks: AsyncIterable<Uint8Array>,
    private readonly limit: number,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.chunks) {
      this.bytes += chunk.byteLength;
      if (this.bytes > this.limit) throw tooLarge(this.limit);
      yield chunk;
    }
  }
}

async function* decoded(
  sent: AsyncIterable<Uint8Array>,
  decoder: Transform,
  coding: string,
): AsyncGenerator<Uint8Array> {
  const source = Readable.from(sent);
  source.once("error", (error) => decoder.destroy(error));
  source.pipe(decoder);
  try {
    for await (const chunk of decoder) yield bufferChunk(chunk);
  } catch (cause) {
    if (cause instanceof ConsoleError) throw cause;
    throw new ConsoleError(
      "invalid-request",
      `The body is not a whole ${coding} stream; lines before the damage may be stored.`,
      { cause },
    );
  } finally {
    source.destroy();
    decoder.destroy();
  }
}

function zstdDecoder(): Readonly<Record<string, () => Transform>> {
  const create: unknown = Reflect.get(zlib, "createZstdDecompress");
  return typeof create === "function" ? { zstd: () => asDecoder(create)() } : {};
}

/** Newer versions of Node declare it so. */
function asDecoder(create: unknown): () => Transform {
  return create as () => Transform;
}

/** A decompression stream without an encoding gives buffers. */
function bufferChunk(chunk: unknown): Buffer {
  return chunk as Buffer;
}
