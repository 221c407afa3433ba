/** Conversations about model providers: retries, failures, cut and interrupted answers, reasoning. */
export const providerStories: readonly string[] = [
  `
conversation demo-rate-limit "Three retries, then an answer" start=-3h runtime=webchat profile=support version=7 model=gpt-5-mini source=demo/webchat-us store=on
  ws.open
  turn t1 "Please summarise my last five tickets"
    +20   llm.start
    +200  llm.retry status=429 cause=rate_limit backoff=1s
    +1300 llm.retry status=429 cause=rate_limit backoff=2s
    +3500 llm.retry status=503 cause=overloaded backoff=4s
    +8200 llm.delta "Your last five tickets were about a late parcel, two broken cups, an invoice sent twice, and a login that has worked since Tuesday." x32 every=30
    +9300 llm.final in=1480 out=47 cached=1024
  turn t2 "And the five before those?"
    +20    llm.start
    +200   llm.retry status=429 cause=rate_limit backoff=1s
    +1300  llm.retry status=429 cause=rate_limit backoff=2s
    +3500  llm.retry status=429 cause=rate_limit backoff=4s
    +7900  llm.fail provider.rate_limit "429 Rate limit reached for gpt-5-mini on tokens per min: limit 200000, used 198211" http=429 retryable=yes
    +7900  cause "429 rate_limit_exceeded" code=rate_limit_exceeded
  close ws 1000
`,
  `
conversation demo-provider-overloaded "Overloaded after four attempts" start=-2h runtime=webchat profile=sales version=12 model=claude-sonnet-4-5 provider=anthropic source=demo/webchat-eu store=on
  ws.open
  turn t1 "Draft an offer for 200 chairs"
    +20    llm.start
    +400   llm.retry status=529 cause=overloaded backoff=1s
    +1900  llm.retry status=529 cause=overloaded backoff=2s
    +4500  llm.retry status=529 cause=overloaded backoff=4s
    +9200  llm.retry status=529 cause=overloaded backoff=8s
    +17900 llm.fail provider.overloaded "overloaded_error: the service is temporarily overloaded" http=529 retryable=yes
    +17900 cause "POST /v1/messages: 529 after 5 attempts" code=http.529
    +17900 cause "overloaded_error" code=overloaded_error
  turn t2 "Try again please" after=20s
    +20    llm.start
    +700   llm.delta "Offer: 200 beech chairs, 64 euros each, delivery in six weeks, valid for 30 days." x22 every=40
    +1700  llm.final in=420 out=31 finish=end_turn
  close ws 1000
`,
  `
conversation demo-context-length "Pasted the whole handbook" start=-29h runtime=webchat profile=researcher model=mistral-large-2 provider=mistral_ai source=demo/webchat-eu store=on
  ws.open
  turn t1 "Summarise this handbook in one page (412 pages follow)"
    +20  llm.start
    +640 llm.fail provider.context_length "prompt has 268412 tokens, but the model takes 131072" http=400
  status error
  close ws 1000
`,
  `
conversation demo-content-filter "Blocked by the provider" start=-51h runtime=webchat profile=writer model=gemini-2.5-pro provider=gcp.gemini source=demo/webchat-us store=on
  ws.open
  turn t1 "Write the scene where the poison works"
    +15  guardrail moderation.input flag "Write the scene where the poison works" score=0.64 action=allow
    +30  llm.start
    +800 llm.delta "The glass was already empty when" x7 every=40
    +1200 llm.fail provider.content_filter "candidate was blocked: finishReason SAFETY" http=200
  turn t2 "Then only the morning after, without details"
    +15  guardrail moderation.input pass "Then only the morning after, without details" score=0.18 action=allow
    +30  llm.start
    +700 llm.delta "The kettle had boiled dry. Somebody had opened every window of the house, as one does after a long night, and nobody had come down to close them." x34 every=40
    +2200 llm.final in=260 out=51 finish=STOP
  close ws 1000
`,
  `
conversation demo-provider-auth "Key rotated at noon" start=-48h runtime=agent profile=ops version=9 model=gpt-5 source=demo/agent-runner seq=counter keys=full
  turn t1 "Check the certificates of the mail gateway"
    +20  llm.start
    +180 llm.fail provider.auth "401 Incorrect API key provided" http=401
  turn t2 "And now?" after=45s
    +20    llm.start
    +30060 llm.fail provider.timeout "no first byte within 30000 ms" retryable=yes
    +30060 cause "deadline exceeded" code=context.DeadlineExceeded
  turn t3 "Once more" after=60s
    +20   llm.start
    +900  llm.fail provider.server_error "500 The server had an error while processing your request" http=500 retryable=yes
  turn t4 "Last try" after=2m
    +20   llm.start
    +420  tool.start check_certificate args={"host":"mail.example.com","port":465}
    +440  llm.final finish=tool_calls in=380 out=27
    +900  tool.result {"host":"mail.example.com","days_left":18}
    +950  llm.start
    +1300 llm.delta "The certificate of mail.example.com is valid for another 18 days." x16 every=35
    +1950 llm.final in=440 out=20
  status closed
`,
  `
conversation demo-cut-stream "Answer stops in the middle" start=-13h runtime=webchat profile=traveller model=gpt-5 source=demo/webchat-us store=on
  ws.open
  turn t1 "Plan three days in Porto with two children"
    +20   llm.start
    +700  llm.delta "Day one: the tram along the river to the sea, ice cream at the lighthouse, and home before the wind. Day two: the" x26 every=40
    +1800 llm.final finish=none
  turn t2 "It stops after 'Day two'. Please go on."
    +20   llm.start
    +800  llm.delta "Day two: the cable car over the Douro and" x9 every=40
    +1300 turn.abandon
  turn t3 "Hello?" after=3m
    +20   llm.start
    +600  llm.delta "Sorry for the wait. Day two: the cable car over the Douro and the gardens above it. Day three: the aquarium, then the bookshop with the red stairs." x34 every=40
    +2100 llm.final in=520 out=48
  close ws 1000
`,
  `
conversation demo-interrupted "Stopped by the user" start=-10h runtime=webchat profile=coder version=2 model=claude-sonnet-4-5 provider=anthropic source=demo/webchat-eu store=on
  ws.open
  turn t1 "Rewrite the whole parser in one go"
    +20   llm.start
    +600  llm.delta "I would begin with the tokeniser, because every later step depends on its positions. First" x20 every=45
    +1600 llm.interrupt
  turn t2 "Stop. Only the tokeniser, please."
    +20   llm.start
    +600  llm.delta "Only the tokeniser, then: it keeps line and column with every token and never throws." x20 every=45
    +1700 llm.final in=340 out=26 finish=end_turn
  close ws 1000
`,
  `
conversation demo-reasoning "How many tiles for the terrace" start=-4h runtime=webchat fingerprint=webchat@4f2c91a profile=craft version=1 model=gpt-5 source=demo/webchat-eu store=on
  ws.open
  turn t1 "My terrace is 4.20 m by 3.05 m. How many tiles of 30 cm do I need?"
    +20   llm.start
    +900  llm.thinking "The area is 4.20 times 3.05, which is 12.81 square metres. A tile of 30 cm covers 0.09. Whole rows matter more than the area: 14 tiles along the long side, 10.17 along the short one, so 11 rows with cuts. I should check with the calculator and add some for breakage." x60 every=25 summary="**Counting rows** The long side takes 14 tiles exactly, the short side 11 rows with a cut."
    +2600 tool.start calc args={"op":"mul","a":14,"b":11}
    +2620 llm.final finish=tool_calls in=230 out=118 reasoning=84
    +2640 tool.run
    +2645 tool.result {"result":154} kind=calc_result
    +2700 llm.start
    +2900 llm.thinking "154 tiles, plus about five per cent for breakage: 162." x12 every=25
    +3400 llm.delta "You need 154 tiles: 14 along the long side and 11 rows along the short one, the last row cut. Buy 162, so that eight may break." x34 every=30
    +4600 llm.final in=360 out=62 reasoning=14 cached=192 bodies=yes
  ping 19
  close ws 1000
`,
  `
conversation demo-late-delta "Text after the end" start=-57h runtime=webchat profile=support model=gpt-5 source=demo/webchat-us store=on
  ws.open
  turn t1 "Does the warranty cover rust?"
    +20   llm.start
    +500  llm.delta "Rust that comes from inside is covered for six years." x14 every=40
    +1200 llm.final in=180 out=16
    +1400 llm.reopen " Rust after damage is not."
  close ws 1000
`,
];
