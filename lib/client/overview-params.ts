import { createLoader, parseAsString } from "nuqs/server";

/** The overview's address: the range on show, as the query language writes times; absent for the usual one. */
export const overviewParams = { time: parseAsString };

export const loadOverviewView = createLoader(overviewParams);
