import queryPlugin from "@tanstack/eslint-plugin-query";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

// Only what needs the syntax tree or the types is checked here: import directions are the business of
// dependency-cruiser, layout of prettier, dead code of knip.

const clockMessage = "Take the time as an argument; only the outermost code reads the clock.";

/** Selectors for `no-restricted-syntax`. A block that sets the rule anew replaces it, so blocks are built from these. */
const banned = {
  asyncTransaction: [
    {
      selector: "CallExpression[callee.property.name='transaction'] > :function[async=true]",
      message: "A transaction of this driver is synchronous: an async callback would commit before it ends.",
    },
  ],
  clock: [
    {
      selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
      message: clockMessage,
    },
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: clockMessage },
  ],
  parse: [
    {
      selector: "CallExpression[callee.object.name='JSON'][callee.property.name='parse']",
      message: "JSON.parse rounds 64-bit ordinals; use lib/domain/json/exact-json.",
    },
  ],
  colour: [
    {
      selector: "Literal[value=/^#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$/]",
      message: "Colours are named in app/globals.css and nowhere else.",
    },
  ],
};

/** Entry points of processes and browser code that shows an age: they own the clock. */
const clockOwners = ["lib/cli/**", "lib/services/store/writer-thread.ts", "lib/client/second-clock.ts"];
/** Places that read JSON in which no ordinal can be, or that check every value afterwards. */
const parseOwners = ["lib/domain/json/**", "lib/client/**", "lib/contracts/**", "lib/testing/**"];
const tests = ["**/*.test.ts", "**/*.test.tsx", "e2e/**/*.ts", "lib/testing/**/*.ts"];
const programs = ["scripts/**", "bench/**", "bin/**", "*.config.*"];

export default tseslint.config(
  {
    ignores: [
      "node_modules/",
      ".next/",
      "dist/",
      "coverage/",
      "playwright-report/",
      "test-results/",
      "next-env.d.ts",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // The query client announces the names of its next major version as replacements of today's.
      "@typescript-eslint/no-deprecated": "off",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // Numbers read well in messages; everything else is turned into text on purpose.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Members of open records are written with brackets, so that a reader sees they may be absent.
      "@typescript-eslint/dot-notation": ["error", { allowIndexSignaturePropertyAccess: true }],
      // A function that does nothing is a value like any other (a default listener).
      "@typescript-eslint/no-empty-function": ["error", { allow: ["arrowFunctions"] }],
      // Recursive types need an index signature, and a type alias is assignable to one where an interface is not.
      "@typescript-eslint/consistent-indexed-object-style": "off",
      "@typescript-eslint/consistent-type-definitions": "off",
      // Objects with methods that never use `this` (routes, external stores) are taken apart on purpose.
      "@typescript-eslint/unbound-method": "off",
      // A type parameter that only names the result marks a checked conversion; its comment says why it is true.
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      // `??`, `?.` and every condition in JSX count one each.
      complexity: ["error", { max: 20, variant: "modified" }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-console": "error",
      "no-restricted-syntax": ["error", ...banned.asyncTransaction, ...banned.clock, ...banned.parse],
    },
  },
  {
    files: ["**/*.{js,mjs,cjs}"],
    extends: [tseslint.configs.recommended],
    rules: {
      "@typescript-eslint/no-require-imports": "off",
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  {
    files: ["components/**"],
    // A component that shows thirty optional facts has thirty branches and one thought.
    rules: {
      complexity: "off",
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["lib/domain/model/**"],
    // Lists of fields read better whole.
    rules: { "max-lines": "off" },
  },
  {
    files: clockOwners,
    rules: { "no-restricted-syntax": ["error", ...banned.asyncTransaction, ...banned.parse] },
  },
  {
    files: parseOwners,
    ignores: clockOwners,
    rules: { "no-restricted-syntax": ["error", ...banned.asyncTransaction, ...banned.clock] },
  },
  {
    files: ["components/**", "app/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...banned.asyncTransaction,
        ...banned.clock,
        ...banned.parse,
        ...banned.colour,
      ],
    },
  },
  {
    files: ["components/**/*.{ts,tsx}", "app/**/*.{ts,tsx}", "lib/client/**/*.{ts,tsx}"],
    extends: [reactHooks.configs.flat.recommended, queryPlugin.configs["flat/recommended"]],
    rules: {
      // Both speak of what React's compiler would skip; the console does not use it.
      "react-hooks/incompatible-library": "off",
      "react-hooks/preserve-manual-memoization": "off",
    },
  },
  {
    files: ["**/*.tsx"],
    extends: [jsxA11y.flatConfigs.strict],
    rules: {
      // Trees, grids and tab lists are one stop for Tab: focus and keys live on the container, a click lands on
      // a child. Whether every action has a key is proved by the keyboard stories in e2e, not by one element.
      "jsx-a11y/interactive-supports-focus": "off",
      "jsx-a11y/click-events-have-key-events": "off",
      "jsx-a11y/no-static-element-interactions": [
        "error",
        { handlers: ["onClick", "onDoubleClick", "onMouseDown"] },
      ],
      // Hover only previews.
      "jsx-a11y/mouse-events-have-key-events": "off",
      // A part that scrolls must take focus, or keys could not scroll it.
      "jsx-a11y/no-noninteractive-tabindex": "off",
      "jsx-a11y/no-interactive-element-to-noninteractive-role": ["error", { canvas: ["img"] }],
    },
  },
  {
    // A server has one log: what it cannot tell the caller goes to stderr.
    files: ["lib/cli/**", "lib/http/**"],
    rules: { "no-console": "off" },
  },
  {
    files: tests,
    rules: {
      "no-restricted-syntax": ["error", ...banned.asyncTransaction],
      "max-lines": ["error", { max: 500, skipBlankLines: true, skipComments: true }],
      // Fixtures of Playwright are async functions and take `{}` whether they need it or not.
      "no-empty-pattern": "off",
      "@typescript-eslint/require-await": "off",
    },
  },
  {
    files: programs,
    rules: { "no-console": "off", "no-restricted-syntax": ["error", ...banned.asyncTransaction] },
  },
);
