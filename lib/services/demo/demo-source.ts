/** Every emitter of the demo recording has a name that begins so. */
export const demoSourcePrefix = "demo/";

/** Who wrote what is kept with the demo recording. */
export const demoAuthor = "Mira (demo)";
