import type { RecordIn } from "../model";
import { failureCodes, type FailureCode } from "./taxonomy";

type Fault = RecordIn<"projection_faults">;

/** Identity of a fault that comparing stored with recomputed entities found: it begins with the code of its failure. */
export function faultId(
  code: FailureCode,
  conv_id: string,
  entity: Pick<RecordIn<"entities">, "kind" | "entity_id">,
): string {
  return `${code}|${conv_id}|${entity.kind}|${entity.entity_id}`;
}

/** The code of the failure that a fault is the finding behind: each has one. */
export function codeOfFault(fault: {
  readonly fault_id: string;
  readonly kind: Fault["kind"];
  readonly field?: string | null | undefined;
}): FailureCode {
  const [beginning] = fault.fault_id.split("|", 1);
  return failureCodes.find((code) => code === beginning) ?? codeOfStatedFault(fault);
}

/** The failure as which a fault counts that the fold or a source stated. */
export function codeOfStatedFault({
  kind,
  field,
}: Readonly<{ kind: Fault["kind"]; field?: string | null | undefined }>): FailureCode {
  switch (kind) {
    case "lost_delta":
      return "projection.lost_delta";
    case "write_after_final":
      return "projection.write_after_final";
    case "missing_in_store":
      return "projection.missing_entity";
    case "missing_in_frames":
      return "projection.unexplained_entity";
    case "version_gap":
      return field === "cursor" ? "projection.cursor_behind" : "projection.drift";
    case "decode_failure":
    case "transform_failure":
      return "projection.handler_failed";
    case "drift":
    case "duplicate_write":
      return "projection.drift";
  }
}
