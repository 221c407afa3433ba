/** Every table, for the migration generator and the record writer. */
export * from "./conversation";
export * from "./timeline";
export * from "./turn";
export * from "./event";
export * from "./call";
export * from "./middleware";
export * from "./transport";
export * from "./runtime";
export * from "./error";
export * from "./storage";
export * from "./privacy";
