import { expect, test } from "vitest";
import { isLoopback } from "./host-guard";

test("only names and addresses of this machine itself count as reached from here alone", () => {
  const here = ["127.0.0.1", "127.8.0.1", "localhost", "::1"];
  const beyond = [
    "0.0.0.0",
    "::",
    "192.168.1.7",
    "console.example",
    "127.0.0.1.example",
    "localhost.example",
  ];
  expect(here.filter((host) => !isLoopback(host))).toEqual([]);
  expect(beyond.filter(isLoopback)).toEqual([]);
});
