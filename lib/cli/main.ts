import { Command, CommanderError, InvalidArgumentError } from "commander";
import { ConsoleError } from "@/lib/domain/console-error";
import { storageProblem } from "@/lib/domain/storage-problem";
import { storePath } from "@/lib/services/store/data-folder";
import { backup, type BackupOptions } from "./backup";
import { exportBundle, verifyBundleFile } from "./bundle";
import { doctor, type DoctorOptions } from "./doctor";
import { importFiles } from "./import";
import { loadDemo, removeDemo } from "./load-demo";
import { endProgress, exitCodes, report } from "./output";
import { withCause } from "@/lib/services/store/portable-error";
import { salvage, type SalvageCommand } from "./salvage";
import { serve } from "./serve";

/** Default data folder, relative to the working directory. */
const defaultData = ".grillo";

function build(finish: (code: number) => void): Command {
  const program = new Command("grillo").description(
    "Flight recorder and debug console for chat and agent runtimes.",
  );
  program.exitOverride();
  program.hook("preAction", (_program, command) => {
    dataFolder = command.opts<{ data?: string }>().data ?? dataFolder;
  });

  program
    .command("serve")
    .description("run the console and its API; prints one line `ready http://...` when it answers")
    .option("--data <dir>", "data folder", defaultData)
    .option("--port <n>", "port; 0 picks a free one", portNumber, 4477)
    .option("--host <h>", "address to listen on", "127.0.0.1")
    .option("--demo", "load the demo recording when the store is empty", false)
    .option("--dev", "reload on changes of the source", false)
    .action(async (options: { data: string; port: number; host: string; demo: boolean; dev: boolean }) => {
      await serve(options);
      finish(exitCodes.fine);
    });

  program
    .command("import")
    .description("read files and folders of any known format into the store")
    .argument("<path...>", "files, folders or pipes; - is standard input")
    .option("--data <dir>", "data folder", defaultData)
    .option("--conv <id>", "conversation for envelopes that name none")
    .option("--source <name>", "name of the emitter")
    .option("--json", "print one JSON document", false)
    .action(
      async (paths: string[], options: { data: string; conv?: string; source?: string; json: boolean }) => {
        finish(await importFiles(paths, options));
      },
    );

  program
    .command("demo")
    .description("load the demo recording, or take it out again")
    .option("--data <dir>", "data folder", defaultData)
    .option("--remove", "take it out of the store", false)
    .action(async ({ data, remove }: { data: string; remove: boolean }) => {
      finish(await (remove ? removeDemo(data) : loadDemo(data)));
    });

  program
    .command("export")
    .description("write a replay bundle of conversations")
    .argument("<conv...>", "conversations")
    .option("--data <dir>", "data folder", defaultData)
    .option("-o, --output <file>", "file to write; default: <conversation>.rpb")
    .action(async (convIds: string[], options: { data: string; output?: string }) => {
      finish(await exportBundle(convIds, options));
    });

  program
    .command("verify")
    .description("check a replay bundle; needs no store")
    .argument("<file>", "bundle")
    .option("--json", "print one JSON document", false)
    .action((file: string, options: { json: boolean }) => {
      finish(verifyBundleFile(file, options.json));
    });

  program
    .command("doctor")
    .description("examine a store: SQLite check, every hash, receipts, versions")
    .option("--data <dir>", "data folder", defaultData)
    .option("--deep", "name every damaged envelope with its conversation, stream and place", false)
    .option("--json", "print one JSON document", false)
    .action((options: DoctorOptions) => {
      finish(doctor(options));
    });

  program
    .command("backup")
    .description("write a proven copy of the store to a new file; works beside a running server")
    .argument("<target>", "file to write")
    .option("--data <dir>", "data folder", defaultData)
    .option("--json", "print one JSON document", false)
    .action((target: string, options: BackupOptions) => {
      finish(backup(target, options));
    });

  program
    .command("salvage")
    .description("read whatever can be read of a damaged store into a new data folder")
    .argument("<target>", "data folder to make")
    .option("--data <dir>", "data folder of the damaged store", defaultData)
    .option("--json", "print one JSON document", false)
    .action(async (target: string, options: SalvageCommand) => {
      finish(await salvage(target, options));
    });

  return program;
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError("a port is a number from 0 to 65535");
  return port;
}

/** Problems that mean wrong use, not a broken store or environment. */
const usageProblems = new Set(["file-not-found", "file-exists", "invalid-request", "conversation-not-found"]);
/** Problems that mean a fault in the data. */
const dataProblems = new Set([
  "file-damaged",
  "bundle-invalid",
  "unsupported-bundle-version",
  "format-not-recognised",
  "envelope-damaged",
]);

function exitCodeOf(failure: unknown): number {
  if (failure instanceof CommanderError) return failure.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  endProgress();
  const error = storageProblem(failure, storePath(dataFolder));
  if (!(error instanceof ConsoleError)) {
    report(`grillo: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return exitCodes.environment;
  }
  report(`grillo: ${error.message} (${error.code})`);
  if (error.code === "internal") report(withCause(error));
  if (error.code === "storage-corrupt")
    report(
      "`grillo salvage NEWFOLDER --data FOLDER` reads what can be read of a damaged store into a new one.",
    );
  if (usageProblems.has(error.code)) return exitCodes.usage;
  return dataProblems.has(error.code) ? exitCodes.fault : exitCodes.environment;
}

/** Data folder of the command that runs, for messages. */
let dataFolder = defaultData;
let exitCode: number = exitCodes.fine;
try {
  await build((code) => {
    exitCode = code;
  }).parseAsync();
} catch (error) {
  exitCode = exitCodeOf(error);
}
process.exit(exitCode);
