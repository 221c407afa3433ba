import type { Topic } from "./exchange";

/** Everyday conversations of analysts, developers, finance, research and operations. */
export const expertTopics: readonly Topic[] = [
  {
    slug: "analyst",
    profile: "analyst",
    runtime: "agent",
    conversations: [
      [
        {
          prompt: "Which region grew most in the third quarter?",
          answer:
            "The north-west grew by 11.4 per cent, followed by the islands with 7.9. The capital was flat. Without the new depot, the north-west would still be first, with 8.2.",
          thinking:
            "Compare quarter three with quarter two by region, then take the new depot out, since it opened in July and would flatter the north-west.",
          tools: [
            {
              name: "sql_query",
              args: {
                sql: "select region, sum(total) from sales where quarter in (2, 3) group by region, quarter",
              },
              result: {
                rows: [
                  ["north-west", 1.114],
                  ["islands", 1.079],
                  ["capital", 1.001],
                ],
              },
            },
            {
              name: "sql_query",
              args: {
                sql: "select sum(total) from sales where depot <> 'Kirkby' and region = 'north-west' group by quarter",
              },
              result: { rows: [[1.082]] },
            },
          ],
        },
        {
          prompt: "Put that into one sentence for the board.",
          answer:
            "In the third quarter the north-west led growth with 11.4 per cent (8.2 without its new depot), while the capital stood still.",
        },
      ],
      [
        {
          prompt: "Why do the two reports on returns differ?",
          answer:
            "One counts parcels, the other articles. A parcel with three articles is one return in the first and three in the second; that explains all of the difference of 412.",
          tools: [
            { name: "read_file", args: { path: "reports/returns-a.md" }, result: { lines: 88 } },
            { name: "read_file", args: { path: "reports/returns-b.md" }, result: { lines: 131 } },
          ],
        },
        {
          prompt: "Which one should we use?",
          answer: "Articles, because cost follows articles. Keep parcels for planning the staff at the ramp.",
        },
      ],
      [
        {
          prompt: "Give me the median delivery time of last week.",
          answer: "The median was 1.8 days; nine of ten parcels arrived within 3.1 days.",
          tools: [
            {
              name: "sql_query",
              args: {
                sql: "select percentile(days, 0.5), percentile(days, 0.9) from deliveries where week = 47",
              },
              result: { rows: [[1.8, 3.1]] },
            },
          ],
        },
      ],
    ],
  },
  {
    slug: "coding",
    profile: "coder",
    runtime: "agent",
    conversations: [
      [
        {
          prompt: "The date picker shows the wrong day in Auckland. Find out why.",
          answer:
            "The picker turns the chosen day into midnight UTC and prints it in local time. In Auckland that is the same day only in the afternoon. It should keep a plain date without a time; I changed two lines and added a test in three time zones.",
          thinking:
            "Off by one day in a zone far east of Greenwich smells like midnight UTC. Look at the conversion first, then at the tests.",
          tools: [
            { name: "read_file", args: { path: "src/date-picker.tsx" }, result: { lines: 214 } },
            {
              name: "write_file",
              args: { path: "src/date-picker.tsx", lines: 2 },
              result: { written: true },
            },
            {
              name: "run_tests",
              args: { suite: "unit", filter: "date-picker" },
              result: { passed: 23, failed: 0 },
            },
          ],
        },
        {
          prompt: "Does the calendar have the same mistake?",
          answer: "No. The calendar keeps year, month and day as numbers and never makes a time out of them.",
          tools: [{ name: "read_file", args: { path: "src/calendar.tsx" }, result: { lines: 340 } }],
        },
      ],
      [
        {
          prompt:
            "Explain this error: 'cannot borrow `list` as mutable because it is also borrowed as immutable'.",
          answer:
            "You hold a reference into the list while you change it. Either finish with the reference first, or take the index instead of the reference and look the element up again after the change.",
        },
        {
          prompt: "Show me the version with the index.",
          answer:
            "```rust\nlet at = list.iter().position(|entry| entry.id == id);\nif let Some(at) = at {\n    list[at].count += 1;\n}\n```\nThe borrow of `iter()` ends before the change begins.",
        },
      ],
      [
        {
          prompt: "Write a commit message for the change to the parser.",
          answer:
            "parser: keep the column with every token\n\nMessages named the line only, so two mistakes on one line could not be told apart.",
        },
      ],
    ],
  },
  {
    slug: "finance",
    profile: "finance",
    runtime: "agent",
    conversations: [
      [
        {
          prompt: "What is 2,350 Danish kroner in euros today, with the bank's fee?",
          answer:
            "2,350 kroner are 314.99 euros at today's rate; with the fee of 1.5 per cent you pay 319.71 euros.",
          tools: [
            { name: "exchange_rate", args: { from: "DKK", to: "EUR" }, result: { rate: 0.13404 } },
            { name: "calc", args: { op: "mul", a: 314.99, b: 1.015 }, result: { result: 319.71485 } },
          ],
        },
        {
          prompt: "And if I pay by card instead?",
          answer: "Your card charges no fee abroad, so 314.99 euros, give or take the rate of the day after.",
        },
      ],
      [
        {
          prompt: "List the invoices that are more than 30 days late.",
          answer:
            "Four invoices are late: Brandt (41 days, 380 euros), Ferreira (37 days, 1,120 euros), Ilves (35 days, 95 euros) and Okafor (31 days, 610 euros).",
          tools: [
            {
              name: "sql_query",
              args: {
                sql: "select customer, days_late, total from invoices where days_late > 30 order by days_late desc",
              },
              result: { rows: 4 },
            },
          ],
        },
        {
          prompt: "Send Ilves a friendly reminder.",
          answer:
            "The reminder to Ilves is out: friendly, with the invoice attached and ten more days to pay.",
          tools: [
            {
              name: "send_email",
              args: { to: "ilves@example.com", template: "reminder-1" },
              result: { queued: true },
            },
          ],
        },
      ],
      [
        {
          prompt: "Is a laptop of 780 euros written off at once?",
          answer:
            "Below 800 euros net it may be written off in the year of purchase. 780 euros with VAT are about 655 net, so yes.",
        },
      ],
    ],
  },
  {
    slug: "research",
    profile: "researcher",
    runtime: "webchat",
    conversations: [
      [
        {
          prompt: "Find two reviews on how crickets hear with their legs.",
          answer:
            "Two reviews fit: one on the mechanics of the ear in the foreleg, and one on how the tube behind it makes the animal sensitive to direction. Both agree that the pressure difference, not the loudness, tells the side.",
          thinking:
            "The ear of crickets sits below the knee of the foreleg. Reviews should cover mechanics and directional hearing. I search twice, with the technical terms.",
          tools: [
            { name: "search_web", args: { q: "cricket tympanal ear foreleg review" }, result: { hits: 8 } },
            {
              name: "search_web",
              args: { q: "cricket acoustic trachea directional hearing review" },
              result: { hits: 5 },
            },
          ],
        },
        {
          prompt: "Explain 'pressure difference receiver' to a ten-year-old.",
          answer:
            "Imagine a drum that is open on both sides. If a sound comes from the left, it pushes the left side first and the right side a little later. The drum feels who pushed first, and so the cricket knows where the singer sits.",
        },
      ],
      [
        {
          prompt: "Who wrote about the winter of 1784 in Europe?",
          answer:
            "Parish priests, mostly: their weather notes are the best source. Several cities kept daily readings, and the eruption of the year before is named as the cause already then.",
        },
        {
          prompt: "Were there floods afterwards?",
          answer:
            "Yes. In late February 1784 the ice broke on many rivers at once, and bridges fell in several towns.",
          tools: [
            { name: "search_docs", args: { q: "flood February 1784 ice", top: 5 }, result: { hits: 3 } },
          ],
        },
      ],
      [
        {
          prompt: "Give me a title for a talk about logbooks of ships as climate data.",
          answer:
            "'Fresh breeze, hazy, wind west by south: what 300 years of logbooks say about the weather'.",
        },
      ],
    ],
  },
  {
    slug: "operations",
    profile: "ops",
    runtime: "agent",
    conversations: [
      [
        {
          prompt: "Disk usage on runner-07 is at 91 per cent. What can go?",
          answer:
            "Old build caches take 212 GB; those not read for 30 days are 164 GB of it. With them gone, usage falls to 68 per cent. Shall I delete them?",
          tools: [
            {
              name: "disk_usage",
              args: { host: "runner-07", depth: 2 },
              result: { "/cache": 212, "/var": 31, "/home": 12 },
            },
          ],
        },
        {
          prompt: "Yes, but keep the ones of the release branches.",
          answer: "Deleted 149 GB; the caches of the three release branches stayed. Usage is at 70 per cent.",
          tools: [
            {
              name: "run_command",
              args: { host: "runner-07", command: "cache prune --unused 30d --keep release/*" },
              result: { freed_gb: 149 },
            },
          ],
        },
      ],
      [
        {
          prompt: "Which services restarted during the night?",
          answer:
            "Two: the mail gateway at 2:14, planned, and the desk at 3:51, after a failed health check. Both were back within a minute.",
          tools: [
            {
              name: "search_logs",
              args: { q: "service started", from: "00:00", to: "06:00" },
              result: { hits: 2 },
            },
          ],
        },
        {
          prompt: "Why did the health check of the desk fail?",
          answer:
            "The database answered after 5.2 seconds, and the check allows 5. A backup was running at the time.",
          tools: [{ name: "search_logs", args: { q: "desk health", at: "03:51" }, result: { hits: 6 } }],
        },
      ],
      [
        {
          prompt: "Write the announcement for the maintenance on Sunday.",
          answer:
            "On Sunday, 29 November, from 6:00 to 7:30 the desk and the archive are not available. Prompts sent in that time wait and are answered afterwards; nothing is lost.",
        },
      ],
    ],
  },
];
