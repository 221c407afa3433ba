import { acceptBoolean, definePreference } from "./preferences";

/** Whether the waterfall of the turn is drawn under the list. */
export const waterfallPreference = definePreference("inspector.waterfall", acceptBoolean, true);
