import { queryOptions } from "@tanstack/react-query";
import { systemOptions } from "@/lib/client/inspector-record-queries";
import { freshness } from "@/lib/client/query-client";

/** The report about store and processes, read again every ten seconds while the page is open. */
export const systemPageOptions = queryOptions({ ...systemOptions, refetchInterval: freshness.list });
