import { listErrorsById } from "@/db/queries/error-rows";
import type { RecordedErrorDetail } from "@/lib/contracts/error";
import { ConsoleError } from "@/lib/domain/console-error";
import type { ServiceContext } from "../service-context";
import { errorDetailsFromRows } from "./error-from-row";

/** One recorded failure with its cause chain. Throws not-found. */
export function getError({ store }: ServiceContext, errorId: string): RecordedErrorDetail {
  const [detail] = errorDetailsFromRows(store, listErrorsById(store, [errorId]));
  if (detail === undefined)
    throw new ConsoleError("not-found", "There is no such recorded failure.", {
      details: { error_id: errorId },
    });
  return detail;
}
