/** Every emitter of the demo recording has a name that begins so. */
export const demoSourcePrefix = "demo/";
