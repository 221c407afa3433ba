/** Stands in for the package of that name in unit tests, which run outside the bundler. */
export {};
