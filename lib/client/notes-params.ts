import { createLoader, parseAsString } from "nuqs/server";

/** The notes page's address: the conversation whose notes are shown; absent for all. */
export const notesParams = { conv: parseAsString };

export const loadNotesView = createLoader(notesParams);
