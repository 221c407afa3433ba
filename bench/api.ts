import { Agent, get } from "node:http";

const agent = new Agent({ keepAlive: true });

/** Fetches an address of the console and reads the answer to its end. Rejects on any status but 200. */
export function fetchApi(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => {
      const parts: string[] = [];
      answer.setEncoding("utf8").on("data", (part: string) => parts.push(part));
      answer.on("error", reject);
      answer.on("end", () => {
        if (answer.statusCode === 200) resolve(parts.join(""));
        else
          reject(new Error(`${url} answered ${String(answer.statusCode)}: ${parts.join("").slice(0, 500)}`));
      });
    }).on("error", reject);
  });
}

/** What the list pages and the inspector ask first, by name. `conv` is an id that exists. */
export function questions(url: string, conv: string): readonly (readonly [name: string, address: string])[] {
  const api = `${url}/api/v1`;
  return [
    ["list, newest first", `${api}/conversations?limit=100`],
    ["list, two facets", `${api}/conversations?limit=100&status=idle&class=provider`],
    ["list, by tokens", `${api}/conversations?limit=100&sort=-tokens`],
    ["facets", `${api}/facets`],
    ["events, newest first", `${api}/events?limit=200`],
    ["events of one type", `${api}/events?limit=200&type=llm.final`],
    ["open conversation", `${api}/conversations/${conv}`],
    ["joined first page", `${api}/conversations/${conv}/joined?limit=300`],
  ];
}
