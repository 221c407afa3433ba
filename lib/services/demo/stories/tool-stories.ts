/** Conversations about tools: loops, failures, approval, side effects. */
export const toolStories: readonly string[] = [
  `
conversation demo-tool-timeout "Refund policy lookup times out" start=-5h runtime=webchat fingerprint=webchat@4f2c91a profile=support version=7 source=demo/webchat-eu store=on
  ws.open
  turn t1 "What is the refund policy for opened software?"
    +0     http POST /chat 202 took=13ms in=98 out=142 agent="Mozilla/5.0"
    +20    llm.start
    +420   llm.delta "Let me look that up." x6 every=30
    +620   tool.start search_docs args={"q":"refund policy opened software","top":5} timeout=60s version=2.3.0
    +640   llm.final finish=tool_calls in=226 out=31
    +660   tool.run
    +60660 tool.fail code=tool.timeout "no answer from search_docs within 60000 ms" retries=1
    +60700 llm.start
    +61200 llm.delta "I could not reach our handbook just now. As a rule, opened software can be returned only when it is faulty; I will send you the exact clause later." x30 every=40
    +62500 llm.final in=290 out=41
  ping 24
  ping 31
  close ws 1000
`,
  `
conversation demo-unknown-tool "Asked for a tool that is not there" start=-9h runtime=webchat profile=traveller model=mistral-large-2 provider=mistral_ai source=demo/webchat-us store=on
  ws.open
  turn t1 "Book me the night train to Vienna"
    +30   llm.start
    +350  tool.start book_sleeper args={"to":"Vienna","class":"sleeper"}
    +370  llm.final finish=tool_calls in=180 out=24
    +400  tool.unknown
    +430  llm.start
    +900  llm.delta "I cannot book sleepers myself. The night train leaves at 22:10 from platform 7; seats are sold at the counter." x24 every=40
    +1950 llm.final in=230 out=33
  close ws 1000
`,
  `
conversation demo-tool-errors "Four ways a tool can fail" start=-12h runtime=agent fingerprint=agent@91be07d profile=analyst version=4 model=claude-sonnet-4-5 provider=anthropic source=demo/agent-runner seq=counter keys=full
  turn t1 "Compare last week's sales with the forecast and mail it to the team"
    +20    llm.start
    +400   tool.start sql_query args={"sql":"select week, sum(total) form sales group by week"} version=1.9
    +420   llm.final finish=tool_use in=812 out=64 bodies=yes
    +440   tool.run
    +520   tool.fail code=validation.tool_arguments "syntax error at or near \\"form\\" (position 25)" stack="QueryError: syntax error at or near form\\n    at Parser.statement (sql/parser.ts:214)\\n    at runQuery (tools/sql-query.ts:58)"
    +560   llm.start
    +900   tool.start sql_query args={"sql":"select week, sum(total) from sales group by week"}
    +920   llm.final finish=tool_use in=920 out=61
    +940   tool.run
    +1300  tool.result {"rows":[["2026-46",18240],["2026-47",19105]]}
    +1350  llm.start
    +1700  tool.start read_file args={"path":"/finance/forecast.xlsx"}
    +1720  llm.final finish=tool_use in=1010 out=40
    +1740  tool.run
    +1760  tool.fail code=tool.not_allowed "read of /finance/forecast.xlsx refused: role analyst lacks finance:read"
    +1800  llm.start
    +2200  tool.start calc args={"op":"div","a":19105,"b":0} as=ratio
    +2210  tool.start send_email args={"to":"team@example.com","subject":"Sales, week 47"} as=mail approval="required"
    +2230  llm.final finish=tool_use in=1105 out=72
    +2250  tool.run call=ratio
    +2260  tool.fail code=tool.failed "division by zero" call=ratio
    +9000  tool.reject "Do not mail before I have read it" by=user call=mail
    +9050  llm.start
    +9600  llm.delta "Sales of week 47 were 19,105, up 4.7 per cent on the week before. I could not read the forecast: the role analyst may not open it. Nothing was mailed." x34 every=30
    +10700 llm.final in=1190 out=52 finish=end_turn
  status closed
`,
  `
conversation demo-loop-limit "Five rounds and no answer" start=-7h runtime=agent profile=coder version=2 model=gpt-5-mini source=demo/agent-runner seq=counter store=on
  turn t1 "Find out why the nightly build is red"
    +20   llm.start
    +300  tool.start run_tests args={"suite":"nightly","filter":"*"}
    +320  llm.final finish=tool_calls in=310 out=22
    +900  tool.result {"failed":1,"first":"import-order.spec"}
    +950  llm.start
    +1250 tool.start read_file args={"path":"src/import-order.spec.ts"}
    +1270 llm.final finish=tool_calls in=420 out=24
    +1400 tool.result "describe('import order', () => { /* 84 lines */ })"
    +1450 llm.start
    +1750 tool.start run_tests args={"suite":"nightly","filter":"import-order"}
    +1770 llm.final finish=tool_calls in=510 out=25
    +2500 tool.result {"failed":0}
    +2550 llm.start
    +2850 tool.start run_tests args={"suite":"nightly","filter":"*"}
    +2870 llm.final finish=tool_calls in=590 out=22
    +3500 tool.result {"failed":1,"first":"import-order.spec"}
    +3550 llm.start
    +3850 tool.start run_tests args={"suite":"nightly","filter":"import-order"}
    +3870 llm.final finish=tool_calls in=670 out=25
    +4600 tool.result {"failed":0}
    +4620 error runtime.loop_limit "tool loop ended after 5 iterations without an answer"
    +4620 turn.fail runtime.loop_limit
  status error
`,
  `
conversation demo-approval "Wire transfer waits for a person" start=-17h runtime=agent profile=finance version=5 model=claude-sonnet-4-5 provider=anthropic source=demo/agent-runner keys=full
  turn t1 "Pay the invoice of Lindqvist Carpentry, 1,240 euros"
    +20    guardrail payments.limit pass "transfer of 1240 EUR" score=0.12 action=allow
    +40    llm.start
    +500   tool.start wire_transfer args={"to":"Lindqvist Carpentry","amount":1240,"currency":"EUR"} approval="granted by m.ortega" version=3.0.1
    +520   llm.final finish=tool_use in=640 out=48
    +46000 tool.run
    +46300 tool.effect outbound_request POST "https://bank.example/api/transfers"
    +46350 tool.effect database_write insert "ledger: transfer 88121"
    +46900 tool.result {"transfer":88121,"state":"executed"}
    +46950 llm.start
    +47400 llm.delta "The transfer of 1,240 euros to Lindqvist Carpentry was executed under number 88121." x20 every=35
    +48200 llm.final in=720 out=29 finish=end_turn
  turn t2 "And 18,000 euros to the new supplier"
    +20    guardrail payments.limit flag "transfer of 18000 EUR" score=0.91 action=ask
    +40    llm.start
    +500   tool.start wire_transfer args={"to":"Nordwind Trading","amount":18000,"currency":"EUR"} approval="required"
    +520   llm.final finish=tool_use in=790 out=50
    +31000 tool.reject "Unknown supplier, call them first" by=m.ortega
    +31050 llm.start
    +31500 llm.delta "The transfer was refused by m.ortega: the supplier is unknown and has to be called first." x20 every=35
    +32300 llm.final in=850 out=30 finish=end_turn
  turn t3 "Fine. Download the statement of October instead."
    +40    llm.start
    +400   tool.start download_statement args={"month":"2026-10"} timeout=30s
    +420   llm.final finish=tool_use in=880 out=28
    +440   tool.run
    +600   tool.effect file write "/tmp/statement-2026-10.pdf"
    +6200  tool.cancel "the user closed the page"
    +6250  turn.abandon
  status closed
`,
  `
conversation demo-parallel-tools "Three searches at once" start=-36h runtime=webchat profile=researcher model=gpt-5 source=demo/webchat-eu store=on
  ws.open
  turn t1 "Which of these three museums is open on Monday, and what do tickets cost?"
    +20   plan {"search":0.82,"answer":0.11,"ask":0.07} "three facts are needed that change often"
    +40   llm.start
    +400  tool.start search_web args={"q":"maritime museum opening hours"} as=maritime
    +420  tool.start search_web args={"q":"museum of glass opening hours"} as=glass
    +440  tool.start search_web args={"q":"railway museum opening hours"} as=railway
    +460  llm.final finish=tool_calls in=340 out=66
    +480  tool.run call=maritime
    +490  tool.run call=glass
    +500  tool.run call=railway
    +900  tool.result {"monday":"closed"} call=glass
    +1200 tool.result {"monday":"10-18","ticket":12} call=maritime
    +2300 tool.result {"monday":"9-17","ticket":9.5} call=railway retries=1
    +2350 llm.start
    +2900 llm.delta "On Monday the maritime museum (12 euros) and the railway museum (9.50 euros) are open; the museum of glass is closed." x28 every=35
    +4000 llm.final in=460 out=44
  close ws 1000
`,
];
